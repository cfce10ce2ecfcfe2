import { runLife } from '../../demo/chaos/run-life';
import { reportSeed } from '../../demo/chaos/seed-report';
import { packageService } from '../../scripts/package-service';

// Each run takes two weeks, with a sweep each day.
jest.setTimeout(600_000);

it('random faults lose nothing over the life of a deployment', async () => {
  const { violations, counts, struck } = await reportSeed(packageService(), 5, 0);
  expect(violations).toEqual([]);
  expect(Object.keys(struck).length).toBeGreaterThan(2);
  expect(counts.handshakes).toBeGreaterThan(100);
});

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
