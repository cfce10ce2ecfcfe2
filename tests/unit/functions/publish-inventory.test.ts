import { publishInventory } from '../../../functions/sweep/publish-inventory';
import type { SweptCertificate } from '../../../shared/domain/inventory/swept-certificate';
import { EventNotPublishedError } from '../../../shared/errors';
import { EXECUTION } from '../../builders/document';
import { aSweptCertificate } from '../../builders/swept-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const SWEEP = '2026-11-24T08:00:00.000Z arn:sweep';
const guard = { wouldChange: 1, allowed: 3, isRefused: false };
const DAY = 86_400_000;

const swept = (n: number, changes: Partial<SweptCertificate> = {}): SweptCertificate =>
  aSweptCertificate({
    certificateArn: `arn:aws:acm:eu-west-1:111122223333:certificate/${n}`,
    domainName: `d${n}.example.com`,
    daysLeft: n,
    ...changes,
  });

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line) as Record<string, unknown>);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());
const measured = (name: string) => lines.flatMap((line) => (name in line ? [line[name]] : []));

function setUp() {
  let instant = Date.parse('2026-11-24T08:00:00Z');
  const now = () => new Date(instant);
  const account = fakeAccount({ now });
  const step = publishInventory({ ...account, stack: 'test', now });
  return {
    ...account,
    pass: (days: number) => (instant += days * DAY),
    publish: (document: Partial<Parameters<typeof step>[0]> = {}) =>
      step({ executionArn: EXECUTION, sweepId: SWEEP, guard, ...document }),
  };
}

it('publishes the results, the mass-change check and the started executions', async () => {
  const { certificateStates, eventBus, publish } = setUp();
  await certificateStates.recordSweepResult(SWEEP, swept(40));
  await certificateStates.recordSweepResult(SWEEP, swept(5, { verdict: 'replace', isDue: true }));
  await certificateStates.recordSweepResult(SWEEP, swept(9, { verdict: 'not-managed', isManaged: false }));
  await certificateStates.recordSweepResult('2026-11-23T08:00:00.000Z earlier', swept(1));
  expect(await publish({ reconciliations: { started: 1 } })).toEqual({
    outcome: { detailType: 'Certificate Inventory', eventId: 'event-1' },
  });
  const listed = (n: number, verdict: string) => ({
    certificateArn: `arn:aws:acm:eu-west-1:111122223333:certificate/${n}`,
    domainName: `d${n}.example.com`,
    verdict,
    daysLeft: n,
  });
  expect(eventBus.events).toEqual([
    {
      detailType: 'Certificate Inventory',
      resources: [],
      detail: {
        certificates: 3,
        managed: 2,
        verdicts: { healthy: 1, replace: 1, 'not-managed': 1 },
        nextExpiries: [listed(5, 'replace'), listed(40, 'healthy')],
        notManagedExpiring: [listed(9, 'not-managed')],
        moreNotManagedExpiring: 0,
        massChange: guard,
        started: 1,
        executionArn: EXECUTION,
      },
    },
  ]);
});

it('reports that a blocked sweep started nothing', async () => {
  const { eventBus, publish } = setUp();
  await publish({ guard: { ...guard, isRefused: true } });
  expect(eventBus.events).toMatchObject([{ detail: { massChange: { isRefused: true }, started: 0 } }]);
});

it('measures the next expiry, the verdicts, and the age of the previous sweep', async () => {
  const { certificateStates, pass, publish } = setUp();
  await certificateStates.recordSweepResult(SWEEP, swept(40));
  await certificateStates.recordSweepResult(SWEEP, swept(6));
  await certificateStates.recordSweepResult(SWEEP, swept(2, { isInUse: false }));
  await certificateStates.recordSweepResult(SWEEP, swept(1, { verdict: 'not-managed', isManaged: false }));
  await publish();
  expect(measured('SweepsSucceeded')).toEqual([1]);
  expect(measured('MinimumDaysToExpiry')).toEqual([6]);
  expect(measured('SweepAge')).toEqual([]);
  const certificates = lines.flatMap(({ verdict, Certificates }) => (verdict ? [[verdict, Certificates]] : []));
  expect(Object.fromEntries(certificates)).toMatchObject({ healthy: 3, 'not-managed': 1, blocked: 0 });
  pass(1.5);
  await publish();
  expect(measured('SweepAge')).toEqual([1.5 * 86_400]);
});

it('does not count a sweep as succeeded when the bus rejects its inventory', async () => {
  const { eventBus, certificateStates } = setUp();
  const refusing = {
    ...eventBus,
    publish: async () => {
      throw new EventNotPublishedError('refused');
    },
  };
  const step = publishInventory({ certificateStates, eventBus: refusing, stack: 'test', now: () => new Date() });
  await expect(step({ executionArn: EXECUTION, sweepId: SWEEP, guard })).rejects.toThrow(EventNotPublishedError);
  expect(lines).toEqual([]);
  expect(await certificateStates.getLastSweepTime()).toBeUndefined();
});
