import { stripVTControlCharacters } from 'node:util';
import { nameOfFault } from 'local-aws/faults/fault-plan';
import { workflowOf } from '../../terminal/console';
import { createTimeline } from '../life/timeline';
import type { Environment } from './environment';

/** The story of a chaotic life, written as it happens. */
export interface Story {
  add(what: string): void;
  /** Adds what happened since the last call: faults, events, messages. */
  update(): void;
  readonly lines: readonly string[];
}

/** Follows an environment: actions, faults, failing steps, events and messages. */
export function followStory(environment: Environment): Story {
  const { cloud, bus, topicArn } = environment;
  const lines: string[] = [];
  const timeline = createTimeline(cloud, bus, topicArn, (line) => lines.push(line));
  let struck = 0;
  const update = () => {
    for (const { fault, what } of cloud.faults.struck.slice(struck))
      timeline.add('', `⚡ ${nameOfFault(fault)}: ${what}`);
    struck = cloud.faults.struck.length;
    timeline.update();
  };
  cloud.stepFunctions.onTransition(({ type, state, error, executionArn }) => {
    update();
    const step = `${workflowOf(executionArn)} ${executionArn.split(':').at(-1)?.slice(0, 8) ?? ''} ${state}`;
    if (type === 'failed' && error !== undefined) timeline.add('', `↯ ${step}: ${error}`);
  });
  return {
    add(what) {
      update();
      timeline.add('', what);
    },
    update,
    lines,
  };
}

/** How far apart repeated lines may be to be merged. */
const NEAR = 4;
/** The day, date and time at the start of each line. */
const WHEN = /^ {2}day +\d+ {2}(\S+ \S+)/;

/** The lines of a story; a repeated line is written once, with its count and last time. */
export function withoutRepeats(lines: readonly string[]): string[] {
  const merged: { line: string; what: string; times: number; until: string }[] = [];
  for (const line of lines) {
    const plain = stripVTControlCharacters(line);
    const [when = '', until = ''] = WHEN.exec(plain) ?? [];
    const what = plain.slice(when.length);
    const before = merged.slice(-NEAR).find((each) => each.what === what);
    if (before) Object.assign(before, { times: before.times + 1, until });
    else merged.push({ line, what, times: 1, until });
  }
  return merged.map(({ line, times, until }) => (times === 1 ? line : `${line} (${times} times, until ${until})`));
}
