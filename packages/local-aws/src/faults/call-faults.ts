import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { Call } from '../world';
import { NoAnswerError } from '../wire/http-endpoint';
import { throttleRates } from '../wire/throttle-rates';
import type { FaultAt } from './fault-plan';

/** Performs a call, with or instead of faults; `perform` does the work. */
export type AroundCall = (call: Call, input: unknown, perform: () => Promise<unknown>) => Promise<unknown>;

/** How stale a read may be: longer delays happen only in an outage. */
const STALE_MILLISECONDS = 60_000;
const READ = /^(Describe|Get|List|Query|Scan|BatchGet)/;

/**
 * @param find finds the fault for a call, if any
 * @param struck called with each fault that changed a response
 */
export function createCallFaults(
  clock: Pick<Clock, 'now'>,
  find: (call: Call) => FaultAt<'call'> | undefined,
  struck: (fault: FaultAt<'call'>, call: Call) => void,
): AroundCall {
  const recentOutputs = new Map<string, { readonly output: unknown; readonly at: number }>();

  return async (call, input, perform) => {
    const fault = find(call);
    const isRead = READ.test(call.operation);
    const key = isRead ? `${call.service}:${call.operation} ${JSON.stringify(input)}` : '';
    if (fault?.fault === 'stale-read') {
      const before = recentOutputs.get(key);
      if (isRead && before && clock.now() - before.at < STALE_MILLISECONDS) {
        struck(fault, call);
        return before.output;
      }
    } else if (fault) {
      struck(fault, call);
      if (!fault.fault.endsWith('-after')) throw failure(fault, call);
    }
    const output = await perform();
    if (isRead) recentOutputs.set(key, { output, at: clock.now() });
    if (fault?.fault.endsWith('-after')) throw failure(fault, call);
    return output;
  };
}

function failure({ fault, code, status }: FaultAt<'call'>, { service, operation }: Call): Error {
  switch (fault) {
    case 'throttled':
      return new AwsError(throttleRates[service]?.throttledCode ?? 'ThrottlingException', 'Rate exceeded');
    case 'unavailable':
      return new AwsError('ServiceUnavailable', 'Service is unable to handle request.', 503);
    case 'refused':
      return new AwsError(code ?? '', `${operation} was refused by a fault plan.`, status ?? 400);
    case 'time-out':
      return new NoAnswerError('silence');
    case 'connection-reset':
    case 'connection-reset-after':
      return new NoAnswerError('reset');
    default:
      return new AwsError('InternalFailure', 'An internal error has occurred.', 500);
  }
}
