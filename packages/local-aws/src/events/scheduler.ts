import type { ClockTimer } from '../clock';
import type { EventsWorld, Rule } from './event-bus';
import { parseSchedule } from './schedule';

/** Calls `run` with each scheduled rule when it is due. */
export interface Scheduler {
  /** To be called with every rule that was put, enabled, disabled or deleted. */
  readonly follow: (rule: Rule) => void;
  stop(): void;
}

/** Runs scheduled rules on the cloud's clock. */
export function createScheduler({ clock }: EventsWorld, run: (rule: Rule) => void): Scheduler {
  const timers = new Map<string, ClockTimer>();

  const follow = (rule: Rule) => {
    clock.clearTimeout(timers.get(rule.arn));
    timers.delete(rule.arn);
    if (rule.scheduleExpression === undefined || rule.state === 'DISABLED') return;
    const due = parseSchedule(rule.scheduleExpression)(clock.now());
    if (due === undefined) return;
    const timer = clock.setTimeout(() => {
      run(rule);
      follow(rule);
    }, due - clock.now());
    timers.set(rule.arn, timer);
  };

  return {
    follow,
    stop() {
      for (const timer of timers.values()) clock.clearTimeout(timer);
      timers.clear();
    },
  };
}
