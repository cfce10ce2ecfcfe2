import { readRequest, type CheckedRequest } from './read-request';
import { explain } from '../errors';
import { checkRequest, type RequestSources } from './check-request';
import type { Check, CheckResult, Plan } from './plan';
import { plannedChanges } from './planned-changes';

/**
 * Plans a request with the checks of the workflow's first step, all of them even if one fails, and with the decisions of its later
 * steps. Calls only APIs that read.
 */
export async function planRequest(detail: unknown, sources: RequestSources): Promise<Plan> {
  const { results, check } = checklist();
  const request = await check('names', async () => readRequest({ detail }, sources.policy), namesText(sources));
  const findings = request && (await checkRequest(request, sources, check));
  const canSucceed = results.every(({ error }) => error === undefined);
  return {
    domainNames: request?.domainNames ?? [],
    canSucceed,
    checks: results,
    changes: canSucceed && findings ? plannedChanges(request, findings) : [],
  };
}

function checklist(): { readonly results: readonly CheckResult[]; readonly check: Check } {
  const results: CheckResult[] = [];
  return {
    results,
    async check(name, run, describe) {
      try {
        const found = await run();
        results.push({ name, found: describe(found) });
        return found;
      } catch (error) {
        const { name: errorName, message, advice } = explain(error);
        results.push({ name, error: errorName, cause: message, advice });
        return undefined;
      }
    },
  };
}

const namesText =
  ({ policy, stack }: RequestSources) =>
  ({ domainNames }: CheckedRequest) =>
    `${domainNames.length} of at most ${policy.namesPerCertificate} on one certificate, all within what ${stack} may manage`;
