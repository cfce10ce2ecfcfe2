import { z } from 'zod';

const retrier = z.looseObject({
  ErrorEquals: z.array(z.string()),
  BackoffRate: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.string().optional(),
});
const catcher = z.looseObject({ ErrorEquals: z.array(z.string()) });

const state = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Resource: z.string().optional(),
  Parameters: z.unknown().optional(),
  Arguments: z.unknown().optional(),
  TimeoutSeconds: z.number().optional(),
  TimeoutSecondsPath: z.string().optional(),
  HeartbeatSeconds: z.number().optional(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  get Branches() {
    return z.array(states).default([]);
  },
  get ItemProcessor() {
    return states.extend({ ProcessorConfig: z.looseObject({ Mode: z.string() }).optional() }).optional();
  },
});
const states = z.looseObject({
  get States() {
    return z.record(z.string(), state);
  },
});

/** A state of a machine, as far as the rules look into it. */
export type State = z.infer<typeof state>;

/** Every state of a machine by its name, those inside Parallel and Map states too. */
export function statesOf(definition: unknown): ReadonlyMap<string, State> {
  const found = new Map<string, State>();
  const visit = (machine: z.infer<typeof states>): void => {
    for (const [name, each] of Object.entries(machine.States)) {
      found.set(name, each);
      each.Branches.forEach(visit);
      if (each.ItemProcessor) visit(each.ItemProcessor);
    }
  };
  visit(states.parse(definition));
  return found;
}

/** The errors that Step Functions itself raises (States Language specification, appendix A; Step Functions guide, "Handling errors"). */
const STATES_ERRORS: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.Http.Socket',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
]);

const ONLY_DISTRIBUTED = [
  'ItemBatcher',
  'ItemReader',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
];

type Rule = (state: State) => (string | false | undefined)[];

const isExplained: Rule = ({ Comment }) => [!Comment?.trim() && 'has no Comment: say what it does, or why it is there'];

const endsInTime: Rule = ({ Type, TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds }) => [
  Type === 'Task' &&
    TimeoutSeconds === undefined &&
    TimeoutSecondsPath === undefined &&
    'has no TimeoutSeconds: a task that never answers would hold the execution for a year',
  TimeoutSeconds !== undefined &&
    HeartbeatSeconds !== undefined &&
    HeartbeatSeconds >= TimeoutSeconds &&
    `beats every ${HeartbeatSeconds} s, which is not within its time-out of ${TimeoutSeconds} s`,
];

const retriesGently: Rule = ({ Retry }) =>
  Retry.flatMap(({ ErrorEquals, BackoffRate, MaxDelaySeconds, JitterStrategy }) => [
    BackoffRate !== undefined && BackoffRate < 1 && `retries ${ErrorEquals.join(', ')} with a BackoffRate below 1`,
    JitterStrategy !== 'FULL' && `retries ${ErrorEquals.join(', ')} without "JitterStrategy": "FULL"`,
    MaxDelaySeconds === undefined && `retries ${ErrorEquals.join(', ')} without MaxDelaySeconds`,
  ]);

const matchesErrorsThatCanOccur: Rule = ({ Retry, Catch }) =>
  [Retry, Catch].flatMap((matchers) =>
    matchers.flatMap(({ ErrorEquals }, index) => [
      ErrorEquals.length === 0 && 'has an empty ErrorEquals, which matches nothing',
      ErrorEquals.includes('States.ALL') && ErrorEquals.length > 1 && 'names other errors beside States.ALL',
      ErrorEquals.includes('States.ALL') &&
        index < matchers.length - 1 &&
        'has matchers after States.ALL, which has them all',
      ...ErrorEquals.map(
        (error) => error.startsWith('States.') && !STATES_ERRORS.has(error) && `matches ${error}, which does not exist`,
      ),
    ]),
  );

/** Step Functions guide, "Handling errors": a States.Runtime error always fails the execution; neither can be retried. */
const doesNotRetryTheHopeless: Rule = ({ Retry }) =>
  Retry.flatMap(({ ErrorEquals }) =>
    ['States.Runtime', 'States.DataLimitExceeded'].map(
      (error) => ErrorEquals.includes(error) && `retries ${error}, which comes again every time`,
    ),
  );

/**
 * Step Functions guide, "Best practices": Lambda itself fails now and then, and the function never ran. A function that is
 * killed in the middle of its work is no worse: every step may be repeated.
 */
const LAMBDA_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Runtime.ExitError',
  'Sandbox.Timedout',
];

const forgivesLambda: Rule = ({ Resource, Retry }) => {
  const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
  if (!Resource?.includes(':lambda:invoke') || retried.includes('States.ALL')) return [];
  return LAMBDA_ERRORS.map((error) => !retried.includes(error) && `does not retry ${error}`);
};

const handsOutItsToken: Rule = ({ Resource, Parameters, Arguments }) => [
  Resource?.endsWith('.waitForTaskToken') &&
    !/\$\$\.Task\.Token|\$states\.context\.Task\.Token/.test(JSON.stringify([Parameters, Arguments])) &&
    'waits for a task token that it gives to nobody: pass $$.Task.Token in its Parameters',
];

const isNotHalfDistributed: Rule = (map) => {
  if (map.Type !== 'Map' || map.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') return [];
  return ONLY_DISTRIBUTED.map((field) => field in map && `has ${field}, which an INLINE map ignores`);
};

const RULES: readonly Rule[] = [
  isExplained,
  endsInTime,
  retriesGently,
  matchesErrorsThatCanOccur,
  doesNotRetryTheHopeless,
  forgivesLambda,
  handsOutItsToken,
  isNotHalfDistributed,
];

/** A failure inside a branch or an item is its outer state's to catch, so that this is asked of outer states only. */
const tellsOfItsFailure: Rule = ({ Type, Catch }) => [
  ['Task', 'Parallel', 'Map'].includes(Type) &&
    !Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')) &&
    'does not catch States.ALL: an error that nobody foresaw would end the execution before anybody is told',
];

/**
 * What is wrong with a machine that the JSON schema of the States Language lets pass: faults that show only in
 * production, at the moment of a failure. One sentence each, naming the state; empty when there are none.
 */
export function aslFindings(definition: unknown): string[] {
  const outer = states.parse(definition).States;
  return [...statesOf(definition)].flatMap(([name, each]) =>
    [...RULES, ...(name in outer ? [tellsOfItsFailure] : [])].flatMap((rule) =>
      rule(each).flatMap((finding) => (finding ? [`${name} ${finding}`] : [])),
    ),
  );
}
