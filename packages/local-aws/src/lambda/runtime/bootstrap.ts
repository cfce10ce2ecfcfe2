import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, RuntimeSettings, WorkerMessage } from '../messages';
import { installClock, setClockOffset } from './clock';
import { installDns } from './dns';
import { loadHandler, runtimeError, toInvocationError, type Handler } from './handler';
import { installLog, setLogRequest } from './log';
import { installSockets } from './sockets';

const MAXIMUM_RESPONSE_BYTES = 6_291_556;

const settings = workerData as RuntimeSettings;
const port = parentPort;
if (!port) throw new Error('the Lambda runtime runs in a worker thread only');
const post = (message: WorkerMessage) => port.postMessage(message);

setClockOffset(settings.clockOffset);
installClock();
installDns(settings.dnsPort);
installSockets(askRoute, settings.dnsPort);
installLog((text) => post({ type: 'log', text }));

process.on('uncaughtException', (error) => breakDown(toInvocationError(error)));
process.on('unhandledRejection', (reason) =>
  breakDown(toInvocationError(runtimeError('Runtime.UnhandledPromiseRejection', String(reason), reason))),
);

loadHandler(settings.codeFolder, settings.handler).then(
  (handler) => {
    port.on('message', (invocation: Invocation) => void invoke(handler, invocation));
    post({ type: 'ready' });
  },
  (error: unknown) => breakDown(toInvocationError(error)),
);

async function invoke(handler: Handler, invocation: Invocation) {
  setClockOffset(invocation.clockOffset);
  setLogRequest(invocation.requestId);
  process.env['_X_AMZN_TRACE_ID'] = invocation.traceId;
  try {
    const event: unknown = JSON.parse(invocation.event);
    post(answer(await handler(event, contextOf(invocation))));
  } catch (thrown) {
    const error = toInvocationError(thrown);
    console.error('Invoke Error', JSON.stringify(error));
    post({ type: 'failed', error });
  }
}

function answer(result: unknown): WorkerMessage {
  const payload = stringify(result);
  const bytes = Buffer.byteLength(payload);
  if (bytes <= MAXIMUM_RESPONSE_BYTES) return { type: 'returned', payload };
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAXIMUM_RESPONSE_BYTES} bytes).`;
  return { type: 'failed', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result ?? null);
  } catch (error) {
    throw runtimeError('Runtime.MarshalError', `Unable to stringify response body as json: ${String(error)}`, error);
  }
}

function contextOf(invocation: Invocation) {
  return {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: invocation.functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId: invocation.requestId,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => invocation.deadline - Date.now(),
  };
}

function breakDown(error: ReturnType<typeof toInvocationError>) {
  post({ type: 'broken', error });
  process.exit(1);
}

function askRoute(destination: string): number | undefined {
  const answerCell = new Int32Array(settings.routeAnswer);
  Atomics.store(answerCell, 0, -1);
  post({ type: 'route', destination });
  // A late notification of the previous answer may wake this wait, without an answer.
  while (Atomics.load(answerCell, 0) === -1) Atomics.wait(answerCell, 0, -1);
  return Atomics.load(answerCell, 0) || undefined;
}
