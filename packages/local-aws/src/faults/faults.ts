import type { Clock } from '../clock';
import { isLike } from '../iam/condition';
import { createCallFaults, type AroundCall } from './call-faults';
import { createEventFaults, type EventFaults } from './event-faults';
import type { Fault, FaultPlan } from './fault-plan';
import { createFunctionFaults, type AroundInvocation } from './function-faults';
import { createRandom } from './random';
import { createStrikes } from './strikes';

/** A fault that struck. */
export interface StruckFault {
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly at: number;
  readonly fault: Fault;
  /** Its target, e.g. `acm:RequestCertificate` or the name of a function. */
  readonly what: string;
}

/** The faults of a cloud, which the wire, EventBridge and Lambda consult before they do their work. */
export interface Faults {
  readonly aroundCall: AroundCall;
  readonly events: EventFaults;
  readonly aroundInvocation: AroundInvocation;
  /** The faults that struck so far, in order. */
  readonly struck: readonly StruckFault[];
  /** Calls the listener whenever a fault strikes. */
  onStruck(listener: (struck: StruckFault) => void): void;
  /** Ends all faults. */
  stop(): void;
}

/**
 * The faults of a plan. Only calls of roles are struck: to a client from outside, the account's root, the cloud is
 * always healthy.
 */
export function createFaults(clock: Pick<Clock, 'now'>, { faults, seed = 1 }: FaultPlan): Faults {
  const strikes = createStrikes(faults, createRandom(seed));
  const struck: StruckFault[] = [];
  let isOver = false;
  const listeners: ((struck: StruckFault) => void)[] = [];
  const note = (fault: Fault, what: string) => {
    const strike = { at: clock.now(), fault, what };
    struck.push(strike);
    for (const listener of listeners) listener(strike);
  };

  return {
    aroundCall: createCallFaults(
      clock,
      ({ service, operation, principal }) =>
        isOver || principal.endsWith(':root')
          ? undefined
          : strikes.find(
              'call',
              (fault) => fault.service === service && (fault.operation === undefined || fault.operation === operation),
            ),
      (fault, { service, operation }) => note(fault, `${service}:${operation}`),
    ),
    events: createEventFaults(
      (event, rule) =>
        isOver
          ? undefined
          : strikes.find(
              'event',
              ({ rule: pattern = '*', detailType }) =>
                isLike(pattern, rule.name) && (detailType === undefined || detailType === event['detail-type']),
            ),
      (fault, event, rule) => note(fault, `${event['detail-type']} on its way to ${rule.name}`),
    ),
    aroundInvocation: createFunctionFaults(
      (functionName) =>
        isOver ? undefined : strikes.find('function', ({ function: pattern = '*' }) => isLike(pattern, functionName)),
      note,
    ),
    struck,
    onStruck(listener) {
      listeners.push(listener);
    },
    stop() {
      isOver = true;
    },
  };
}
