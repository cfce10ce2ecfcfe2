import { attachCertificate } from '../../functions/attach-certificate';
import { checkDomain } from '../../functions/check-domain';
import { diagnoseIssuance } from '../../functions/diagnose-issuance';
import { notifyFailure } from '../../functions/notify-failure';
import { writeAliasRecords } from '../../functions/write-alias-records';
import { publishOutcome } from '../../functions/publish-outcome';
import { redirectHttp } from '../../functions/redirect-http';
import { requestCertificate } from '../../functions/request-certificate';
import { resumeIssuance } from '../../functions/resume-issuance';
import { verifyHttps } from '../../functions/verify-https';
import { waitForIssued } from '../../functions/wait-for-issued';
import { writeValidationRecords } from '../../functions/write-validation-records';
import { lambda } from '../../shared/lambda';
import * as workflow from '../../shared/workflow';
import { aPolicy, anEvent } from '../builders/request';
import { runWorkflow, type Faults } from './run-workflow';

export type { Faults } from './run-workflow';

/** The shipped workflow secure-domain with its real steps over an account in memory. */
export function secureDomain(faults: Faults = {}, setting: { readonly unknownToElbMilliseconds?: number } = {}) {
  const running = runWorkflow(
    'secure-domain',
    (account) => {
      const { certificates, loadBalancers, now, issuanceWaits: waits } = account;
      return {
        CheckDomain: lambda(workflow.CheckDomain, () =>
          checkDomain({ ...account, cachedHostedZones: account.hostedZones, policy: aPolicy() }),
        ),
        RequestCertificate: lambda(workflow.RequestCertificate, () => requestCertificate(account)),
        WriteValidationRecords: lambda(workflow.WriteValidationRecords, () => writeValidationRecords(account)),
        WaitForIssued: lambda(workflow.WaitForIssued, () => waitForIssued({ certificates, waits, now })),
        DiagnoseIssuance: lambda(workflow.DiagnoseIssuance, () => diagnoseIssuance(account)),
        AttachCertificate: lambda(workflow.AttachCertificate, () => attachCertificate(loadBalancers)),
        WriteAliasRecords: lambda(workflow.WriteAliasRecords, () => writeAliasRecords(account)),
        VerifyHttps: lambda(workflow.VerifyHttps, () => verifyHttps(account)),
        RedirectHttp: lambda(workflow.RedirectHttp, () => redirectHttp(loadBalancers)),
        PublishOutcome: lambda(workflow.PublishOutcome, () => publishOutcome(account)),
        NotifyFailure: lambda(workflow.NotifyFailure, () => notifyFailure(account)),
      };
    },
    faults,
    setting,
  );
  return {
    ...running,
    start: (changes: object = {}, event: object = anEvent(changes)) => running.start(event),
    /** ACM finds the records and issues its newest certificate; with `lost`, its event reaches nobody. */
    async issue({ lost = false } = {}) {
      const { certificates, clock, issuanceWaits } = running;
      const { certificateArn } = certificates.all().at(-1) ?? { certificateArn: '' };
      certificates.issue(certificateArn);
      if (!lost) {
        await clock.hold(() => resumeIssuance(issuanceWaits)({ resources: [certificateArn] }).then(() => undefined));
      }
      await clock.settled();
    },
  };
}
