import { mapConcurrent } from '../shared/map-concurrent';
import { gatherFacts, type GatheredFacts } from '../shared/assess/gather-facts';
import { assess } from '../shared/domain/assessment/assessment';
import { coversName } from '../shared/domain/names/certificate-names';
import { withoutTrailingDot } from '../shared/domain/names/domain-name';
import type { LastNotified } from '../shared/domain/notification/health-issue-notification';
import type { Assessment } from '../shared/domain/assessment/verdict';
import { workflowOf } from '../terminal/console';
import type { Deployment } from './aws/deployment';
import type { DescribedExecution } from './aws/executions';
import type { Screen } from './output/screen';

/** A certificate: its facts, the verdict on them, and the last notification about it. */
export interface InspectedCertificate extends GatheredFacts {
  readonly assessment: Assessment;
  readonly lastNotified?: LastNotified | undefined;
}

/** Assesses a certificate as the service does before it acts. */
export async function inspectCertificate(
  certificateArn: string,
  deployment: Deployment,
): Promise<InspectedCertificate> {
  const gathered = await gatherFacts(certificateArn, deployment);
  const { lastNotified: lastNotified } = await deployment.certificateStates.get(certificateArn);
  return { ...gathered, assessment: assess(gathered.facts, new Date(), deployment.lifecycle), lastNotified };
}

/** Inspects every certificate of the Region that clients accept for a domain. */
export async function inspectDomain(
  domainName: string,
  deployment: Deployment,
  screen: Screen,
): Promise<InspectedCertificate[]> {
  const listed = await deployment.certificates.list();
  const covering = listed.filter(({ domainNames }) => coversName(domainNames, domainName));
  const inspected: InspectedCertificate[] = [];
  for (const { certificateArn } of covering) {
    screen.progress(`inspecting ${certificateArn}`);
    inspected.push(await inspectCertificate(certificateArn, deployment));
  }
  return inspected;
}

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

/** How many of the latest executions of each workflow are searched for attempts. */
export const EXECUTIONS_SEARCHED = 30;
const CONCURRENT_CALLS = 4;

/**
 * Finds the latest executions about these domains and certificates, the newest first.
 *
 * @param onExecution called for each execution that was searched
 */
export async function findAttempts(
  domainNames: readonly string[],
  certificateArns: readonly string[],
  { executions, workflows }: Pick<Deployment, 'executions' | 'workflows'>,
  onExecution: () => void,
): Promise<Attempt[]> {
  const { secureDomain, retireDomain, rollbackDomain, reconcileCertificate } = workflows;
  const latest = await Promise.all(
    [secureDomain, retireDomain, rollbackDomain, reconcileCertificate].map((workflow) =>
      executions.latest(workflow, EXECUTIONS_SEARCHED),
    ),
  );
  const described = await mapConcurrent(CONCURRENT_CALLS, latest.flat(), async ({ executionArn }) => {
    const execution = await executions.describe(executionArn);
    onExecution();
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

/** A request names its domain or certificate in the event's detail; other executions have the ARN at the top. */
function subjectsOf(input: unknown): string[] {
  const { detail, certificateArn } = (input ?? {}) as { detail?: unknown; certificateArn?: unknown };
  const requested = (detail ?? {}) as { domainName?: unknown; certificateArn?: unknown };
  return [certificateArn, requested.certificateArn, requested.domainName].flatMap((subject) =>
    typeof subject === 'string' ? [subject.startsWith('arn:') ? subject : withoutTrailingDot(subject)] : [],
  );
}
