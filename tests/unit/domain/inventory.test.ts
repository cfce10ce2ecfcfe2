import { type InventoryCertificate, inventoryOf } from '../../../shared/domain/inventory/inventory';

const one = (id: number, changes: Partial<InventoryCertificate> = {}): InventoryCertificate => ({
  certificateArn: `arn:aws:acm:eu-west-1:111122223333:certificate/${id}`,
  domainName: `d${id}.example.com`,
  verdict: 'healthy',
  isManaged: true,
  isInUse: true,
  daysLeft: id,
  ...changes,
});

it('counts by verdict, and what is managed', () => {
  const inventory = inventoryOf([one(1), one(2), one(3, { verdict: 'not-managed', isManaged: false })]);
  expect(inventory).toMatchObject({ certificates: 3, managed: 2, verdicts: { healthy: 2, 'not-managed': 1 } });
});

it('names the ten managed ones in use that end first', () => {
  const many = [5, 4, 3, 2, 1, 10, 9, 8, 7, 6, 11].map((id) => one(id));
  const { nextExpiries } = inventoryOf([...many, one(0, { isInUse: false }), one(0, { daysLeft: undefined })]);
  expect(nextExpiries.map(({ daysLeft }) => daysLeft)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('names what is not managed, in use, and ends within 30 days', () => {
  const foreign = { isManaged: false, verdict: 'not-managed' } as const;
  const { notManagedExpiring } = inventoryOf([
    one(30, foreign),
    one(31, foreign),
    one(2, { ...foreign, isInUse: false }),
  ]);
  expect(notManagedExpiring.map(({ daysLeft }) => daysLeft)).toEqual([30]);
});

it('stays an event that EventBridge takes, however many certificates there are', () => {
  const foreign = { isManaged: false, daysLeft: 3, domainName: 'x'.repeat(253) };
  const inventory = inventoryOf(Array.from({ length: 2_500 }, (_, id) => one(id, foreign)));
  expect(inventory).toMatchObject({ certificates: 2_500, moreNotManagedExpiring: 2_450 });
  expect(JSON.stringify(inventory).length).toBeLessThan(64 * 1_024);
});
