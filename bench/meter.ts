import type { Cloud } from 'local-aws/cloud';
import type { Usage } from './usage';

/** Counts what is used of a cloud from the moment it is made. */
export interface Meter {
  /** What was used since the last reading, or since the meter was made. */
  read(): Usage & { readonly throttled: number };
  close(): void;
}

const REPORT = /^REPORT RequestId: (\S+).*Billed Duration: (\d+) ms\tMemory Size: (\d+) MB/;

/** The codes with which services refuse a call over their rate. */
export const THROTTLED = /^Throttling(Exception)?$/;

/** Reads a cloud's call log, its workflows' transitions, and the lines in which Lambda reports what it bills. */
export function createMeter(cloud: Cloud): Meter {
  let stateTransitions = 0;
  const reported = new Set<string>();
  const unsubscribe = cloud.stepFunctions.onTransition(({ type }) => {
    if (type === 'entered' || type === 'retried') stateTransitions += 1;
  });

  const reports = () =>
    cloud.lambda.functionNames().flatMap((name) =>
      cloud.lambda.logs(name).flatMap((line) => {
        const [, requestId = '', milliseconds, megabytes] = REPORT.exec(line) ?? [];
        if (milliseconds === undefined || reported.has(requestId)) return [];
        reported.add(requestId);
        return [{ milliseconds: Number(milliseconds), gigabytes: Number(megabytes) / 1024 }];
      }),
    );

  const read: Meter['read'] = () => {
    const calls: Record<string, number> = {};
    let throttled = 0;
    for (const { service, operation, errorCode = '' } of cloud.calls) {
      calls[`${service}:${operation}`] = (calls[`${service}:${operation}`] ?? 0) + 1;
      if (THROTTLED.test(errorCode)) throttled += 1;
    }
    const invocations = reports();
    const usage = {
      calls,
      throttled,
      stateTransitions,
      invocations: invocations.length,
      billedMilliseconds: invocations.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      gigabyteSeconds: invocations.reduce(
        (sum, { milliseconds, gigabytes }) => sum + (milliseconds / 1_000) * gigabytes,
        0,
      ),
    };
    cloud.clearCalls();
    stateTransitions = 0;
    return usage;
  };

  read();
  return { read, close: unsubscribe };
}
