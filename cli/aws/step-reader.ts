import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StepEvent } from '../../terminal/step-line';

/** Reads an execution's history in pieces, and finds the exits and retries of its states. */
export interface StepReader {
  read(events: readonly HistoryEvent[]): StepEvent[];
  /** The state that was entered last. */
  readonly state: string;
}

/** @param startedAt of the execution */
export function createStepReader(startedAt: Date): StepReader {
  let state = '';
  /** The error of the state that was neither retried nor caught yet. */
  let error: string | undefined;

  const stepsOf = (event: HistoryEvent): StepEvent[] => {
    const { type = '', stateEnteredEventDetails: entered, stateExitedEventDetails: exited, timestamp } = event;
    const afterMilliseconds = (timestamp ?? startedAt).getTime() - startedAt.getTime();
    if (entered) {
      state = entered.name ?? '';
      error = undefined;
    } else if (exited) {
      const document = JSON.parse(exited.output ?? 'null') as unknown;
      return [{ type: 'exited', state: exited.name ?? '', afterMilliseconds, document, error }];
    } else if (/^(Task|LambdaFunction)Scheduled$/.test(type) && error !== undefined) {
      const retried = { type: 'retried', state, afterMilliseconds, document: undefined, error } as const;
      error = undefined;
      return [retried];
    } else if (/^(Task|LambdaFunction).*(Failed|TimedOut)$/.test(type)) error = errorOf(event);
    return [];
  };

  return {
    read: (events) => events.flatMap(stepsOf),
    get state() {
      return state;
    },
  };
}

/** Each kind of failure has its details in a member of its own. */
function errorOf(event: HistoryEvent): string {
  const details = Object.values(event).find((member: unknown) => hasError(member));
  return hasError(details) ? details.error : 'States.TaskFailed';
}

const hasError = (member: unknown): member is { readonly error: string } =>
  typeof member === 'object' && member !== null && 'error' in member && typeof member.error === 'string';
