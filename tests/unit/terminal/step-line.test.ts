import { LONGEST_STATE, stepLine } from '../../../terminal/step-line';

const exited = (state: string, document: unknown = {}) =>
  ({ type: 'exited', state, afterMilliseconds: 0, document }) as const;

it('shows the wait for load balancers to have a new certificate', () => {
  expect(stepLine(exited('WaitForPropagation'))).toMatch(
    /WaitForPropagation +waited two minutes for every node of the load balancer/,
  );
});

it('says that a failure was published, not that anybody has read it', () => {
  expect(stepLine(exited('NotifyFailure'))).toMatch(/NotifyFailure +published to the mail and chat topics$/);
});

it('has a column for the longest name of a state', () => {
  const lines = ['WaitForPropagation', 'DeleteValidationRecords'].map(
    (state) => stepLine(exited(state), LONGEST_STATE) ?? '',
  );
  expect(new Set(lines.map((line) => line.search(/waited|nothing to delete/))).size).toBe(1);
});
