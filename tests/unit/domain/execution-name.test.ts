import fc from 'fast-check';
import { executionName } from '../../../shared/domain/certificate/idempotency';

const arnOf = (id: string) => `arn:aws:acm:eu-west-1:111122223333:certificate/${id}`;
const UUID = '00000000-0000-4000-8000-000000000001';
const SWEEP = '2026-11-24T08:00:00.000Z arn:aws:states:eu-west-1:111122223333:execution:sweep:1';

it.each([
  ['the id of an event', UUID, UUID],
  ['the hash of a sweep', SWEEP, expect.stringMatching(/^[0-9a-f]{32}$/)],
])('an execution is named after its certificate and %s', (_what, trigger, ending) => {
  const name = executionName(arnOf(UUID), trigger);
  expect([name.slice(0, 37), name.slice(37)]).toEqual([`${UUID}-`, ending]);
});

it('the name is valid for Step Functions, for any certificate and trigger', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (id, trigger) => {
      expect(executionName(arnOf(id), trigger)).toMatch(/^[A-Za-z0-9-]{1,80}$/);
    }),
  );
});

it('triggers that differ only at the end have different names', () => {
  expect(executionName(arnOf(UUID), `${SWEEP}0`)).not.toBe(executionName(arnOf(UUID), `${SWEEP}1`));
});
