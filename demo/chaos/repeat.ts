import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions } from 'local-aws/clients';
import { emit } from '../emit';
import { executionsOf, type Accepted } from './accepted';
import { endingOf } from './endings';
import type { Stage } from './stage';
import type { Story } from './story';

/**
 * Does what a person does who was told: emits each outstanding event again, or, every other time, starts its failed
 * execution again with the same input ("New execution" in the console: a redrive would begin at the Fail state in which the
 * execution ended). Gives how many there were.
 */
export async function repeatUnfinished(stage: Stage, events: readonly Accepted[], story: Story): Promise<number> {
  const { cloud } = stage;
  const client = new SFNClient(clientOptions(cloud));
  const unfinished = outstanding(events, (accepted) => endingOf(stage, accepted) === 'done');
  for (const [index, accepted] of unfinished.entries()) {
    const failed = executionsOf(stage, accepted).find(({ status }) => status === 'FAILED');
    if (failed && index % 2 === 1) {
      story.tell(`the execution ${failed.name} is started again`);
      const { stateMachineArn, input } = failed;
      await client.send(new StartExecutionCommand({ stateMachineArn, input }));
    } else {
      story.tell(`${accepted.detailType} ${JSON.stringify(accepted.detail)} is emitted again`);
      await emit(stage, accepted.detailType, accepted.detail);
    }
    // Nobody does all of it in the same second.
    await cloud.clock.advance(10 * 60_000);
  }
  client.destroy();
  return unfinished.length;
}

/**
 * What has to be done again, in its order: what did not end well, and each removal that had come after a request which is done
 * only now: the request brings back what was removed.
 */
export function outstanding(events: readonly Accepted[], isDone: (accepted: Accepted) => boolean): Accepted[] {
  const again: Accepted[] = [];
  for (const accepted of events) {
    const { act } = accepted;
    const isUndone =
      act.kind === 'remove' &&
      again.some(
        ({ act: before }) =>
          before.kind === 'request' &&
          before.wish.names.includes(act.name) &&
          (act.only === undefined || act.only === before.wish),
      );
    if (isUndone || !isDone(accepted)) again.push(accepted);
  }
  return again;
}
