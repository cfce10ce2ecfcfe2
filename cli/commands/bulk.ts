import { domainRequested } from '../../events/domain-requested';
import { loadBalancerName } from '../../shared/domain/target/load-balancer';
import { InvalidRequestError } from '../../shared/errors';
import { requireAllowedLoadBalancer } from '../../shared/preflight/find-target';
import { type CheckedRequest, readRequest } from '../checked-request';
import { counted } from '../../terminal/counted';
import type { Deployment } from '../aws/deployment';
import { COLUMNS, readBulkFile } from '../bulk-file';
import { type BulkProgress, openBulkProgress } from '../bulk-progress';
import { command } from '../command';
import type { Line } from '../csv';
import { explained } from '../failure';
import type { RequestDetail } from '../request-options';
import type { Screen } from '../screen';
import { table } from '../table';

const USAGE = `npx acm-autopilot bulk <file>

Requests every domain in a .csv or .jsonl file. Every line is checked first, against the contract and against what the deployment
may manage; if any line is wrong, nothing is emitted. What was emitted is recorded beside the file, in <file>.autopilot.json:
run the command again to emit the rest. To replay what was emitted and then failed: npx acm-autopilot redrive.

The first line of a CSV file names its columns; only domainName is required:
  ${COLUMNS.slice(0, 5).join(', ')},
  ${COLUMNS.slice(5).join(', ')}
Separate several alternativeNames with spaces. Each line of a JSON Lines file is the detail of a "Domain Requested" event.

Example:

  npx acm-autopilot bulk domains.csv
`;

/** What became of one line. */
interface Outcome {
  readonly line: number;
  readonly domainName: string;
  readonly outcome: 'emitted' | 'emitted before' | 'refused' | 'wrong';
  readonly eventId?: string;
  readonly why?: string;
  /** The line is as it must be, and the deployment does not allow it. */
  readonly isRefused?: boolean;
}
type Request = Line<RequestDetail>;

/** Asks for many domains. */
export const bulk = command(USAGE, {}, [1, 1], async ({ operands, screen, same, connect }) => {
  const [file = ''] = operands;
  const lines = readBulkFile(file);
  const deployment = await connect();
  const wrong = wrongLines(lines, deployment);
  if (wrong.length > 0) {
    report(wrong, screen);
    screen.say(
      `\n${wrong.length} of ${counted(lines.length, 'line')} ${wrong.length === 1 ? 'is' : 'are'} wrong. Nothing was emitted. Correct the file and run the command again.`,
    );
    return wrong.every(({ isRefused }) => isRefused === true) ? 1 : 2;
  }

  const { account, region, stack } = deployment;
  const progress = openBulkProgress(file, `${account} ${region} ${stack}`);
  const outcomes = await emit(lines as readonly Request[], deployment, progress, screen);
  report(outcomes, screen);
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length;
  const emitted = outcomes.filter(({ outcome }) => outcome === 'emitted').length;
  screen.say(
    `\n${emitted} emitted, ${outcomes.length - emitted - refused} emitted before, ${refused} refused; recorded in ${progress.path}.`,
  );
  if (refused > 0) screen.say('Run the command again to retry those that were refused.');
  screen.say(`To see what failed: npx acm-autopilot redrive${same}; what succeeded: npx acm-autopilot list${same}`);
  return refused > 0 ? 1 : 0;
});

function wrongLines(lines: readonly Line<unknown>[], { policy }: Deployment): Outcome[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ number, value }): Outcome[] => {
    try {
      const { domainName, domainNames, keyAlgorithm, target } = readRequest({ detail: value }, policy);
      const loadBalancer = nameOf(target);
      if (loadBalancer !== undefined) requireAllowedLoadBalancer(loadBalancer, policy);
      const request = [keyAlgorithm, ...domainNames].join(' ');
      const twin = seen.get(request);
      seen.set(request, number);
      return twin === undefined
        ? []
        : [{ line: number, domainName, outcome: 'wrong', why: `the same as line ${twin}` }];
    } catch (error) {
      const { name, message } = explained(error);
      const isRefused = !(error instanceof InvalidRequestError);
      return [{ line: number, domainName: nameIn(value), outcome: 'wrong', why: `${name}: ${message}`, isRefused }];
    }
  });
}

function nameOf({ loadBalancer, listenerArn }: CheckedRequest['target']): string | undefined {
  const target = loadBalancer ?? listenerArn;
  return target?.startsWith('arn:') ? loadBalancerName(target) : target;
}

function nameIn(value: unknown): string {
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
  for (let from = 0; from < lines.length; from += sender.mostAtOnce) {
    const batch = lines.slice(from, from + sender.mostAtOnce);
    const left = batch.filter(({ value }) => progress.eventOf(value) === undefined);
    const sent =
      left.length > 0
        ? await sender.send(
            domainRequested,
            left.map(({ value }) => value),
          )
        : [];
    const emitted = left.flatMap(({ value }, index) => {
      const answer = sent[index];
      return answer && 'eventId' in answer ? [{ detail: value, eventId: answer.eventId }] : [];
    });
    if (emitted.length > 0) progress.note(emitted);
    for (const request of batch) {
      const answer = sent[left.indexOf(request)];
      const common = { line: request.number, domainName: request.value.domainName };
      if (answer && 'refused' in answer) outcomes.push({ ...common, outcome: 'refused', why: answer.refused });
      else {
        const eventId = progress.eventOf(request.value) ?? '';
        outcomes.push({ ...common, outcome: answer ? 'emitted' : 'emitted before', eventId });
      }
    }
    screen.progress(`${outcomes.length} of ${lines.length} lines`);
  }
  return outcomes;
}

const COLOURS = { emitted: 'green', 'emitted before': 'dim', refused: 'red', wrong: 'red' } as const;

function report(outcomes: readonly Outcome[], screen: Screen): void {
  screen.answer({ lines: outcomes });
  screen.say();
  const rows = outcomes.map(({ line, domainName, outcome, eventId, why }) => [
    { text: String(line).padStart(4) },
    { text: domainName },
    { text: outcome, colour: COLOURS[outcome] },
    { text: why ?? eventId ?? '' },
  ]);
  for (const line of table(['LINE', 'DOMAIN', 'OUTCOME', 'EVENT'], rows)) screen.say(`  ${line}`);
}
