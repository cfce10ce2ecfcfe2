import type { IssuanceWait, IssuanceWaits } from '../../shared/ports/state';
import type { Journal } from './journal';

/**
 * The table of waits in memory: one per execution and certificate; a later one replaces an earlier one.
 *
 * @param resume completes the task of a token; ignores a token whose task has ended
 */
export function fakeIssuanceWaits(journal: Journal, resume: (wait: IssuanceWait) => void = () => undefined) {
  const held = new Map<string, IssuanceWait & { readonly expiresAt: Date }>();
  const key = ({ certificateArn, executionArn }: IssuanceWait) => `${certificateArn} ${executionArn}`;
  const ports: IssuanceWaits = {
    async save(wait, expiresAt) {
      journal.change(`issuanceWaits.save ${wait.certificateArn} ${wait.taskToken}`);
      held.set(key(wait), { ...wait, expiresAt });
    },
    async listByCertificate(certificateArn) {
      journal.read(`issuanceWaits.listByCertificate ${certificateArn}`);
      return [...held.values()].filter((wait) => wait.certificateArn === certificateArn);
    },
    async resume(wait) {
      journal.change(`issuanceWaits.resume ${wait.certificateArn} ${wait.taskToken}`);
      resume(wait);
      if (held.get(key(wait))?.taskToken === wait.taskToken) held.delete(key(wait));
    },
  };
  return { ...ports, all: () => [...held.values()] };
}
