import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions } from 'local-aws/clients';
import { emit } from '../emit';
import { executionsOf, type AcceptedEvent } from './accepted-event';
import { outcomeOf } from './outcomes';
import type { Environment } from './environment';
import type { Story } from './story';

/**
 * Does what a notified person does: emits each outstanding event again or, every other time, starts its failed
 * execution again with the same input ("New execution" in the console: a redrive would begin at the Fail state in which
 * the execution ended). Returns their number.
 */
export async function repeatUnfinished(
  environment: Environment,
  events: readonly AcceptedEvent[],
  story: Story,
): Promise<number> {
  const { cloud } = environment;
  const client = new SFNClient(clientOptions(cloud));
  const unfinished = outstanding(events, (accepted) => outcomeOf(environment, accepted) === 'done');
  for (const [index, accepted] of unfinished.entries()) {
    const failed = executionsOf(environment, accepted).find(({ status }) => status === 'FAILED');
    if (failed && index % 2 === 1) {
      story.add(`the execution ${failed.name} is started again`);
      const { stateMachineArn, input } = failed;
      await client.send(new StartExecutionCommand({ stateMachineArn, input }));
    } else {
      story.add(`${accepted.detailType} ${JSON.stringify(accepted.detail)} is emitted again`);
      await emit(environment, accepted.detailType, accepted.detail);
    }
    // A person takes some time.
    await cloud.clock.advance(10 * 60_000);
  }
  client.destroy();
  return unfinished.length;
}

/**
 * What has to be repeated, in order: unfinished events, and removals after a request that is only done now, because
 * that request restores what was removed.
 */
export function outstanding(
  events: readonly AcceptedEvent[],
  isDone: (accepted: AcceptedEvent) => boolean,
): AcceptedEvent[] {
  const again: AcceptedEvent[] = [];
  for (const accepted of events) {
    const { action } = accepted;
    const isUndone =
      action.kind === 'remove' &&
      again.some(
        ({ action: before }) =>
          before.kind === 'request' &&
          before.request.names.includes(action.name) &&
          (action.only === undefined || action.only === before.request),
      );
    if (isUndone || !isDone(accepted)) again.push(accepted);
  }
  return again;
}
