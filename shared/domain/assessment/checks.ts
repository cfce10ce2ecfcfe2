import { type CertificateDescription, sameSerial } from '../certificate/description';
import { lateDays, lateReason, type Lifecycle, replacementReason, WATCH_DAYS } from '../certificate/renewal';
import { isUnmanaged, UNMANAGED_REASON } from '../certificate/tags';
import { conflictText, validationChange } from '../dns/validation-records';
import { baseOf } from '../names/domain-name';
import type { CertificateFacts, RecordFacts } from './facts';
import type { HealthIssue, Verdict } from './verdict';

/** The facts, and what a check needs beside them. */
export interface Case {
  readonly facts: CertificateFacts;
  readonly description: CertificateDescription;
  readonly now: Date;
  readonly lifecycle: Lifecycle;
  /** How many looks this execution has had before. */
  readonly attempts: number;
  /** Whole days until the certificate ends. */
  readonly daysLeft: number;
}
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly healthIssue?: Omit<HealthIssue, 'cause'> & { readonly cause?: string };
  readonly canWait?: boolean;
  readonly reassessAfterSeconds?: number;
}
type Check = (facts: Case) => Finding | undefined;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY_MILLISECONDS = 24 * HOUR * 1_000;
/** Looks at something unclear before it is believed. */
const ATTEMPTS_UNTIL_BELIEVED = 3;
/** Hourly looks for a renewed certificate to be served: AWS says hours ("Managed certificate renewal"), so a day is generous. */
const ATTEMPTS_UNTIL_SERVED = 24;
/** A sweep comes daily, and one of them may fail: with fewer days left, a replacement does not wait for it. */
const DAYS_OF_TWO_SWEEPS = 2;
/** How long the attachment of a new certificate is provisioning's business. */
const YOUNG_MILLISECONDS = HOUR * 1_000;
/** A renewal's validation times out after 72 hours and begins again (ACM user guide, "Troubleshoot managed renewal"). */
const RENEWAL_PATIENCE_MILLISECONDS = 3 * DAY_MILLISECONDS;

/** What is judged before anything else: whose certificate it is, and whether it lives at all. */
const isNotManaged: Check = ({ facts, description }) =>
  isUnmanaged(facts.isManaged, description.type) ? { verdict: 'not-managed', reason: UNMANAGED_REASON } : undefined;

const isRetired: Check = ({ facts, description, now, lifecycle }) => {
  const { retiredAt, replacedBy, attachments } = facts;
  if (retiredAt === undefined) return undefined;
  if (replacedBy !== undefined && attachments.length > 0) {
    return { verdict: 'replace', reason: `${replacedBy} takes its place, and it is still attached.` };
  }
  const graceDays = (now.getTime() - Date.parse(retiredAt)) / DAY_MILLISECONDS;
  if (graceDays < lifecycle.graceDays) {
    return { verdict: 'retired', reason: `It was taken out of service on ${retiredAt} and is kept for a while.` };
  }
  if (description.inUseBy.length > 0) {
    const cause = `It was taken out of service, but is used by ${description.inUseBy.join(', ')}.`;
    return { verdict: 'retired-in-use', reason: cause, healthIssue: { name: 'RetiredCertificateInUse', once: true } };
  }
  if (facts.isManaged && description.type !== 'IMPORTED')
    return { verdict: 'delete', reason: `It was taken out of service on ${retiredAt}; nothing uses it.` };
  return { verdict: 'retired', reason: 'It was taken out of service; it is not ours to delete.' };
};

const isNotIssued: Check = ({ description: { status, failureReason } }) =>
  ['ISSUED', 'EXPIRED', 'REVOKED'].includes(status)
    ? undefined
    : {
        verdict: 'not-issued',
        reason: `ACM has not issued it: ${[status, failureReason].filter(Boolean).join(', ')}.`,
      };

const isImported: Check = ({ facts, description, daysLeft }) => {
  if (description.type !== 'IMPORTED') return undefined;
  if (description.inUseBy.length === 0) return { verdict: 'healthy', reason: 'It was imported, and nothing uses it.' };
  if (daysLeft > WATCH_DAYS) return { verdict: 'healthy', reason: 'It was imported, and does not expire soon.' };
  if (facts.replaceImported) return undefined;
  const cause = `ACM does not renew imported certificates. It is used by ${description.inUseBy.join(', ')}.`;
  return { verdict: 'imported-expiring', reason: cause, healthIssue: { name: 'ImportedCertificateExpiring' } };
};

/** Public DNS that does not answer may answer in a minute: believed at the fourth look. */
const isUnclear: Check = ({ facts, description, now, attempts }) => {
  if (attempts >= ATTEMPTS_UNTIL_BELIEVED) return undefined;
  const lookUp = facts.obstacles.find(({ error }) => error === 'DnsLookupError');
  const record = facts.records.find(({ value, existing, seen }) => existing.includes(value) && !isSeen(value, seen));
  const unreachable = isYoung(description, now) ? undefined : facts.served.find((served) => 'error' in served);
  const reason = lookUp?.cause ?? (record && notPublic(record)) ?? (unreachable && errorOf(unreachable));
  return reason === undefined ? undefined : { verdict: 'unclear', reason, reassessAfterSeconds: 5 * MINUTE };
};

const isNotInUse: Check = ({ facts, description, now, attempts }) => {
  if (description.inUseBy.length > 0 || facts.attachments.length > 0) return undefined;
  if (isYoung(description, now)) {
    return { verdict: 'healthy', reason: 'ACM issued it within the last hour: it is being attached.' };
  }
  const { targetArn, targetProblem } = facts;
  const isAttachable = targetArn !== undefined && targetProblem === undefined;
  if (isAttachable && attempts < ATTEMPTS_UNTIL_BELIEVED && !replacementReason(facts, description)) {
    return {
      verdict: 'attach',
      reason: `Nothing uses it, and ${targetArn} should.`,
      reassessAfterSeconds: 5 * MINUTE,
    };
  }
  const why = targetProblem === undefined ? '' : ` It cannot be attached again: ${targetProblem}.`;
  return {
    verdict: 'not-in-use',
    reason: `Nothing uses it, and ACM renews only what is in use.${why}`,
    healthIssue: { name: 'CertificateNotInUse', once: true },
  };
};

/** Whatever stops ACM from renewing stops it from issuing anew as well: a replacement would fail the same way. */
const isBlocked: Check = ({ facts }) => {
  const foreign = facts.records.filter((record) => changeOf(record) === 'conflict');
  const hidden = facts.records.filter(({ value, existing, seen }) => existing.includes(value) && !isSeen(value, seen));
  const [first, ...others] = [
    ...facts.obstacles,
    ...foreign.map((record) => ({
      error: 'RecordConflictError',
      cause: `${conflictText(record, record.zoneId, record.existing)}.`,
    })),
    ...hidden.map((record) => ({ error: 'ValidationRecordNotPublic', cause: notPublic(record) })),
  ];
  if (!first) return undefined;
  const cause = [first, ...others].map((obstacle) => obstacle.cause).join(' ');
  return { verdict: 'blocked', reason: cause, healthIssue: { name: first.error } };
};

export const mustBeReplaced: Check = ({ facts, description, lifecycle, daysLeft }) => {
  const reason = replacementReason(facts, description) ?? lateReason(description, lifecycle, daysLeft);
  if (reason === undefined) return undefined;
  const { attachments, forbiddenTargets } = facts;
  if (attachments.length === 0) {
    const cause = `${reason} It is used by ${description.inUseBy.join(', ')}, where this service attaches nothing.`;
    return { verdict: 'blocked', reason: cause, healthIssue: { name: 'ReplacementNotPossible' } };
  }
  if (forbiddenTargets.length > 0) {
    const cause = `${reason} It is attached to ${forbiddenTargets.join(', ')}, which this deployment may not change.`;
    return { verdict: 'blocked', reason: cause, healthIssue: { name: 'TargetNotAllowedError' } };
  }
  const canWait = description.status === 'ISSUED' && daysLeft >= DAYS_OF_TWO_SWEEPS;
  return { verdict: 'replace', reason, healthIssue: { name: 'CertificateBeingReplaced' }, canWait };
};

const lacksValidationRecord: Check = ({ facts, attempts }) => {
  const missing = facts.records.filter((record) => changeOf(record) === 'write');
  if (missing.length === 0) return undefined;
  const wanted = missing.map(({ name, value, zoneId }) => `${name} CNAME ${value} in zone ${zoneId}`).join(', ');
  const healthIssue = { name: 'ValidationRecordMissing', cause: `Route 53 lacked ${wanted}.` };
  if (attempts < ATTEMPTS_UNTIL_BELIEVED) {
    const reason = `Route 53 lacks ${wanted}.`;
    return { verdict: 'repair-validation', reason, healthIssue, reassessAfterSeconds: 5 * MINUTE };
  }
  // Somebody takes it away as often as it is written: that is told, and left to the next sweep.
  return {
    verdict: 'blocked',
    reason: `${wanted} was written, and is gone again.`,
    healthIssue: { name: healthIssue.name },
  };
};

const wasRenewed: Check = (judged) => {
  const { facts, description, attempts } = judged;
  const { serial, renewal } = description;
  const isNews = renewal?.status === 'SUCCESS' && serial !== undefined && !isAnnounced(facts, serial);
  if (!isNews) return undefined;
  const others = otherServed(judged);
  if (others.length === 0)
    return { verdict: 'renewed', reason: 'ACM renewed it, and no load balancer serves the old one.' };
  if (attempts >= ATTEMPTS_UNTIL_SERVED) return undefined;
  const reason = `ACM renewed it, and ${others.join('; ')}.`;
  return { verdict: 'renewed-not-served', reason, reassessAfterSeconds: HOUR };
};

const isNotServed: Check = (judged) => {
  const others = otherServed(judged);
  if (others.length === 0) return undefined;
  const name = judged.facts.served.some((served) => 'error' in served)
    ? 'HttpsUnreachableError'
    : 'ServedCertificateMismatchError';
  return { verdict: 'not-served', reason: `${others.join('; ')}.`, healthIssue: { name, once: true } };
};

const isRenewedLate: Check = ({ description, now, daysLeft }) => {
  const { renewal, renewalEligibility, type } = description;
  const waiting = now.getTime() - Date.parse(renewal?.updatedAt ?? now.toISOString());
  if (renewal?.status === 'FAILED') {
    const reason = `ACM's renewal failed: ${renewal.reason ?? 'no reason given'}.`;
    return { verdict: 'renewal-late', reason, healthIssue: { name: 'RenewalLate' } };
  }
  // A renewal's validation is repeated after 72 hours, which may make its state look young: the end counts too.
  const isLate = waiting > RENEWAL_PATIENCE_MILLISECONDS || daysLeft <= lateDays(description);
  if (renewal && renewal.status !== 'SUCCESS' && isLate) {
    const reason = `ACM's renewal makes no progress: ${[renewal.status, renewal.reason].filter(Boolean).join(', ')}.`;
    return { verdict: 'renewal-late', reason, healthIssue: { name: 'RenewalLate' } };
  }
  if (renewalEligibility === 'INELIGIBLE' && daysLeft <= WATCH_DAYS) {
    const reason = `ACM says that this ${type} certificate is not eligible for renewal, although it is in use.`;
    return { verdict: 'renewal-late', reason, healthIssue: { name: 'RenewalLate' } };
  }
  return undefined;
};

const isRenewing: Check = ({ description: { renewal } }) =>
  renewal && renewal.status !== 'SUCCESS'
    ? { verdict: 'renewing', reason: `ACM is renewing it: ${renewal.status}.` }
    : undefined;

/** The checks in their order: the first that finds something decides. */
export const CHECKS: readonly Check[] = [
  isNotManaged,
  isRetired,
  isNotIssued,
  isImported,
  isUnclear,
  isNotInUse,
  isBlocked,
  mustBeReplaced,
  lacksValidationRecord,
  wasRenewed,
  isNotServed,
  isRenewedLate,
  isRenewing,
];

/** A renewed certificate is attached for long. */
const isYoung = ({ issuedAt, createdAt, renewal }: CertificateDescription, now: Date) =>
  !renewal && now.getTime() - Date.parse(issuedAt ?? createdAt) < YOUNG_MILLISECONDS;

const isAnnounced = ({ announcedSerial }: CertificateFacts, serial: string) =>
  announcedSerial !== undefined && sameSerial(announcedSerial, serial);

/** Where a name is served neither with this certificate nor with one that covers it, a sentence each; a young one is on its way. */
function otherServed({ facts, description, now }: Case): string[] {
  if (isYoung(description, now)) return [];
  return facts.served.flatMap((served) => {
    if ('error' in served) return [errorOf(served)];
    if (sameSerial(served.serial, description.serial ?? '') || served.coveredBy !== undefined) return [];
    return [`${served.loadBalancerArn} serves ${baseOf(served.domainName)} with certificate ${served.serial}`];
  });
}

const errorOf = (served: { readonly error?: string }) => served.error ?? '';

const changeOf = (record: RecordFacts) => validationChange({ ...record, domainName: '' }, record.existing);
const isSeen = (value: string, seen: RecordFacts['seen']) => 'values' in seen && seen.values.includes(value);
const notPublic = ({ name, value, seen }: RecordFacts) =>
  'error' in seen
    ? seen.error
    : `Route 53 has ${name} CNAME ${value}, but public DNS answers ${seen.values.join(', ') || 'nothing'}.`;
