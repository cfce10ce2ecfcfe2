import { planRequest } from '../../../cli/plan/plan-request';
import { checkDomain } from '../../../functions/secure/check-domain';
import type { Policy } from '../../../shared/config';
import { EXECUTION } from '../../builders/document';
import { anEvent, aPolicy } from '../../builders/request';
import type { fakeAccount } from '../../fakes/fake-account';

/**
 * What CheckDomain gives for a request, or the error that it refuses it with. Nothing is changed by it, and `acm-autopilot check`,
 * which promises the service's own checks, finds the same error.
 */
export async function askedOfTheStep(
  account: ReturnType<typeof fakeAccount>,
  changes: object,
  policy?: Partial<Policy>,
): Promise<unknown> {
  const dependencies = { ...account, policy: aPolicy(policy) };
  const event = anEvent(changes);
  const checking = checkDomain({ ...dependencies, cachedHostedZones: account.hostedZones })({
    event,
    executionArn: EXECUTION,
  });
  const result = await checking.catch((error: unknown) => error);
  if (result instanceof Error) {
    const { checks, canSucceed } = await planRequest(event.detail, dependencies);
    expect(checks).toContainEqual(expect.objectContaining({ error: result.name, cause: result.message }));
    expect(canSucceed).toBe(false);
  }
  expect(account.journal.changes).toEqual([]);
  return result;
}
