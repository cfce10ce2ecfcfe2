import { acquireLock } from '../../functions/reconcile/acquire-lock';
import { assessCertificate } from '../../functions/reconcile/assess-certificate';
import { attachReplacement } from '../../functions/reconcile/attach-replacement';
import { deleteCertificate } from '../../functions/reconcile/delete-certificate';
import { detachCertificate } from '../../functions/reconcile/detach-certificate';
import { notifyHealthIssue } from '../../functions/reconcile/notify-health-issue';
import { publishRenewed } from '../../functions/reconcile/publish-renewed';
import { publishReplaced } from '../../functions/reconcile/publish-replaced';
import { recordReattachment } from '../../functions/reconcile/record-reattachment';
import { requestReplacement } from '../../functions/reconcile/request-replacement';
import { verifyReplacement } from '../../functions/reconcile/verify-replacement';
import { checkRemoval } from '../../functions/retire/check-removal';
import { deleteAliasRecords } from '../../functions/retire/delete-alias-records';
import { deleteValidationRecords } from '../../functions/retire/delete-validation-records';
import { publishRemovalOutcome } from '../../functions/retire/publish-removal-outcome';
import { attachCertificate } from '../../functions/secure/attach-certificate';
import { diagnoseIssuance } from '../../functions/secure/diagnose-issuance';
import { moveAliasRecords } from '../../functions/secure/move-alias-records';
import { notifyFailure } from '../../functions/secure/notify-failure';
import { resumeIssuance } from '../../functions/secure/resume-issuance';
import { waitForIssued } from '../../functions/secure/wait-for-issued';
import { writeValidationRecords } from '../../functions/secure/write-validation-records';
import { lambda } from '../../shared/lambda';
import * as workflow from '../../shared/steps';
import { LOAD_BALANCER } from '../builders/document';
import { aPolicy } from '../builders/request';
import { type Account, type Faults, runWorkflow } from './run-workflow';

/** The default settings of a test deployment. */
export const SETTINGS = {
  policy: aPolicy({ namesPerCertificate: 100 }),
  stack: 'test',
  replaceImported: false,
  lifecycle: { replaceBeforeDays: 14, graceDays: 7 },
};

/** The steps that reconcile-certificate and retire-domain have in common. */
const replacementSteps = (account: Account, settings = SETTINGS) => {
  const { certificates, now, issuanceWaits: waits } = account;
  const dependencies = { ...account, ...settings };
  return {
    AcquireLock: lambda(workflow.AcquireLock, () => acquireLock(account)),
    RequestReplacement: lambda(workflow.RequestReplacement, () => requestReplacement(dependencies)),
    WriteValidationRecords: lambda(workflow.WriteValidationRecords, () => writeValidationRecords(account)),
    WaitForIssued: lambda(workflow.WaitForIssued, () => waitForIssued({ certificates, waits, now })),
    DiagnoseIssuance: lambda(workflow.DiagnoseIssuance, () => diagnoseIssuance(account)),
    AttachReplacement: lambda(workflow.AttachReplacement, () => attachReplacement(account)),
    VerifyReplacement: lambda(workflow.VerifyReplacement, () => verifyReplacement(account)),
    DetachCertificate: lambda(workflow.DetachCertificate, () => detachCertificate(dependencies)),
    DeleteCertificate: lambda(workflow.DeleteCertificate, () => deleteCertificate(dependencies)),
  };
};

/** The shipped workflow reconcile-certificate with its real steps over an account in memory. */
export function reconcileCertificate(faults: Faults = {}, settings: Partial<typeof SETTINGS> = {}) {
  const merged = { ...SETTINGS, ...settings };
  const running = runWorkflow(
    'reconcile-certificate',
    (account) => ({
      ...replacementSteps(account, merged),
      AssessCertificate: lambda(workflow.AssessCertificate, () => assessCertificate({ ...account, ...merged })),
      NotifyHealthIssue: lambda(workflow.NotifyHealthIssue, () => notifyHealthIssue(account)),
      MoveAliasRecords: lambda(workflow.MoveAliasRecords, () => moveAliasRecords(account)),
      RecordReattachment: lambda(workflow.RecordReattachment, () => recordReattachment(account)),
      PublishRenewed: lambda(workflow.PublishRenewed, () => publishRenewed(account)),
      PublishReplaced: lambda(workflow.PublishReplaced, () => publishReplaced(account)),
      AttachCertificate: lambda(workflow.AttachCertificate, () =>
        attachCertificate({ ...account, stack: 'acm-autopilot-test' }),
      ),
    }),
    faults,
  );
  return {
    ...running,
    ...issuing(running),
    reconcile: (certificateArn: string, trigger = 'Sweep') => running.run({ certificateArn, trigger }, 90),
  };
}

/** The shipped workflow retire-domain with its real steps over an account in memory. */
export function retireDomain(faults: Faults = {}) {
  const running = runWorkflow(
    'retire-domain',
    (account) => {
      const dependencies = { ...account, ...SETTINGS, regions: [account.certificates] };
      return {
        ...replacementSteps(account),
        CheckRemoval: lambda(workflow.CheckRemoval, () => checkRemoval(dependencies)),
        DeleteAliasRecords: lambda(workflow.DeleteAliasRecords, () => deleteAliasRecords(account)),
        DeleteValidationRecords: lambda(workflow.DeleteValidationRecords, () => deleteValidationRecords(dependencies)),
        PublishRemovalOutcome: lambda(workflow.PublishRemovalOutcome, () => publishRemovalOutcome(account.eventBus)),
        NotifyFailure: lambda(workflow.NotifyFailure, () => notifyFailure(account)),
      };
    },
    faults,
  );
  return {
    ...running,
    ...issuing(running),
    retire: (detail: object) => running.run({ id: 'event-1', 'detail-type': 'Domain Removal Requested', detail }, 90),
  };
}

const TEN_MINUTES = 600_000;

/** Issuance by ACM in the background. */
const issuing = ({ certificates, clock, issuanceWaits }: ReturnType<typeof runWorkflow>) => ({
  /** From now on ACM issues every certificate within ten minutes after its records exist. */
  issueEverything() {
    const issue = async (certificateArns: readonly string[]) => {
      for (const certificateArn of certificateArns) {
        certificates.issue(certificateArn);
        await resumeIssuance(issuanceWaits)({ resources: [certificateArn] });
      }
    };
    const tick = () => {
      clock.setTimeout(tick, TEN_MINUTES);
      const ready = certificates
        .all()
        .filter(
          ({ status, certificateArn }) => status === 'PENDING_VALIDATION' && certificates.isValidated(certificateArn),
        )
        .map(({ certificateArn }) => certificateArn);
      if (ready.length === 0) return false;
      return clock.hold(() => issue(ready));
    };
    clock.setTimeout(tick, TEN_MINUTES);
  },
});

/** A certificate of this deployment that is issued, validated by DNS and attached to the load balancer. */
export function anAttachedCertificate(
  account: Account,
  {
    domainNames = ['app.example.com'] as [string, ...string[]],
    keyAlgorithm = 'RSA_2048' as const,
    as = 'default',
    tags = {},
    target = LOAD_BALANCER,
  } = {},
) {
  const { certificates, hostedZones, loadBalancers, createdRecords } = account;
  const [domainName] = domainNames;
  const certificateArn = certificates.add({
    domainNames,
    keyAlgorithm,
    tags: {
      'acm-autopilot:stack': 'test',
      'acm-autopilot:domain': domainName,
      ...(target !== '' && { 'acm-autopilot:target': target }),
      'acm-autopilot:keyAlgorithm': keyAlgorithm,
      ...tags,
    },
  });
  for (const record of certificates.recordsOf(certificateArn)) {
    hostedZones.put('Z1', record.name, { type: 'CNAME', values: [record.value] });
    void createdRecords.save([{ ...record, zoneId: 'Z1', type: 'CNAME' }]);
  }
  certificates.issue(certificateArn);
  if (as === 'default') {
    loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, certificateArn);
  }
  if (as === 'sni') void loadBalancers.addCertificate(`${LISTENERS}/443`, certificateArn);
  return certificateArn;
}
const LISTENERS = LOAD_BALANCER.replace(':loadbalancer/', ':listener/');
/** The listener that {@link anAttachedCertificate} attaches to. */
export const LISTENER = `${LISTENERS}/443`;
