import { planRequest } from '../../../cli/plan/plan-request';
import { checkDomain } from '../../../functions/secure/check-domain';
import type { DeploymentPolicy } from '../../../shared/config';
import { EXECUTION } from '../../builders/document';
import { anEvent, aPolicy } from '../../builders/request';
import type { fakeAccount } from '../../fakes/fake-account';

/** Runs CheckDomain and returns its output or error. Expects no changes, and the same error from `acm-autopilot check`. */
export async function runCheckDomain(
  account: ReturnType<typeof fakeAccount>,
  changes: object,
  policy?: Partial<DeploymentPolicy>,
): Promise<unknown> {
  const dependencies = { ...account, policy: aPolicy(policy) };
  const event = anEvent(changes);
  const running = checkDomain({ ...dependencies, cachedHostedZones: account.hostedZones })({
    event,
    executionArn: EXECUTION,
  });
  const result = await running.catch((error: unknown) => error);
  if (result instanceof Error) {
    const { checks, canSucceed } = await planRequest(event.detail, dependencies);
    expect(checks).toContainEqual(expect.objectContaining({ error: result.name, cause: result.message }));
    expect(canSucceed).toBe(false);
  }
  expect(account.journal.changes).toEqual([]);
  return result;
}
