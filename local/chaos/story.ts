import { workflowOf } from '../../terminal/console';
import { createTimeline } from '../demo/timeline';
import { nameOfFault } from '../faults/fault-plan';
import type { Stage } from './stage';

/** The story of a chaotic life, told as it happens. */
export interface Story {
  tell(what: string): void;
  /** Adds what happened since the last time: faults, events, messages. */
  update(): void;
  readonly lines: readonly string[];
}

/** Follows a stage: what people do, which faults strike, which steps fail, what is published and told. */
export function followStory(stage: Stage): Story {
  const { cloud, bus, topicArn } = stage;
  const lines: string[] = [];
  const timeline = createTimeline(cloud, bus, topicArn, (line) => lines.push(line));
  let struck = 0;
  const update = () => {
    for (const { fault, what } of cloud.faults.struck.slice(struck))
      timeline.tell('', `⚡ ${nameOfFault(fault)}: ${what}`);
    struck = cloud.faults.struck.length;
    timeline.update();
  };
  cloud.stepFunctions.onTransition(({ type, state, error, executionArn }) => {
    update();
    const step = `${workflowOf(executionArn)} ${executionArn.split(':').at(-1)?.slice(0, 8) ?? ''} ${state}`;
    if (type === 'failed' && error !== undefined) timeline.tell('', `↯ ${step}: ${error}`);
  });
  return {
    tell(what) {
      update();
      timeline.tell('', what);
    },
    update,
    lines,
  };
}
