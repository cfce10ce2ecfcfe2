import * as z from 'zod';
import type { DescribedExecution, Executions } from '../aws/executions';
import type { Deployment } from '../aws/deployment';
import type { Replays } from '../aws/replays';
import { contracts } from '../../events/contracts';
import { workflowOf } from '../../terminal/workflow-of';
import type { Item } from './item';

/** As long as a redrive is possible, and a dead letter kept. */
const DAYS = 14;
const DAY = 86_400_000;
const ENDED_BADLY: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** What starts the workflows of requests: an event. */
const byEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.looseObject({ domainName: z.string().optional(), certificateArn: z.string().optional() }),
});
/** What starts reconcile-certificate. */
const byCertificate = z.looseObject({ certificateArn: z.string() });

/** An execution with what it was asked. */
interface Asked {
  readonly execution: DescribedExecution;
  /** The domain or certificate that it is about; the same for every sweep. */
  readonly subject: string;
  /** What was asked, to the letter. */
  readonly request: string;
}

/**
 * The executions of the last 14 days that failed, timed out or were stopped, the oldest first.
 *
 * @param looked called with each execution that was looked at
 */
export async function failedExecutions(
  { executions, workflows }: Pick<Deployment, 'executions' | 'workflows'>,
  replays: Replays,
  now: number,
  looked: () => void,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const workflow of Object.values(workflows)) {
    const asked = await askedOf(workflow, executions, new Date(now - DAYS * DAY), looked);
    for (const [index, each] of asked.entries()) {
      if (!ENDED_BADLY.has(each.execution.status)) continue;
      const name = workflowOf(workflow);
      items.push(itemOf(each, asked.slice(index + 1), workflow, name, replays));
    }
  }
  return items;
}

/** From the first that ended badly on: what came later may have answered it. */
async function askedOf(workflow: string, executions: Executions, since: Date, looked: () => void): Promise<Asked[]> {
  const listed = await executions.since(workflow, since);
  const first = listed.findIndex(({ status }) => ENDED_BADLY.has(status));
  const asked: Asked[] = [];
  for (const { executionArn } of first === -1 ? [] : listed.slice(first)) {
    asked.push(askedBy(await executions.describe(executionArn)));
    looked();
  }
  return asked;
}

function askedBy(execution: DescribedExecution): Asked {
  const event = byEvent.safeParse(execution.input);
  if (event.success) {
    const { domainName, certificateArn } = event.data.detail;
    const subject = domainName?.toLowerCase() ?? certificateArn ?? event.data['detail-type'];
    return { execution, subject, request: JSON.stringify(event.data.detail) };
  }
  const certificate = byCertificate.safeParse(execution.input);
  const subject = certificate.success ? certificate.data.certificateArn : 'sweep';
  return { execution, subject, request: subject };
}

function itemOf(
  { execution, subject, request }: Asked,
  later: readonly Asked[],
  workflow: string,
  workflowName: string,
  replays: Replays,
): Item {
  const { error, cause, executionArn, status, isRedrivable } = execution;
  const what = `${workflowName} ${subject}: ${status}${error === undefined ? '' : ` ${error}`}`;
  const [why = ''] = cause?.split('\n') ?? [];
  const common = { id: nameOf(executionArn), what, executionArn, ...(why !== '' && { cause: why }) };
  const about = later.filter((each) => each.subject === subject);
  const answer =
    about.find((each) => each.execution.status === 'SUCCEEDED' || each.execution.status === 'RUNNING') ??
    about.find((each) => each.request === request);
  if (answer) {
    const since = `${answer.execution.status.toLowerCase()} since: ${answer.execution.executionArn}`;
    return { ...common, isOvertaken: true, plan: `nothing to do: a later execution for the same ${since}` };
  }
  if (status !== 'FAILED' && isRedrivable) {
    return {
      ...common,
      plan: 'redrive it from the state it was in',
      async replay() {
        await replays.redrive(executionArn);
        return `redriven: ${executionArn}`;
      },
    };
  }
  return { ...common, ...repeat(execution, workflow, replays) };
}

/** A redrive of an execution that ended in a Fail state would only enter that state again. */
function repeat(
  { executionArn, input }: DescribedExecution,
  workflow: string,
  replays: Replays,
): Pick<Item, 'plan' | 'replay' | 'isFutile'> {
  const event = byEvent.safeParse(input);
  if (event.success && !event.data.source.startsWith('aws.')) {
    const isFutile = breaksContract(event.data);
    return {
      isFutile,
      plan: isFutile
        ? 'correct the event and emit it anew: the same can only fail again'
        : `put its "${event.data['detail-type']}" on the bus again`,
      replay: async () => `on the bus again as event ${await replays.putAgain(event.data)}, for ${executionArn}`,
    };
  }
  return {
    plan: 'start it again with the same input',
    replay: async () => `started ${await replays.start(workflow, input)}, for ${executionArn}`,
  };
}

/** arn:aws:states:<region>:<account>:stateMachine:<name>, and of an execution: …:execution:<state machine>:<name> */
const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';

/** Whether an event breaks its contract: whatever else is wrong with a request may have been cured by a deployment. */
function breaksContract(event: z.output<typeof byEvent>): boolean {
  const contract = Object.values(contracts).find(({ detailType }) => detailType === event['detail-type']);
  return contract !== undefined && !contract.detail.safeParse(event.detail).success;
}
