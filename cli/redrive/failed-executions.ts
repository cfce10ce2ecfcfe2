import * as z from 'zod';
import { contracts } from '../../events/contracts';
import { workflowOf } from '../../terminal/console';
import type { Deployment } from '../aws/deployment';
import type { DescribedExecution, Executions } from '../aws/executions';
import type { Replays } from '../aws/replays';
import type { FailedItem } from './failed-item';

/** As long as an execution can be redriven, and a dead letter is retained. */
const DAYS = 14;
const DAY = 86_400_000;
const UNSUCCESSFUL: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** The input of a workflow that an event starts. */
const eventInput = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.looseObject({ domainName: z.string().optional(), certificateArn: z.string().optional() }),
});
/** The input of reconcile-certificate. */
const certificateInput = z.looseObject({ certificateArn: z.string() });

/** An execution with what was requested. */
interface RequestedExecution {
  readonly execution: DescribedExecution;
  /** The domain or certificate that it is about; the same for every sweep. */
  readonly subject: string;
  /** Equal for equal requests. */
  readonly request: string;
}

/**
 * The executions of the last 14 days that failed, timed out or were stopped, the oldest first.
 *
 * @param onExecution called for each execution that was read
 */
export async function failedExecutions(
  { executions, workflows }: Pick<Deployment, 'executions' | 'workflows'>,
  replays: Replays,
  now: number,
  onExecution: () => void,
): Promise<FailedItem[]> {
  const items: FailedItem[] = [];
  for (const workflow of Object.values(workflows)) {
    const requested = await requestedExecutions(workflow, executions, new Date(now - DAYS * DAY), onExecution);
    for (const [index, each] of requested.entries()) {
      if (!UNSUCCESSFUL.has(each.execution.status)) continue;
      const name = workflowOf(workflow);
      items.push(itemOf(each, requested.slice(index + 1), workflow, name, replays));
    }
  }
  return items;
}

/** From the first unsuccessful one on: later ones may supersede it. */
async function requestedExecutions(
  workflow: string,
  executions: Executions,
  since: Date,
  onExecution: () => void,
): Promise<RequestedExecution[]> {
  const listed = await executions.since(workflow, since);
  const first = listed.findIndex(({ status }) => UNSUCCESSFUL.has(status));
  const requested: RequestedExecution[] = [];
  for (const { executionArn } of first === -1 ? [] : listed.slice(first)) {
    requested.push(withRequest(await executions.describe(executionArn)));
    onExecution();
  }
  return requested;
}

function withRequest(execution: DescribedExecution): RequestedExecution {
  const event = eventInput.safeParse(execution.input);
  if (event.success) {
    const { domainName, certificateArn } = event.data.detail;
    const subject = domainName?.toLowerCase() ?? certificateArn ?? event.data['detail-type'];
    return { execution, subject, request: JSON.stringify(event.data.detail) };
  }
  const certificate = certificateInput.safeParse(execution.input);
  const subject = certificate.success ? certificate.data.certificateArn : 'sweep';
  return { execution, subject, request: subject };
}

function itemOf(
  { execution, subject, request }: RequestedExecution,
  later: readonly RequestedExecution[],
  workflow: string,
  workflowName: string,
  replays: Replays,
): FailedItem {
  const { error, cause, executionArn, status, isRedrivable } = execution;
  const description = `${workflowName} ${subject}: ${status}${error === undefined ? '' : ` ${error}`}`;
  const [why = ''] = cause?.split('\n') ?? [];
  const common = { id: nameOf(executionArn), description, executionArn, ...(why !== '' && { cause: why }) };
  const sameSubject = later.filter((each) => each.subject === subject);
  const superseding =
    sameSubject.find((each) => each.execution.status === 'SUCCEEDED' || each.execution.status === 'RUNNING') ??
    sameSubject.find((each) => each.request === request);
  if (superseding) {
    const { status: laterStatus, executionArn: laterArn } = superseding.execution;
    const plan = `nothing to do: superseded by a later execution (${laterStatus}): ${laterArn}`;
    return { ...common, isSuperseded: true, plan };
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
  return { ...common, ...repetition(execution, workflow, replays) };
}

/** Of an execution that ended in a Fail state: a redrive would only enter that state again. */
function repetition(
  { executionArn, input }: DescribedExecution,
  workflow: string,
  replays: Replays,
): Pick<FailedItem, 'plan' | 'replay' | 'isFutile'> {
  const event = eventInput.safeParse(input);
  if (event.success && !event.data.source.startsWith('aws.')) {
    const isFutile = breaksContract(event.data);
    return {
      isFutile,
      plan: isFutile
        ? 'correct the event and emit it anew: the same event can only fail again'
        : `emit its "${event.data['detail-type']}" again`,
      replay: async () => `emitted again as event ${await replays.emit(event.data)}, for ${executionArn}`,
    };
  }
  return {
    plan: 'start it again with the same input',
    replay: async () => `started ${await replays.start(workflow, input)}, for ${executionArn}`,
  };
}

/** arn:aws:states:<region>:<account>:stateMachine:<name>, and of an execution: …:execution:<state machine>:<name> */
const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';

/** Whether an event breaks its contract; any other cause of failure may have been fixed by a deployment. */
function breaksContract(event: z.output<typeof eventInput>): boolean {
  const contract = Object.values(contracts).find(({ detailType }) => detailType === event['detail-type']);
  return contract !== undefined && !contract.detail.safeParse(event.detail).success;
}
