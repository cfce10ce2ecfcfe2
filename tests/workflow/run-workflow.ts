import { AwsError } from 'local-aws/aws-error';
import { type Clock, createClock } from 'local-aws/clock';
import { createStepFunctions } from 'local-aws/stepfunctions/stepfunctions';
import { type lambda, logger } from '../../shared/lambda';
import { workflows } from '../../workflows/workflows';
import { lambdaContext } from '../builders/lambda-context';
import { fakeAccount } from '../fakes/fake-account';

const call = { service: 'states', operation: '', principal: 'arn:aws:iam::111122223333:root', requestId: '1' };
const MINUTE = 60_000;
logger.setLogLevel('SILENT');
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

/** By function name, the error of its n-th call; undefined lets the call succeed. */
export type Faults = Readonly<Record<string, (calls: number) => Error | undefined>>;
export type Account = ReturnType<typeof fakeAccount>;
type Steps = Readonly<Record<string, ReturnType<typeof lambda>>>;

/** A shipped workflow with its real steps, an in-memory account and a controllable clock. */
export function runWorkflow(
  name: keyof typeof workflows,
  stepsOf: (account: Account, clock: Clock) => Steps,
  faults: Faults = {},
  setting: { readonly unknownToElbMilliseconds?: number } = {},
) {
  const clock = createClock(Date.parse('2026-11-23T08:00:00Z'));
  const now = () => new Date(clock.now());
  const account = fakeAccount({ ...setting, now, resume: ({ taskToken }) => completeTask(taskToken) });
  const steps = stepsOf(account, clock);

  const calls = new Map<string, number>();
  const world = { clock, region: 'eu-west-1', account: '111122223333', emit: () => undefined };
  const stepFunctions = createStepFunctions(world, {
    async invokeLambda(functionArn, payload) {
      const functionName = functionArn.split(':').at(-1) ?? '';
      const step = steps[functionName];
      if (!step) throw new Error(`the workflow has no function ${functionName}`);
      calls.set(functionName, (calls.get(functionName) ?? 0) + 1);
      try {
        const fault = faults[functionName]?.(calls.get(functionName) ?? 0);
        if (fault) throw fault;
        // Like Lambda: undefined values are not in the response.
        return { payload: JSON.parse(JSON.stringify(await step(payload, lambdaContext))) as unknown };
      } catch (thrown) {
        if (!(thrown instanceof Error)) throw thrown;
        return { payload: { errorType: thrown.name, errorMessage: thrown.message }, functionError: 'Unhandled' };
      }
    },
  });
  const { getStatus } = account.executions;
  account.executions.getStatus = async (executionArn) => {
    const execution = stepFunctions.executions().find(({ arn }) => arn === executionArn);
    return execution ? (execution.status === 'RUNNING' ? 'running' : 'ended') : getStatus(executionArn);
  };
  const { CreateStateMachine, SendTaskFailure, SendTaskSuccess } = stepFunctions.service.operations;
  const completeTask = (taskToken: string) => {
    try {
      SendTaskSuccess?.({ taskToken, output: '{"status":"ISSUED"}' }, call);
    } catch (error) {
      // The task no longer waits.
      if (!(error instanceof AwsError && error.code === 'TaskTimedOut')) throw error;
    }
  };
  const machine = CreateStateMachine?.(
    {
      // As the stack names it.
      name: `test-${name}`,
      roleArn: `arn:aws:iam::111122223333:role/${name}`,
      // As CloudFormation does with DefinitionSubstitutions.
      definition: JSON.stringify(workflows[name]).replace(
        /\$\{(\w+)\}/g,
        'arn:aws:lambda:eu-west-1:111122223333:function:$1',
      ),
    },
    call,
  ) as { stateMachineArn: string };

  const entered: string[] = [];
  let largestDocument = 0;
  stepFunctions.onTransition(({ type, state, data }) => {
    if (type === 'entered') entered.push(state);
    largestDocument = Math.max(largestDocument, Buffer.byteLength(JSON.stringify(data ?? null)));
  });

  return {
    ...account,
    clock,
    /** The entered states, in order. */
    entered,
    /** In bytes, of what any state was given or gave. */
    largestDocument: () => largestDocument,
    /** How often a function was called. */
    calls: (functionName: string) => calls.get(functionName) ?? 0,
    start: (input: unknown) => stepFunctions.startExecution({ ...machine, input: JSON.stringify(input) }).executionArn,
    /** Starts an execution and advances the clock until it ends. */
    async run(input: unknown, maxMinutes = 60) {
      const { executionArn } = stepFunctions.startExecution({ ...machine, input: JSON.stringify(input) });
      for (let minutes = 0; minutes < maxMinutes; minutes += 1) {
        await clock.advance(MINUTE);
        if (stepFunctions.executions().find(({ arn }) => arn === executionArn)?.status !== 'RUNNING') break;
      }
      return this.outcome(executionArn);
    },
    /** Answers the newest token that is waited for as failed, as a person does by hand. */
    failTask: (answer: { readonly error?: string; readonly cause?: string }) =>
      SendTaskFailure?.({ taskToken: account.issuanceWaits.all().at(-1)?.taskToken, ...answer }, call),
    minutes: (count: number) => clock.advance(count * MINUTE),
    days: (count: number) => clock.advance(count * 24 * 60 * MINUTE),
    /** The status of the execution. */
    outcome(executionArn: string) {
      const execution = stepFunctions.executions().find(({ arn }) => arn === executionArn);
      if (!execution) throw new Error(`no execution ${executionArn}`);
      const { status, error, cause } = execution;
      const output = (JSON.parse(execution.output ?? '{}') ?? {}) as Record<string, unknown>;
      return { status, error, cause, output };
    },
    historyEvents(executionArn: string) {
      const { GetExecutionHistory } = stepFunctions.service.operations;
      let count = 0;
      let nextToken: string | undefined;
      do {
        const page = GetExecutionHistory?.({ executionArn, maxResults: 1_000, nextToken }, call) as {
          events: unknown[];
          nextToken?: string;
        };
        count += page.events.length;
        nextToken = page.nextToken;
      } while (nextToken);
      return count;
    },
    stop() {
      stepFunctions.stop();
      clock.stop();
    },
  };
}
