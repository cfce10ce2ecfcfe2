import { runLife } from '../../demo/chaos/run-life';
import { packageService } from '../../scripts/package-service';

// A life takes two weeks, with a sweep each day.
jest.setTimeout(600_000);

it('a failure without a notification is reported', async () => {
  const faults = [
    { at: 'function', function: '*-checkDomain', fault: 'crash-before', probability: 1 },
    { at: 'call', service: 'sns', fault: 'refused', code: 'AuthorizationErrorException', probability: 1 },
    { at: 'event', rule: '*-execution-ended', fault: 'lost', probability: 1 },
  ] as const;
  const { violations } = await runLife(packageService(), 5, { seed: 5, faults: [...faults] });
  expect(violations.join('\n')).toMatch(/was lost: neither done nor reported/);
  expect(violations.join('\n')).toMatch(/failed \(NotificationFailed\) without a notification/);
});
