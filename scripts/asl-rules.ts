import type { StateMachine } from '../workflows/asl';

type State = StateMachine['States'][string];
type Rule = (state: State) => (string | false)[];

const isExplained: Rule = ({ Comment }) => [!Comment.trim() && 'has no Comment: say what it does, or why it is there'];

const retriesGently: Rule = ({ Retry = [] }) =>
  Retry.map(
    ({ ErrorEquals, BackoffRate }) => BackoffRate < 1 && `retries ${ErrorEquals.join(', ')} with a BackoffRate below 1`,
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

const forgivesLambda: Rule = ({ Type, Retry = [] }) => {
  const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
  return Type === 'Task' ? LAMBDA_ERRORS.map((error) => !retried.includes(error) && `does not retry ${error}`) : [];
};

const RULES = [isExplained, retriesGently, forgivesLambda];

/**
 * What is wrong with a machine that neither the types of workflows/ nor the JSON schema of the States Language forbid. One
 * sentence each, naming the state; empty when there is nothing.
 */
export function aslFindings({ States }: StateMachine): string[] {
  return Object.entries(States).flatMap(([name, state]) =>
    RULES.flatMap((rule) => rule(state).flatMap((finding) => (finding ? [`${name} ${finding}`] : []))),
  );
}
