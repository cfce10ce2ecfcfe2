import { attachCertificate } from '../../functions/secure/attach-certificate';
import { checkDomain } from '../../functions/secure/check-domain';
import { deleteCertificate } from '../../functions/reconcile/delete-certificate';
import { detachCertificate } from '../../functions/reconcile/detach-certificate';
import { diagnoseIssuance } from '../../functions/secure/diagnose-issuance';
import { moveAliasRecords } from '../../functions/secure/move-alias-records';
import { notifyFailure } from '../../functions/secure/notify-failure';
import { publishOutcome } from '../../functions/secure/publish-outcome';
import { replaceRecords } from '../../functions/secure/replace-records';
import { redirectHttp } from '../../functions/secure/redirect-http';
import { requestCertificate } from '../../functions/secure/request-certificate';
import { resumeIssuance } from '../../functions/secure/resume-issuance';
import { verifyHttps } from '../../functions/secure/verify-https';
import { waitForIssued } from '../../functions/secure/wait-for-issued';
import { writeAliasRecords } from '../../functions/secure/write-alias-records';
import { writeValidationRecords } from '../../functions/secure/write-validation-records';
import type { DeploymentPolicy } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import * as workflow from '../../shared/steps';
import { anEvent, aPolicy } from '../builders/request';
import { type Faults, runWorkflow } from './run-workflow';

export type { Faults } from './run-workflow';

/** The shipped workflow secure-domain with its real steps over an account in memory. */
export function secureDomain(
  faults: Faults = {},
  setting: { readonly unknownToElbMilliseconds?: number; readonly policy?: Partial<DeploymentPolicy> } = {},
) {
  const running = runWorkflow(
    'secure-domain',
    (account) => {
      const { certificates, loadBalancers, now, issuanceWaits: waits } = account;
      return {
        CheckDomain: lambda(workflow.CheckDomain, () =>
          checkDomain({
            ...account,
            cachedHostedZones: account.hostedZones,
            policy: aPolicy({ mayReplaceRecords: ['example.com'], ...setting.policy }),
          }),
        ),
        RequestCertificate: lambda(workflow.RequestCertificate, () => requestCertificate(account)),
        WriteValidationRecords: lambda(workflow.WriteValidationRecords, () => writeValidationRecords(account)),
        DetachCertificate: lambda(workflow.DetachCertificate, () =>
          detachCertificate({ ...account, replaceImported: false }),
        ),
        DeleteCertificate: lambda(workflow.DeleteCertificate, () => deleteCertificate(account)),
        WaitForIssued: lambda(workflow.WaitForIssued, () => waitForIssued({ certificates, waits, now })),
        DiagnoseIssuance: lambda(workflow.DiagnoseIssuance, () => diagnoseIssuance(account)),
        AttachCertificate: lambda(workflow.AttachCertificate, () =>
          attachCertificate({ loadBalancers, stack: 'acm-autopilot-test' }),
        ),
        MoveAliasRecords: lambda(workflow.MoveAliasRecords, () => moveAliasRecords(account)),
        WriteAliasRecords: lambda(workflow.WriteAliasRecords, () => writeAliasRecords(account)),
        VerifyHttps: lambda(workflow.VerifyHttps, () => verifyHttps(account)),
        ReplaceRecords: lambda(workflow.ReplaceRecords, () => replaceRecords(account)),
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
    /** ACM finds the records and issues its newest certificate; with `lost`, the event is not delivered. */
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
