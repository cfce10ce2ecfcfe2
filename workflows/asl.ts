import type { Verdict } from '../shared/domain/assessment/verdict';
import type * as steps from '../shared/steps';
import { lambdaFailed, overloaded, overloadedOrNotPublished, type MatchableError, type Retrier } from './retries';

/*
 * What workflows are written in: a builder for each kind of state, and `workflow`, which makes them a state machine in the Amazon
 * States Language (https://states-language.net). States follow each other as they are listed: one that names no `next` goes on
 * to the state below it, and a step that fails goes to the workflow's `onFailure`.
 */

/** A step that shared/steps.ts declares; its function has the same name. */
export type StepName = keyof typeof steps;

type Document = steps.Output<(typeof steps)[StepName]>;
type KeyOf<T> = T extends readonly unknown[] ? never : string extends keyof T ? never : keyof T & string;
type PathInto<T> = T extends unknown
  ? { [K in KeyOf<T>]: `$.${K}` | `$.${K}.${KeyOf<NonNullable<T[K & keyof T]>>}` }[KeyOf<T>]
  : never;
/** A place in the state document: one that a step fills in, or one that only a workflow does. */
type Path = PathInto<Document> | '$.trigger' | '$.lock.certificateArn' | '$.notNotified';

/** A state, given the name under which a workflow lists it: one of `As`. The states `To` are those that it names as next. */
type State<To extends string, As extends string = string> = (name: As) => Asl<To>;

/** A state in the States Language; `workflow` fills in each `Next` that is undefined. */
interface Asl<To extends string> {
  readonly Comment: string;
  readonly Type: 'Task' | 'Choice' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  readonly Resource?: string;
  readonly Parameters?: object;
  readonly Retry?: readonly ReturnType<typeof retryOf>[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; ResultPath: string; Next: To | undefined }[];
  readonly Choices?: readonly { Next: To }[];
  readonly Default?: To;
  readonly Next?: To | undefined;
  readonly [field: string]: unknown;
}

/** A state machine in the States Language. */
export interface StateMachine {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Asl<string>>>;
}

/** Makes a state machine of states in the order in which they are listed; it starts with the first. */
export function workflow<Name extends string>({
  comment,
  onFailure,
  states,
}: {
  readonly comment: string;
  readonly onFailure: NoInfer<Name>;
  readonly states: { readonly [N in Name]: State<NoInfer<Name>, N> };
}): StateMachine {
  const names = Object.keys(states) as Name[];
  const expanded = names.map((name, index) => {
    const asl = states[name](name);
    const Catch = asl.Catch?.map((catcher) => ({ ...catcher, Next: catcher.Next ?? onFailure }));
    const Next = asl.Next ?? names[index + 1];
    return [name, { ...asl, ...(Catch && { Catch }), ...('Next' in asl && { Next }) }] as const;
  });
  return { Comment: comment, StartAt: names[0] ?? '', States: Object.fromEntries(expanded) };
}

interface Call<To extends string> {
  /** What the step receives, instead of the whole state document. */
  readonly payload?: object;
  /** What is retried, besides what every step retries. */
  readonly retry?: readonly Retrier[];
  /** Errors that go elsewhere than to `onFailure`, and where the document keeps them. */
  readonly caught?: {
    readonly errors: readonly [MatchableError, ...MatchableError[]];
    readonly at: `$.${string}`;
    readonly next: To;
  };
  /** Where any other error leads, instead of the workflow's own `onFailure`. */
  readonly onFailure?: To;
  /** Where the document keeps such an error, instead of under `$.failed` by the name of the state. */
  readonly failedAt?: `$.${string}`;
  readonly next?: To;
}

interface StepCall<To extends string> extends Call<To> {
  /** The step, where it is not the one that the state is named after. */
  readonly calls?: StepName;
  /**
   * The fields of the step's result to store, each under the last part of its path, and where; without it, the result becomes the
   * document.
   */
  readonly result?: { readonly pick: readonly [string, ...string[]]; readonly at: `$.${string}` };
  /** A minute by default; longer than the function's own time-out, so that the function can report it. */
  readonly timeoutSeconds?: number;
  /** Whether the step publishes an event, so that a rejected one is retried as well. */
  readonly publishes?: true;
}

interface CallbackCall<To extends string> extends Call<To> {
  readonly payload: object;
  /** Where the document keeps the answer. */
  readonly resultAt: `$.${string}`;
  /** Where the document says how long to wait for the answer. */
  readonly timeoutSecondsPath: Path;
}

const namesOf = (matched: readonly MatchableError[]): string[] =>
  matched.map((error) => (typeof error === 'string' ? error : new error().name));

const retryOf = ({ ErrorEquals, ...pace }: Retrier) => ({
  ErrorEquals: namesOf(ErrorEquals),
  ...pace,
  JitterStrategy: 'FULL',
});

const selected = (path: string) => [`${path.slice(path.lastIndexOf('.') + 1)}.$`, `$.Payload.${path}`] as const;

const transitions = <To extends string>(
  name: string,
  base: readonly Retrier[],
  { retry = [], caught, onFailure, failedAt = `$.failed.${name}`, next }: Call<To>,
) => ({
  Retry: [...base, ...retry].map(retryOf),
  Catch: [
    ...(caught ? [{ ErrorEquals: namesOf(caught.errors), ResultPath: caught.at, Next: caught.next }] : []),
    { ErrorEquals: ['States.ALL'], ResultPath: failedAt, Next: onFailure },
  ],
  Next: next,
});

/** Calls a step: the one that the state is named after, or the one that it `calls`. */
export function step<const To extends string = never>(
  comment: string,
  call: StepCall<To> & { readonly calls: StepName },
): State<To>;
export function step<const To extends string = never>(comment: string, call?: StepCall<To>): State<To, StepName>;
export function step<To extends string>(comment: string, call: StepCall<To> = {}): State<To> {
  const { calls, payload, result, timeoutSeconds = 60, publishes = false } = call;
  return (name) => ({
    Comment: comment,
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: `\${${calls ?? name}}`, ...(payload ? { Payload: payload } : { 'Payload.$': '$' }) },
    ...(result
      ? { ResultSelector: Object.fromEntries(result.pick.map(selected)), ResultPath: result.at }
      : { OutputPath: '$.Payload' }),
    TimeoutSeconds: timeoutSeconds,
    ...transitions(name, [lambdaFailed, publishes ? overloadedOrNotPublished : overloaded], call),
  });
}

/** Calls the step that the state is named after with a task token, and waits for the answer to that token. */
export const callbackStep =
  <const To extends string>(comment: string, call: CallbackCall<To>): State<To, StepName> =>
  (name) => ({
    Comment: comment,
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: `\${${name}}`, Payload: { 'taskToken.$': '$$.Task.Token', ...call.payload } },
    ResultPath: call.resultAt,
    TimeoutSecondsPath: call.timeoutSecondsPath,
    ...transitions(name, [lambdaFailed, overloaded], call),
  });

/** Reshapes the state document. */
export const pass =
  (comment: string, document: object): State<never> =>
  () => ({ Comment: comment, Type: 'Pass', Parameters: document, Next: undefined });

/** Waits without compute. */
export const wait =
  <const To extends string = never>(
    comment: string,
    { next, ...time }: ({ readonly seconds: number } | { readonly secondsPath: Path }) & { readonly next?: To },
  ): State<To> =>
  () => ({
    Comment: comment,
    Type: 'Wait',
    ...('seconds' in time ? { Seconds: time.seconds } : { SecondsPath: time.secondsPath }),
    Next: next,
  });

/** Ends the workflow well. */
export const succeed =
  (comment: string): State<never> =>
  () => ({ Comment: comment, Type: 'Succeed' });

/** Ends the workflow as failed, with an error of its own or with one from the state document. */
export const fail =
  (
    comment: string,
    error: ({ readonly Error: string } | { readonly ErrorPath: Path }) &
      ({ readonly Cause: string } | { readonly CausePath: Path | `States.JsonToString(${string})` }),
  ): State<never> =>
  () => ({ Comment: comment, Type: 'Fail', ...error });

/** Branches on the first condition that holds. */
export const choice =
  <const To extends string>(
    comment: string,
    branches: readonly [...{ readonly Next: To }[], { readonly Default: To }],
  ): State<To> =>
  () => ({
    Comment: comment,
    Type: 'Choice',
    Choices: branches.filter((branch) => 'Next' in branch),
    ...branches.find((branch) => 'Default' in branch),
  });

type Condition = Readonly<Record<string, unknown>>;

/** A branch of a choice; the comment gives its reason. */
export const when = <To extends string>(condition: Condition, next: To, comment?: string) => ({
  ...(comment !== undefined && { Comment: comment }),
  ...condition,
  Next: next,
});
/** The branch of a choice when no condition holds. */
export const otherwise = <To extends string>(next: To) => ({ Default: next });

/** Whether the assessment gave one of these verdicts. */
export const verdictIs = (verdict: Verdict, ...others: readonly Verdict[]): Condition =>
  others.length === 0
    ? equals('$.assessment.verdict', verdict)
    : { Or: [verdict, ...others].map((each) => equals('$.assessment.verdict', each)) };
/** Whether the document has anything at a place. */
export const isPresent = (path: Path | `${Path}[0]`): Condition => ({ Variable: path, IsPresent: true });
/** Whether the document has `true` at a place. */
export const isTrue = (path: Path): Condition => ({ Variable: path, BooleanEquals: true });
/** Whether the document has this text at a place. */
export const equals = (path: Path, text: string): Condition => ({ Variable: path, StringEquals: text });
/** Whether the document has the same text at two places. */
export const areEqual = (path: Path, other: Path): Condition => ({ Variable: path, StringEqualsPath: other });
/** Whether all conditions hold. */
export const and = (...conditions: readonly Condition[]): Condition => ({ And: conditions });
/** Whether a condition does not hold. */
export const not = (condition: Condition): Condition => ({ Not: condition });
