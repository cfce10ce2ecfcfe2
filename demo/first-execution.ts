import type { Cloud } from 'local-aws/cloud';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';

/** Waits until the first execution of a cloud has ended, however it ended. */
export function firstExecution({ stepFunctions }: Cloud): Promise<ExecutionView> {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const [execution] = stepFunctions.executions();
      if (execution === undefined || execution.status === 'RUNNING') return;
      clearInterval(look);
      resolve(execution);
    }, 50);
  });
}
