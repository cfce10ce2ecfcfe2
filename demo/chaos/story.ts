import { stripVTControlCharacters } from 'node:util';
import { nameOfFault } from 'local-aws/faults/fault-plan';
import { workflowOf } from '../../terminal/workflow-of';
import { createTimeline } from '../life/timeline';
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

/** So far apart may the same two or three things come, in turn, to be told once. */
const NEAR = 4;
/** The day, the date and the minute with which each line begins. */
const WHEN = /^ {2}day +\d+ {2}(\S+ \S+)/;

/** The lines of a story, each thing that goes on happening told once, with how often and until when. */
export function withoutRepeats(lines: readonly string[]): string[] {
  const told: { line: string; what: string; times: number; until: string }[] = [];
  for (const line of lines) {
    const plain = stripVTControlCharacters(line);
    const [when = '', until = ''] = WHEN.exec(plain) ?? [];
    const what = plain.slice(when.length);
    const before = told.slice(-NEAR).find((each) => each.what === what);
    if (before) Object.assign(before, { times: before.times + 1, until });
    else told.push({ line, what, times: 1, until });
  }
  return told.map(({ line, times, until }) => (times === 1 ? line : `${line} (${times} times, until ${until})`));
}
