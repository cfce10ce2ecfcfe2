import type { IssuanceWait, IssuanceWaits } from '../../shared/ports/state';
import type { Journal } from './journal';

/**
 * The table of waits in memory: one an execution and certificate, the latest in place of the earlier one.
 *
 * @param resume answers the task token; a token of a task that has ended is none of its business
 */
export function fakeIssuanceWaits(journal: Journal, resume: (wait: IssuanceWait) => void = () => undefined) {
  const held = new Map<string, IssuanceWait & { readonly expiresAt: Date }>();
  const key = ({ certificateArn, executionArn }: IssuanceWait) => `${certificateArn} ${executionArn}`;
  const ports: IssuanceWaits = {
    async remember(wait, expiresAt) {
      journal.change(`issuanceWaits.remember ${wait.certificateArn} ${wait.taskToken}`);
      held.set(key(wait), { ...wait, expiresAt });
    },
    async waitingFor(certificateArn) {
      journal.read(`issuanceWaits.waitingFor ${certificateArn}`);
      return [...held.values()].filter((wait) => wait.certificateArn === certificateArn);
    },
    async end(wait) {
      journal.change(`issuanceWaits.end ${wait.certificateArn} ${wait.taskToken}`);
      resume(wait);
      if (held.get(key(wait))?.taskToken === wait.taskToken) held.delete(key(wait));
    },
  };
  return { ...ports, all: () => [...held.values()] };
}
