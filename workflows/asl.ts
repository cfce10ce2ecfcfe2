import type * as z from 'zod';
import type { Verdict } from '../shared/domain/verdict';
import type * as steps from '../shared/workflow';
import {
  lambdaFailed,
  namesOf,
  overloaded,
  overloadedOrNotPublished,
  type MatchableError,
  type Retrier,
} from './retries';

/*
 * What workflows are written in: a builder for each kind of state, and `workflow`, which makes a state machine of them. States
 * follow each other as they are written: one that names no `next` goes on to the one below. What the fields mean is in the
 * Amazon States Language (https://states-language.net).
 */

/** A step that shared/workflow.ts declares. Its function has the same name. */
type StepName = keyof typeof steps;

type Document = z.output<(typeof steps)[StepName]['gives']>;
type KeyOf<T> = T extends readonly unknown[] ? never : string extends keyof T ? never : keyof T & string;
type PathInto<T> = T extends unknown
  ? { [K in KeyOf<T>]: `$.${K}` | `$.${K}.${KeyOf<NonNullable<T[K & keyof T]>>}` }[KeyOf<T>]
  : never;
/** A place in the state document: what a step adds to it, or what a workflow does. */
type Path = PathInto<Document> | '$.because' | '$.claim.certificateArn' | '$.untold';

/** A state that leads to the states `To`. It knows its name once it is in a workflow, and `As` says what that can be. */
export type State<To extends string, As extends string = string> = (name: As) => Asl<To>;

/** A state in the States Language. `workflow` supplies a `Next` that is undefined. */
interface Asl<To extends string> {
  readonly Comment: string;
  readonly Type: 'Task' | 'Choice' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  readonly Resource?: string;
  readonly Parameters?: object;
  readonly Retry?: readonly Retrier[];
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

/** Makes a state machine of its states. The first one is where it starts; a step that fails leads to `onFailure`. */
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
    return [
      name,
      {
        ...asl,
        ...(asl.Catch && { Catch: asl.Catch.map((each) => ({ ...each, Next: each.Next ?? onFailure })) }),
        ...('Next' in asl && { Next: asl.Next ?? names[index + 1] }),
      },
    ];
  });
  return { Comment: comment, StartAt: names[0] ?? '', States: Object.fromEntries(expanded) as StateMachine['States'] };
}

interface Caught<To extends string> {
  readonly errors: readonly [MatchableError, ...MatchableError[]];
  readonly next: To;
  /** Where the document keeps the error. */
  readonly at: `$.${string}`;
}

interface Failing<To extends string> {
  /** What is tried again, besides what every step tries again. */
  readonly retry?: readonly Retrier[];
  /** Errors that lead elsewhere than others. */
  readonly caught?: Caught<To>;
  /** Where all other errors lead, if not to the workflow's `onFailure`. */
  readonly onFailure?: To;
  /** Where the document keeps the error, if not under `$.failed` by the name of the state. */
  readonly failedAt?: `$.${string}`;
  readonly next?: To;
}

interface Call<To extends string> extends Failing<To> {
  /** The step, if the state is not named after it. */
  readonly calls?: StepName;
  /** What the step is handed, if not the whole document. */
  readonly payload?: object;
  /** The one thing that is kept of what the step returns, and where; else the document is what the step returns. */
  readonly keeps?: readonly [field: string, at: `$.${string}`];
  readonly timeoutSeconds?: number;
  /** The step publishes an event: a refusal of the bus is tried again too. */
  readonly publishes?: true;
}

const failing = <To extends string>(
  name: string,
  base: readonly Retrier[],
  { retry = [], caught, onFailure, failedAt = `$.failed.${name}`, next }: Failing<To>,
) => ({
  Retry: [...base, ...retry],
  Catch: [
    ...(caught ? [{ ErrorEquals: namesOf(caught.errors), ResultPath: caught.at, Next: caught.next }] : []),
    { ErrorEquals: ['States.ALL'], ResultPath: failedAt, Next: onFailure },
  ],
  Next: next,
});

/** Calls a step: the one that the state is named after, or the one that it `calls`. */
export function step<const To extends string = never>(
  comment: string,
  call: Call<To> & { readonly calls: StepName },
): State<To>;
export function step<const To extends string = never>(comment: string, call?: Call<To>): State<To, StepName>;
export function step<To extends string>(comment: string, call: Call<To> = {}): State<To> {
  const { calls, payload, keeps, timeoutSeconds = 60, publishes = false } = call;
  return (name) => ({
    Comment: comment,
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: `\${${calls ?? name}}`, ...(payload ? { Payload: payload } : { 'Payload.$': '$' }) },
    ...(keeps
      ? { ResultSelector: { [`${keeps[0]}.$`]: `$.Payload.${keeps[0]}` }, ResultPath: keeps[1] }
      : { OutputPath: '$.Payload' }),
    TimeoutSeconds: timeoutSeconds,
    ...failing(name, [lambdaFailed, publishes ? overloadedOrNotPublished : overloaded], call),
  });
}

/** Calls a step with a task token, and ends when somebody answers that, or when the time is over. */
export const stepWithToken =
  <const To extends string>(
    comment: string,
    call: Failing<To> & {
      readonly payload: object;
      readonly keepsAt: `$.${string}`;
      /** Where the document says how long the answer may take. */
      readonly timeoutSecondsPath: Path;
    },
  ): State<To, StepName> =>
  (name) => ({
    Comment: comment,
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: `\${${name}}`, Payload: { 'taskToken.$': '$$.Task.Token', ...call.payload } },
    ResultPath: call.keepsAt,
    TimeoutSecondsPath: call.timeoutSecondsPath,
    ...failing(name, [lambdaFailed, overloaded], call),
  });

/** Gives the document another shape. */
export const pass =
  <const To extends string = never>(comment: string, document: object, next?: To): State<To> =>
  () => ({ Comment: comment, Type: 'Pass', Parameters: document, Next: next });

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

/** Ends a workflow whose work is done. */
export const succeed =
  (comment: string): State<never> =>
  () => ({ Comment: comment, Type: 'Succeed' });

/** Ends a workflow that failed: with an error of its own, or with one from the document. */
export const fail =
  (
    comment: string,
    error: { readonly Error: string; readonly Cause: string } | { readonly ErrorPath: Path; readonly CausePath: Path },
  ): State<never> =>
  () => ({ Comment: comment, Type: 'Fail', ...error });

/** Branches: the first condition that holds decides where to go on. */
export const choice =
  <const To extends string>(
    comment: string,
    cases: readonly [...{ readonly Next: To }[], { readonly Default: To }],
  ): State<To> =>
  () => ({
    Comment: comment,
    Type: 'Choice',
    Choices: cases.filter((each) => 'Next' in each),
    ...cases.find((each) => 'Default' in each),
  });

type Condition = Readonly<Record<string, unknown>>;

/** One way on from a choice; a comment says why, where the condition does not. */
export const when = <To extends string>(condition: Condition, next: To, comment?: string) => ({
  ...(comment !== undefined && { Comment: comment }),
  ...condition,
  Next: next,
});
/** The way on from a choice when no condition holds. */
export const otherwise = <To extends string>(next: To) => ({ Default: next });

/** Whether the assessment came to one of these verdicts. */
export const verdictIs = (...verdicts: readonly [Verdict, ...Verdict[]]): Condition => {
  const conditions = verdicts.map((verdict) => equals('$.assessment.verdict', verdict));
  return conditions.length > 1 ? { Or: conditions } : { ...conditions[0] };
};
/** Whether the document has anything there. */
export const isPresent = (path: Path | `${Path}[0]`): Condition => ({ Variable: path, IsPresent: true });
/** Whether the document has `true` there. */
export const isTrue = (path: Path): Condition => ({ Variable: path, BooleanEquals: true });
/** Whether the document has this text there. */
export const equals = (path: Path, text: string): Condition => ({ Variable: path, StringEquals: text });
/** Whether the document has the same text at both places. */
export const areEqual = (path: Path, other: Path): Condition => ({ Variable: path, StringEqualsPath: other });
/** Whether all of the conditions hold. */
export const and = (...conditions: readonly Condition[]): Condition => ({ And: conditions });
/** Whether the condition does not hold. */
export const not = (condition: Condition): Condition => ({ Not: condition });
