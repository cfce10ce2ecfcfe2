import { stepLine } from '../../../terminal/step-line';
import { LONGEST_STATE } from '../../../terminal/step-words';

const exited = (state: string, document: unknown = {}) =>
  ({ type: 'exited', state, afterMilliseconds: 0, document }) as const;

it('tells of the wait in which load balancers learn of a new certificate', () => {
  expect(stepLine(exited('WaitForPropagation'))).toMatch(
    /WaitForPropagation +waited two minutes for every node of the load balancer/,
  );
});

it('says of a failure what was published, not that anybody has read it', () => {
  expect(stepLine(exited('NotifyFailure'))).toMatch(/NotifyFailure +published to the mail and chat topics$/);
});

it('has a column for the longest name of a state', () => {
  const words = ['WaitForPropagation', 'DeleteValidationRecords'].map(
    (state) => stepLine(exited(state), LONGEST_STATE) ?? '',
  );
  expect(new Set(words.map((line) => line.search(/waited|there was none/))).size).toBe(1);
});
