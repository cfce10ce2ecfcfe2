import { randomBytes } from 'node:crypto';
import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from '@aws-sdk/client-sfn';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { LARGEST_DATA_BYTES } from './work';

/** A task that waits for its token. */
export interface WaitingTask {
  succeed(output: unknown): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

/** The tokens of the cloud's tasks. */
export interface TaskTokens {
  readonly create: () => string;
  /** Lets the token be answered until {@link end}. */
  open(token: string, task: WaitingTask): void;
  end(token: string): void;
  readonly operations: Record<string, Operation>;
}

const PREFIX = 'AQC';

/** No token is open yet. */
export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, WaitingTask>();
  const ended = new Set<string>();

  const requireTask = (token = '') => {
    const task = waiting.get(token);
    if (task) return task;
    // AWS has TaskTimedOut for a task that ended or was answered, and TaskDoesNotExist for one that it never had.
    if (ended.has(token)) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    if (!token.startsWith(PREFIX)) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    throw new AwsError('TaskDoesNotExist', 'Provided task does not exist');
  };

  return {
    create: () => `${PREFIX}${randomBytes(120).toString('base64')}`,
    open(token, task) {
      waiting.set(token, task);
    },
    end(token) {
      if (waiting.delete(token)) ended.add(token);
    },
    operations: {
      SendTaskSuccess(input: SendTaskSuccessInput) {
        const task = requireTask(input.taskToken);
        task.succeed(parseOutput(input.output ?? ''));
        return {};
      },
      SendTaskFailure(input: SendTaskFailureInput) {
        requireTask(input.taskToken).fail(input.error, input.cause);
        return {};
      },
      SendTaskHeartbeat(input: SendTaskHeartbeatInput) {
        requireTask(input.taskToken).heartbeat();
        return {};
      },
    },
  };
}

function parseOutput(output: string): unknown {
  if (Buffer.byteLength(output) > LARGEST_DATA_BYTES) {
    throw new AwsError('InvalidOutput', `Invalid Output: longer than ${LARGEST_DATA_BYTES} bytes`);
  }
  try {
    return JSON.parse(output);
  } catch {
    throw new AwsError('InvalidOutput', `Invalid Output: '${output}' is not JSON`);
  }
}
