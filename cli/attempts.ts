import { withoutTrailingDot } from '../shared/domain/names/domain-name';
import { mapConcurrent } from '../shared/map-concurrent';
import { workflowOf } from '../terminal/workflow-of';
import type { Deployment } from './aws/deployment';
import type { DescribedExecution } from './aws/executions';

/** An execution that was about a domain or a certificate. */
export interface Attempt {
  readonly workflow: string;
  readonly executionArn: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly stoppedAt?: Date | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** How many executions of each workflow are looked at. */
export const LATEST_LOOKED_AT = 30;
const AT_ONCE = 4;

/**
 * Finds the executions about these domains and certificates among the latest of each workflow, the newest first.
 *
 * @param looked called with each execution that was looked at
 */
export async function attemptsAbout(
  domainNames: readonly string[],
  certificateArns: readonly string[],
  { executions, workflows }: Pick<Deployment, 'executions' | 'workflows'>,
  looked: () => void,
): Promise<Attempt[]> {
  const { secureDomain, retireDomain, reconcileCertificate } = workflows;
  const latest = await Promise.all(
    [secureDomain, retireDomain, reconcileCertificate].map((workflow) => executions.latest(workflow, LATEST_LOOKED_AT)),
  );
  const described = await mapConcurrent(AT_ONCE, latest.flat(), async ({ executionArn }) => {
    const execution = await executions.describe(executionArn);
    looked();
    return execution;
  });
  const subjects = new Set([...domainNames, ...certificateArns]);
  return described
    .filter(({ input }) => subjectsOf(input).some((subject) => subjects.has(subject)))
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
    .map(({ input: _, isRedrivable: __, ...execution }: DescribedExecution) => ({
      workflow: workflowOf(execution.executionArn),
      ...execution,
    }));
}

/** What an execution is about: a request names its domain or certificate in the event's detail, reconcile-certificate at once. */
function subjectsOf(input: unknown): string[] {
  const { detail, certificateArn } = (input ?? {}) as { detail?: unknown; certificateArn?: unknown };
  const named = (detail ?? {}) as { domainName?: unknown; certificateArn?: unknown };
  return [certificateArn, named.certificateArn, named.domainName].flatMap((subject) =>
    typeof subject === 'string' ? [subject.startsWith('arn:') ? subject : withoutTrailingDot(subject)] : [],
  );
}
