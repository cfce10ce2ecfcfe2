import { isNewlyIssued } from '../certificate/issuance';
import { replacementReason } from '../certificate/renewal';
import { isReattachedTooOften } from './reattachments';
import { type Check, type CheckInput, type Finding, MAX_INCONCLUSIVE_ATTEMPTS, MINUTE } from './check';
import type { CertificateFacts } from './facts';

/** Whether it must be put back where it was requested: in use somewhere else is not enough. */
export const isDetached: Check = (input) => {
  const { facts, description, now, attempts } = input;
  const { targetArn, recreatedTargetArn, targetProblem } = facts;
  const isOnTarget = recreatedTargetArn === undefined && isAttachedToTarget(facts);
  if (targetArn === undefined || targetProblem !== undefined || isOnTarget) return undefined;
  const isDue = !isNewlyIssued(description, now) && !replacementReason(facts, description);
  if (!isDue || isContested(input) || attempts >= MAX_INCONCLUSIVE_ATTEMPTS) return undefined;
  const reason =
    recreatedTargetArn === undefined
      ? `It should be attached to ${targetArn}, but is not.`
      : `It should be attached to ${targetArn}, which was deleted and created anew as ${recreatedTargetArn}.`;
  return { verdict: 'attach', reason, reassessAfterSeconds: 5 * MINUTE };
};

/** Whether nothing uses it, and this service cannot change that. */
export const isUnused: Check = (input) => {
  const { facts, description, now } = input;
  if (description.inUseBy.length > 0 || facts.attachments.length > 0) return undefined;
  if (isNewlyIssued(description, now)) {
    return { verdict: 'unverified', reason: 'ACM issued it within the last hour, and it is being attached.' };
  }
  if (isContested(input)) return contested(facts);
  const { targetProblem } = facts;
  const attachProblem = targetProblem === undefined ? '' : ` It cannot be reattached: ${targetProblem}.`;
  return {
    verdict: 'not-in-use',
    reason: `It is not in use, and ACM renews only certificates in use.${attachProblem}`,
    healthIssue: { name: 'CertificateNotInUse', notifyOnce: true },
  };
};

/** Whether it is in use, but not where it was requested, and this service cannot change that. */
export const isUnattached: Check = (input) => {
  const { facts, description, now } = input;
  const { targetArn, targetProblem } = facts;
  if (targetArn === undefined || isAttachedToTarget(facts) || isNewlyIssued(description, now)) return undefined;
  if (isContested(input)) return contested(facts);
  const cause = targetProblem ?? `It was attached to ${targetArn}, but has disappeared again`;
  const reason = `It is in use, but not attached where it was requested. ${cause}.`;
  return { verdict: 'not-attached', reason, healthIssue: { name: 'CertificateNotAttached', notifyOnce: true } };
};

/** Whether it has to be put back once more than this service does; from then on it is left alone until somebody else puts it back. */
const isContested = ({ facts, now }: CheckInput): boolean =>
  facts.targetProblem === undefined &&
  !isAttachedToTarget(facts) &&
  (facts.isLeftAlone || isReattachedTooOften(facts.reattachments, now));

function contested({ targetArn, recreatedTargetArn = targetArn, otherManagers }: CertificateFacts): Finding {
  const managers =
    otherManagers.length > 0
      ? `By their tags, the load balancer and its listener are managed by ${otherManagers.join(', ')}.`
      : 'No tag of the load balancer or its listener says who else manages them.';
  const reason = `It was put back on HTTPS:443 of ${recreatedTargetArn} twice within seven days and removed again, so it is left alone. ${managers}`;
  return { verdict: 'contested', reason, healthIssue: { name: 'AttachmentContested', notifyOnce: true } };
}

/** Whether HTTPS:443 of the load balancer in its tag, or of the one that was created anew, has it. */
export const isAttachedToTarget = ({ targetArn, recreatedTargetArn = targetArn, attachments }: CertificateFacts) =>
  attachments.some(({ loadBalancerArn, port }) => loadBalancerArn === recreatedTargetArn && port === 443);
