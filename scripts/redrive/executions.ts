import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  paginateListExecutions,
  RedriveExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { Deployment } from './deployment';
import type { Item } from './item';

/** As long as a redrive is possible, and a dead letter kept. */
const DAYS = 14;
const DAY = 86_400_000;
const ENDED_BADLY: ReadonlySet<string | undefined> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** What starts the workflows of requests: an event. */
const byEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.looseObject({ domainName: z.string().optional(), certificateArn: z.string().optional() }),
});
/** What starts keep-certificate. */
const byCertificate = z.looseObject({ certificateArn: z.string() });

/** An execution with what it was given. */
interface Described {
  readonly execution: DescribeExecutionCommandOutput;
  /** The domain or certificate that it is about; the same for every sweep. */
  readonly subject: string;
  /** What was asked, to the letter. */
  readonly request: string;
}

/** The executions of the last 14 days that failed, timed out or were stopped, the oldest first. */
export async function failedExecutions(deployment: Deployment, now: number): Promise<Item[]> {
  const items: Item[] = [];
  for (const stateMachineArn of await deployment.stateMachines()) {
    const listed = await listSince(deployment, stateMachineArn, now - DAYS * DAY);
    const oldest = listed.findIndex(({ status }) => ENDED_BADLY.has(status));
    if (oldest === -1) continue;
    const described: Described[] = [];
    for (const { executionArn } of listed.slice(oldest)) {
      described.push(describe(await deployment.stepFunctions.send(new DescribeExecutionCommand({ executionArn }))));
    }
    items.push(
      ...described.flatMap((each, index) =>
        ENDED_BADLY.has(each.execution.status) ? [itemOf(deployment, each, described.slice(index + 1))] : [],
      ),
    );
  }
  return items;
}

/** The oldest first. */
async function listSince({ stepFunctions }: Deployment, stateMachineArn: string, since: number) {
  const found: ExecutionListItem[] = [];
  for await (const page of paginateListExecutions({ client: stepFunctions }, { stateMachineArn })) {
    const recent = (page.executions ?? []).filter(({ startDate }) => (startDate?.getTime() ?? 0) >= since);
    found.push(...recent);
    if (recent.length < (page.executions ?? []).length) break;
  }
  return found.reverse();
}

function describe(execution: DescribeExecutionCommandOutput): Described {
  const input: unknown = JSON.parse(execution.input ?? '{}');
  const event = byEvent.safeParse(input);
  if (event.success) {
    const { domainName, certificateArn } = event.data.detail;
    const subject = domainName?.toLowerCase() ?? certificateArn ?? event.data['detail-type'];
    return { execution, subject, request: JSON.stringify(event.data.detail) };
  }
  const certificate = byCertificate.safeParse(input);
  const subject = certificate.success ? certificate.data.certificateArn : 'sweep';
  return { execution, subject, request: subject };
}

function itemOf(deployment: Deployment, { execution, subject, request }: Described, later: readonly Described[]): Item {
  const { error, executionArn = '', status } = execution;
  const workflow = execution.stateMachineArn
    ?.split(':')
    .at(-1)
    ?.slice(deployment.stack.length + 1);
  const common = {
    id: execution.name ?? '',
    what: `${workflow} ${subject}: ${status}${error ? ` ${error}` : ''}\n      ${executionArn}`,
  };
  const about = later.filter((each) => each.subject === subject);
  const answer =
    about.find((each) => each.execution.status === 'SUCCEEDED' || each.execution.status === 'RUNNING') ??
    about.find((each) => each.request === request);
  if (answer) {
    const since = `${String(answer.execution.status).toLowerCase()} since: ${answer.execution.executionArn}`;
    return { ...common, plan: `nothing to do: a later one for the same ${since}` };
  }
  if (status !== 'FAILED' && execution.redriveStatus === 'REDRIVABLE') {
    return {
      ...common,
      plan: 'redrive it from the state in which it was',
      async replay() {
        await deployment.stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
        return `redriven: ${executionArn}`;
      },
    };
  }
  return { ...common, ...repeat(deployment, execution) };
}

/** A redrive of an execution that ended in a Fail state would only enter that state again. */
function repeat(deployment: Deployment, execution: DescribeExecutionCommandOutput): Pick<Item, 'plan' | 'replay'> {
  const { executionArn = '', stateMachineArn = '' } = execution;
  const input: unknown = JSON.parse(execution.input ?? '{}');
  const event = byEvent.safeParse(input);
  if (event.success && !event.data.source.startsWith('aws.')) {
    return {
      plan: `put its "${event.data['detail-type']}" on the bus again`,
      replay: async () => `on the bus again as event ${await deployment.putAgain(event.data)}, for ${executionArn}`,
    };
  }
  return {
    plan: 'start it again with the same input',
    replay: async () => `started ${await deployment.start(stateMachineArn, input)}, for ${executionArn}`,
  };
}
