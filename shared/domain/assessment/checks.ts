import { formatSerial, sameSerial } from '../certificate/description';
import { isNewlyIssued } from '../certificate/issuance';
import { DAY_MILLISECONDS, overdueReason, renewalDueDays, replacementReason, WATCH_DAYS } from '../certificate/renewal';
import { isUnmanaged, UNMANAGED_REASON } from '../certificate/tags';
import { conflictText, validationChange } from '../dns/validation-records';
import { baseOf } from '../names/domain-name';
import { isDetached, isUnattached, isUnused } from './attachment-checks';
import { type Check, type CheckInput, type Finding, HOUR, MAX_INCONCLUSIVE_ATTEMPTS, MINUTE } from './check';
import { type CertificateFacts, hiddenReason, isHidden, type RecordFacts } from './facts';

/** Hourly assessments until a renewed certificate must be served. AWS says hours ("Managed certificate renewal"); a day is generous. */
const ATTEMPTS_UNTIL_SERVED = 24;
/** Sweeps run daily, and one may fail, so a replacement with fewer days left does not wait for a sweep. */
const TWO_SWEEPS_DAYS = 2;

/** A renewal's validation times out after 72 hours and restarts (ACM user guide, "Troubleshoot managed renewal"). */
const MAX_RENEWAL_MILLISECONDS = 3 * DAY_MILLISECONDS;

const isUnmanagedCertificate: Check = ({ facts, description }) =>
  isUnmanaged(facts.isManaged, description.type) ? { verdict: 'not-managed', reason: UNMANAGED_REASON } : undefined;

const isRetired: Check = ({ facts, description, now, lifecycle }) => {
  const { retiredAt, replacedBy, attachments } = facts;
  if (retiredAt === undefined) return undefined;
  if (replacedBy !== undefined && attachments.length > 0) {
    return { verdict: 'replace', reason: `${replacedBy} replaces it, but it is still attached.` };
  }
  const graceDays = (now.getTime() - Date.parse(retiredAt)) / DAY_MILLISECONDS;
  if (graceDays < lifecycle.graceDays) {
    return { verdict: 'retired', reason: `It was retired on ${retiredAt} and is retained for the grace period.` };
  }
  if (description.inUseBy.length > 0) {
    const cause = `It was retired, but is still used by ${description.inUseBy.join(', ')}.`;
    return {
      verdict: 'retired-in-use',
      reason: cause,
      healthIssue: { name: 'RetiredCertificateInUse', notifyOnce: true },
    };
  }
  if (facts.isManaged && description.type !== 'IMPORTED')
    return { verdict: 'delete', reason: `It was retired on ${retiredAt} and is not in use.` };
  return { verdict: 'retired', reason: 'It was retired, and this deployment did not create it, so it is not deleted.' };
};

const isUnissued: Check = ({ description: { status, failureReason } }) =>
  ['ISSUED', 'EXPIRED', 'REVOKED'].includes(status)
    ? undefined
    : {
        verdict: 'not-issued',
        reason: `ACM has not issued it: ${[status, failureReason].filter(Boolean).join(', ')}.`,
      };

const isImported: Check = ({ facts, description, daysLeft }) => {
  if (description.type !== 'IMPORTED') return undefined;
  if (description.inUseBy.length === 0) return { verdict: 'unverified', reason: 'It was imported and is not in use.' };
  if (daysLeft > WATCH_DAYS) return { verdict: 'unverified', reason: 'It was imported and does not expire soon.' };
  if (facts.replaceImported) return undefined;
  const cause = `ACM does not renew imported certificates. It is used by ${description.inUseBy.join(', ')}.`;
  return { verdict: 'imported-expiring', reason: cause, healthIssue: { name: 'ImportedCertificateExpiring' } };
};

/** A failed DNS query or handshake may be transient, so it becomes a finding only at the fourth assessment. */
const isInconclusive: Check = ({ facts, description, now, attempts }) => {
  if (attempts >= MAX_INCONCLUSIVE_ATTEMPTS) return undefined;
  const lookupError = facts.obstacles.find(({ error }) => error === 'DnsLookupError');
  const hidden = facts.records.find(isHidden);
  const unreachable = isNewlyIssued(description, now) ? undefined : facts.served.find((served) => 'error' in served);
  const reason = lookupError?.cause ?? (hidden && hiddenReason(hidden)) ?? unreachable?.error;
  return reason === undefined ? undefined : { verdict: 'unclear', reason, reassessAfterSeconds: 5 * MINUTE };
};

/** An obstacle that prevents renewal also prevents issuance, so a replacement would fail the same way. */
const isRenewalBlocked: Check = ({ facts }) => {
  const conflicting = facts.records.filter((record) => changeOf(record) === 'conflict');
  const hidden = facts.records.filter(isHidden);
  const [first, ...others] = [
    ...facts.obstacles,
    ...conflicting.map((record) => ({
      error: 'RecordConflictError',
      cause: `${conflictText(record, record.zoneId, record.existing)}.`,
    })),
    ...hidden.map((record) => ({ error: 'ValidationRecordNotPublic', cause: hiddenReason(record) })),
  ];
  if (!first) return undefined;
  const cause = [first, ...others].map((obstacle) => obstacle.cause).join(' ');
  return { verdict: 'blocked', reason: cause, healthIssue: { name: first.error } };
};

/** Whether ACM cannot renew the certificate, or has not renewed it in time. */
export const isReplacementRequired: Check = ({ facts, description, lifecycle, daysLeft }) => {
  const reason = replacementReason(facts, description) ?? overdueReason(description, lifecycle, daysLeft);
  if (reason === undefined) return undefined;
  const { attachments, forbiddenTargets } = facts;
  if (attachments.length === 0) {
    const cause = `${reason} It is used by ${description.inUseBy.join(', ')}, where this service cannot attach a replacement.`;
    return { verdict: 'blocked', reason: cause, healthIssue: { name: 'ReplacementNotPossible' } };
  }
  if (forbiddenTargets.length > 0) {
    const cause = `${reason} It is attached to ${forbiddenTargets.join(', ')}, which this deployment may not change.`;
    return { verdict: 'blocked', reason: cause, healthIssue: { name: 'TargetNotAllowedError' } };
  }
  const canWait = description.status === 'ISSUED' && daysLeft >= TWO_SWEEPS_DAYS;
  return { verdict: 'replace', reason, healthIssue: { name: 'CertificateBeingReplaced' }, canWait };
};

const isValidationRecordMissing: Check = ({ facts, attempts }) => {
  const missing = facts.records.filter((record) => changeOf(record) === 'write');
  if (missing.length === 0) return undefined;
  const required = missing.map(({ name, value, zoneId }) => `${name} CNAME ${value} in zone ${zoneId}`).join(', ');
  const healthIssue = { name: 'ValidationRecordMissing', cause: `Route 53 lacked ${required}.` };
  if (attempts < MAX_INCONCLUSIVE_ATTEMPTS) {
    const reason = `Route 53 lacks ${required}.`;
    return { verdict: 'repair-validation', reason, healthIssue, reassessAfterSeconds: 5 * MINUTE };
  }
  // Another client deletes the record each time it is written: notify, and leave it to the next sweep.
  return {
    verdict: 'blocked',
    reason: `${required} was written, but has been deleted again.`,
    healthIssue: { name: healthIssue.name },
  };
};

const isRenewed: Check = (input) => {
  const { facts, description, attempts } = input;
  const { serial, renewal } = description;
  const isUnannounced = renewal?.status === 'SUCCESS' && serial !== undefined && !isAnnounced(facts, serial);
  if (!isUnannounced) return undefined;
  const mismatches = servedMismatches(input);
  if (mismatches.length === 0)
    return { verdict: 'renewed', reason: 'ACM renewed it, and no load balancer serves the previous one.' };
  if (attempts >= ATTEMPTS_UNTIL_SERVED) return undefined;
  const reason = `ACM renewed it, but ${mismatches.join('; ')}.`;
  return { verdict: 'renewed-not-served', reason, reassessAfterSeconds: HOUR };
};

const isUnserved: Check = (input) => {
  const mismatches = servedMismatches(input);
  if (mismatches.length === 0) return undefined;
  if (isNewlyIssued(input.description, input.now)) {
    const reason = `ACM issued it within the last hour, and it is being attached, but ${mismatches.join('; ')}.`;
    return { verdict: 'unclear', reason, reassessAfterSeconds: 5 * MINUTE };
  }
  const name = input.facts.served.some((served) => 'error' in served)
    ? 'HttpsUnreachableError'
    : 'ServedCertificateMismatchError';
  return { verdict: 'not-served', reason: `${mismatches.join('; ')}.`, healthIssue: { name, notifyOnce: true } };
};

const isRenewalOverdue: Check = ({ description, now, daysLeft }) => {
  const { renewal, renewalEligibility, type } = description;
  const pendingMilliseconds = now.getTime() - Date.parse(renewal?.updatedAt ?? now.toISOString());
  if (renewal?.status === 'FAILED') return renewalLate(`ACM's renewal failed: ${renewal.reason ?? 'no reason given'}.`);
  // ACM restarts a renewal's validation after 72 hours, which resets its timestamp, so the days left count too.
  const isOverdue = pendingMilliseconds > MAX_RENEWAL_MILLISECONDS || daysLeft <= renewalDueDays(description);
  if (renewal && renewal.status !== 'SUCCESS' && isOverdue)
    return renewalLate(
      `ACM's renewal makes no progress: ${[renewal.status, renewal.reason].filter(Boolean).join(', ')}.`,
    );
  if (renewalEligibility === 'INELIGIBLE' && daysLeft <= WATCH_DAYS)
    return renewalLate(`ACM reports that this ${type} certificate is not eligible for renewal, although it is in use.`);
  return undefined;
};

const renewalLate = (reason: string): Finding => ({
  verdict: 'renewal-late',
  reason,
  healthIssue: { name: 'RenewalLate' },
});

const isRenewing: Check = ({ description: { renewal } }) =>
  renewal && renewal.status !== 'SUCCESS'
    ? { verdict: 'renewing', reason: `ACM is renewing it: ${renewal.status}.` }
    : undefined;

/** The checks in order; the first finding determines the verdict. */
export const CHECKS: readonly Check[] = [
  isUnmanagedCertificate,
  isRetired,
  isUnissued,
  isImported,
  isDetached,
  isInconclusive,
  isUnused,
  isRenewalBlocked,
  isReplacementRequired,
  isValidationRecordMissing,
  isUnattached,
  isRenewed,
  isUnserved,
  isRenewalOverdue,
  isRenewing,
];

const isAnnounced = ({ announcedSerial }: CertificateFacts, serial: string) =>
  announcedSerial !== undefined && sameSerial(announcedSerial, serial);

/** One clause per name that is served neither with this certificate nor with another managed one that covers it. */
function servedMismatches({ facts, description }: CheckInput): string[] {
  return facts.served.flatMap((served) => {
    if ('error' in served) return [served.error];
    if (sameSerial(served.serial, description.serial ?? '') || served.coveredBy !== undefined) return [];
    return [
      `${served.loadBalancerArn} serves ${baseOf(served.domainName)} with certificate ${formatSerial(served.serial)}`,
    ];
  });
}

const changeOf = (record: RecordFacts) => validationChange({ ...record, domainName: '' }, record.existing);
