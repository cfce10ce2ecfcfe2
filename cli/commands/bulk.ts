import { domainRequested } from '../../events/domain-requested';
import { readRequest, type CheckedRequest } from '../plan/read-request';
import { requireAllowedLoadBalancer } from '../../shared/preflight/find-target';
import { loadBalancerName } from '../../shared/domain/target/load-balancer';
import { InvalidRequestError } from '../../shared/errors';
import { counted } from '../../terminal/console';
import type { RequestDetail } from '../args/request-options';
import type { Deployment } from '../aws/deployment';
import type { Line } from '../bulk/csv';
import { openBulkProgress, type BulkProgress } from '../bulk/progress';
import { COLUMNS, readRequestFile } from '../bulk/request-file';
import { command } from '../command';
import { explain } from '../errors';
import type { Screen } from '../output/screen';
import { table } from '../output/table';

const USAGE = `npx acm-autopilot bulk <file>

Requests every domain in a .csv or .jsonl file. Every line is checked first, against the contract and against what the deployment
may manage; if any line is invalid, nothing is emitted. What was emitted is recorded beside the file, in <file>.autopilot.json:
run the command again to emit the rest. To replay what was emitted and then failed: npx acm-autopilot redrive.

The first line of a CSV file names its columns; only domainName is required:
  ${COLUMNS.slice(0, 5).join(', ')},
  ${COLUMNS.slice(5).join(', ')}
Separate several alternativeNames with spaces. Each line of a JSON Lines file is the detail of a "Domain Requested" event.

Example:

  npx acm-autopilot bulk domains.csv
`;

/** The outcome of one line. */
interface Outcome {
  readonly line: number;
  readonly domainName: string;
  readonly outcome: 'emitted' | 'already emitted' | 'refused' | 'invalid';
  readonly eventId?: string;
  readonly reason?: string;
  /** The line follows the contract, but the deployment does not allow it. */
  readonly isNotAllowed?: boolean;
}
type Request = Line<RequestDetail>;

/** Requests many domains. */
export const bulk = command(USAGE, {}, [1, 1], async ({ operands, screen, sameDeployment, connect }) => {
  const [file = ''] = operands;
  const lines = readRequestFile(file);
  const deployment = await connect();
  const invalid = invalidLines(lines, deployment);
  if (invalid.length > 0) {
    report(invalid, screen);
    screen.print(
      `\n${invalid.length} of ${counted(lines.length, 'line')} ${invalid.length === 1 ? 'is' : 'are'} invalid. Nothing was emitted. Correct the file and run the command again.`,
    );
    return invalid.every(({ isNotAllowed }) => isNotAllowed === true) ? 1 : 2;
  }

  const { account, region, stack } = deployment;
  const progress = openBulkProgress(file, `${account} ${region} ${stack}`);
  const outcomes = await emit(lines as readonly Request[], deployment, progress, screen);
  report(outcomes, screen);
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length;
  const emitted = outcomes.filter(({ outcome }) => outcome === 'emitted').length;
  screen.print(
    `\n${emitted} emitted, ${outcomes.length - emitted - refused} already emitted, ${refused} refused; recorded in ${progress.path}.`,
  );
  if (refused > 0) screen.print('Run the command again to retry those that were refused.');
  screen.print(
    `To see what failed: npx acm-autopilot redrive${sameDeployment}; what succeeded: npx acm-autopilot list${sameDeployment}`,
  );
  return refused > 0 ? 1 : 0;
});

function invalidLines(lines: readonly Line<unknown>[], { policy }: Deployment): Outcome[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ number, value }): Outcome[] => {
    try {
      const { domainName, domainNames, keyAlgorithm, target } = readRequest({ detail: value }, policy);
      const loadBalancer = targetName(target);
      if (loadBalancer !== undefined) requireAllowedLoadBalancer(loadBalancer, policy);
      const request = [keyAlgorithm, ...domainNames].join(' ');
      const firstLine = seen.get(request);
      seen.set(request, number);
      return firstLine === undefined
        ? []
        : [{ line: number, domainName, outcome: 'invalid', reason: `duplicate of line ${firstLine}` }];
    } catch (error) {
      const { name, message } = explain(error);
      const isNotAllowed = !(error instanceof InvalidRequestError);
      const reason = `${name}: ${message}`;
      return [{ line: number, domainName: domainOf(value), outcome: 'invalid', reason, isNotAllowed }];
    }
  });
}

function targetName({ loadBalancer, listenerArn }: CheckedRequest['target']): string | undefined {
  const target = loadBalancer ?? listenerArn;
  return target?.startsWith('arn:') ? loadBalancerName(target) : target;
}

function domainOf(value: unknown): string {
  const { domainName } = (value ?? {}) as { domainName?: unknown };
  return typeof domainName === 'string' ? domainName : '';
}

async function emit(
  lines: readonly Request[],
  { sender }: Deployment,
  progress: BulkProgress,
  screen: Screen,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < lines.length; from += sender.batchSize) {
    const batch = lines.slice(from, from + sender.batchSize);
    const pending = batch.filter(({ value }) => progress.eventOf(value) === undefined);
    const sent =
      pending.length > 0
        ? await sender.send(
            domainRequested,
            pending.map(({ value }) => value),
          )
        : [];
    const emitted = pending.flatMap(({ value }, index) => {
      const answer = sent[index];
      return answer && 'eventId' in answer ? [{ detail: value, eventId: answer.eventId }] : [];
    });
    if (emitted.length > 0) progress.record(emitted);
    for (const request of batch) {
      const answer = sent[pending.indexOf(request)];
      const common = { line: request.number, domainName: request.value.domainName };
      if (answer && 'refused' in answer) outcomes.push({ ...common, outcome: 'refused', reason: answer.refused });
      else {
        const eventId = progress.eventOf(request.value) ?? '';
        outcomes.push({ ...common, outcome: answer ? 'emitted' : 'already emitted', eventId });
      }
    }
    screen.progress(`${outcomes.length} of ${lines.length} lines`);
  }
  return outcomes;
}

const COLOURS = { emitted: 'green', 'already emitted': 'dim', refused: 'red', invalid: 'red' } as const;

function report(outcomes: readonly Outcome[], screen: Screen): void {
  screen.printJson({ lines: outcomes });
  screen.print();
  const rows = outcomes.map(({ line, domainName, outcome, eventId, reason }) => [
    { text: String(line).padStart(4) },
    { text: domainName },
    { text: outcome, colour: COLOURS[outcome] },
    { text: reason ?? eventId ?? '' },
  ]);
  for (const line of table(['LINE', 'DOMAIN', 'OUTCOME', 'EVENT'], rows)) screen.print(`  ${line}`);
}
