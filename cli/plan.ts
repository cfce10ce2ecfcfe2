import { type CheckedRequest, readRequest } from './checked-request';
import { checkRequest, type RequestSources } from './check-request';
import { checklist, type CheckResult } from './checklist';
import type { PlannedChange } from './planned-change';
import { plannedChanges } from './planned-changes';

/** What a request would come to. */
export interface Plan {
  readonly domainNames: readonly string[];
  readonly canSucceed: boolean;
  readonly looks: readonly CheckResult[];
  readonly changes: readonly PlannedChange[];
}

/**
 * Does everything that the workflow's first step does, with its own checks, and goes on: past an obstacle to the next check, and
 * past the last one to what the later steps would create, change and leave. Calls read APIs only.
 */
export async function planRequest(detail: unknown, sources: RequestSources): Promise<Plan> {
  const { results, check } = checklist();
  const request = await check('names', async () => readRequest({ detail }, sources.policy), namesWords(sources));
  const findings = request && (await checkRequest(request, sources, check));
  const canSucceed = results.every(({ error }) => error === undefined);
  return {
    domainNames: request?.domainNames ?? [],
    canSucceed,
    looks: results,
    changes: canSucceed && findings ? plannedChanges(request, findings) : [],
  };
}

const namesWords =
  ({ policy, stack }: RequestSources) =>
  ({ domainNames }: CheckedRequest) =>
    `${domainNames.length} of at most ${policy.namesPerCertificate} on one certificate, all within what ${stack} may manage`;
