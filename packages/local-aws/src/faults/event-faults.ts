import { AwsError } from '../aws-error';
import type { EventEnvelope, Rule } from '../events/event-bus';
import type { FaultAt } from './fault-plan';

/** Faults between a rule and its targets. */
export interface EventFaults {
  /** The delay of each copy in milliseconds: none when the event is lost. Later events overtake a delayed one. */
  departures(event: EventEnvelope, rule: Rule): readonly number[];
  /** Throws the AwsError with which a target refuses the event, if it does. */
  refuse(event: EventEnvelope, rule: Rule): void;
}

const DELAY_SECONDS = 90;
/** How often a throttled target refuses an event before it accepts it. */
const REFUSALS = 3;

/**
 * @param find finds the fault for an event, if any
 * @param struck called with each fault that strikes
 */
export function createEventFaults(
  find: (event: EventEnvelope, rule: Rule) => FaultAt<'event'> | undefined,
  struck: (fault: FaultAt<'event'>, event: EventEnvelope, rule: Rule) => void,
): EventFaults {
  const refusals = new Map<string, { readonly error: AwsError; left: number }>();
  const keyOf = (event: EventEnvelope, rule: Rule) => `${event.id} ${rule.arn}`;

  return {
    departures(event, rule) {
      const fault = find(event, rule);
      if (!fault) return [0];
      struck(fault, event, rule);
      const late = (fault.seconds ?? DELAY_SECONDS) * 1_000;
      switch (fault.fault) {
        case 'lost':
          return [];
        case 'duplicated':
          return [0, late];
        case 'delayed':
          return [late];
        case 'target-throttled':
          refusals.set(keyOf(event, rule), {
            error: new AwsError('ThrottlingException', 'Rate exceeded', 429),
            left: REFUSALS,
          });
          return [0];
        case 'undeliverable':
          refusals.set(keyOf(event, rule), {
            error: new AwsError('AccessDeniedException', 'The target refuses the event (fault plan).', 403),
            left: 1,
          });
          return [0];
      }
    },
    refuse(event, rule) {
      const refusal = refusals.get(keyOf(event, rule));
      if (!refusal || refusal.left === 0) return;
      refusal.left -= 1;
      throw refusal.error;
    },
  };
}
