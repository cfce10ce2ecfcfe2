import fc from 'fast-check';
import { executionName } from '../../../shared/domain/certificate/idempotency';

const arnOf = (id: string) => `arn:aws:acm:eu-west-1:111122223333:certificate/${id}`;
const UUID = '00000000-0000-4000-8000-000000000001';
const SWEEP = '2026-11-24T08:00:00.000Z arn:aws:states:eu-west-1:111122223333:execution:sweep:1';

it.each([
  ['the id of an event', UUID, UUID],
  ['a sweep, digested', SWEEP, expect.stringMatching(/^[0-9a-f]{32}$/)],
])('an execution is named after its certificate and %s', (_what, occasion, ending) => {
  const name = executionName(arnOf(UUID), occasion);
  expect([name.slice(0, 37), name.slice(37)]).toEqual([`${UUID}-`, ending]);
});

it('the name of an execution is one that Step Functions takes, whatever the certificate and the occasion', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (id, occasion) => {
      expect(executionName(arnOf(id), occasion)).toMatch(/^[A-Za-z0-9-]{1,80}$/);
    }),
  );
});

it('another occasion has another name, however long the two are alike', () => {
  expect(executionName(arnOf(UUID), `${SWEEP}0`)).not.toBe(executionName(arnOf(UUID), `${SWEEP}1`));
});
