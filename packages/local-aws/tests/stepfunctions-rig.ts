import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createClock } from '../src/clock';
import { createStepFunctions } from '../src/stepfunctions/stepfunctions';
import { createWire } from '../src/wire/wire';
import type { AwsEvent, World } from '../src/world';

/** A function of the cloud: what it returns is its result, what it throws goes on as Lambda's answer. */
export type TestFunction = (payload: never) => unknown;

/** An answer of Lambda for a function that failed. */
export class FunctionFailed {
  constructor(readonly payload: unknown) {}
}

/** Step Functions behind the wire, with functions written in the test. */
export async function startStepFunctions(functions: Readonly<Record<string, TestFunction>> = {}) {
  const clock = createClock(Date.parse('2026-11-23T08:00:00Z'));
  const emitted: AwsEvent[] = [];
  const world: World = { clock, region: 'us-east-1', account: '123456789012', emit: (event) => emitted.push(event) };
  const stepFunctions = createStepFunctions(world, {
    async invokeLambda(functionArn, payload) {
      const implementation = functions[functionArn.split(':').at(-1) ?? ''];
      if (!implementation) throw new Error(`no function ${functionArn} in this test`);
      const returned = await implementation(payload as never);
      if (returned instanceof FunctionFailed) return { payload: returned.payload, functionError: 'Unhandled' };
      return { payload: returned ?? null };
    },
  });
  const wire = createWire(world, [stepFunctions.service], { throttling: false });
  const client = new SFNClient({
    endpoint: await wire.listen(),
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  return {
    clock,
    client,
    emitted,
    stepFunctions,

    async createMachine(definition: object, name = 'machine') {
      const { stateMachineArn = '' } = await client.send(
        new CreateStateMachineCommand({
          name,
          definition: JSON.stringify(definition),
          roleArn: 'arn:aws:iam::123456789012:role/machine',
        }),
      );
      return stateMachineArn;
    },

    async start(stateMachineArn: string, input: unknown = {}, name?: string) {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
      );
      return executionArn;
    },

    /** Runs a new machine for a while, and returns the result. */
    async run(definition: object, input: unknown = {}, milliseconds = 0) {
      const executionArn = await this.start(
        await this.createMachine(definition, `m${String(Math.random()).slice(2)}`),
        input,
      );
      await clock.advance(milliseconds);
      return this.outcome(executionArn);
    },

    outcome(executionArn: string) {
      const execution = stepFunctions.executions().find(({ arn }) => arn === executionArn);
      if (!execution) throw new Error(`no execution ${executionArn}`);
      const { arn, status, output, error, cause } = execution;
      return { arn, status, output: output === undefined ? undefined : (JSON.parse(output) as unknown), error, cause };
    },

    /** The types of an execution's events so far. */
    async historyTypes(executionArn: string) {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
      return events.map(({ type }) => type);
    },

    async stop() {
      stepFunctions.stop();
      client.destroy();
      await wire.close();
      clock.stop();
    },
  };
}

/** A Task state that invokes a function and keeps what it returned. */
export function invoke(functionName: string, fields: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionName, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    ...fields,
  };
}

/** A Task state that hands a token to a function and waits for it to come back. */
export function waitForToken(functionName: string, fields: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionName, Payload: { 'input.$': '$', 'token.$': '$$.Task.Token' } },
    ...fields,
  };
}

/** A machine of states one after another, each going to the next unless it says otherwise. */
export function inOrder(states: Readonly<Record<string, object>>, fields: object = {}) {
  const names = Object.keys(states);
  const linked = Object.entries(states).map(([name, state], index) => {
    const next = names[index + 1];
    const ends =
      ['Succeed', 'Fail', 'Choice'].includes((state as { Type: string }).Type) || 'Next' in state || 'End' in state;
    return [name, ends ? state : { ...state, ...(next ? { Next: next } : { End: true }) }];
  });
  return { StartAt: names[0], States: Object.fromEntries(linked) as object, ...fields };
}
