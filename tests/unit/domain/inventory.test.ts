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

it('counts certificates by verdict and managed ones', () => {
  const inventory = inventoryOf([one(1), one(2), one(3, { verdict: 'not-managed', isManaged: false })]);
  expect(inventory).toMatchObject({ certificates: 3, managed: 2, verdicts: { healthy: 2, 'not-managed': 1 } });
});

it('lists the ten managed certificates in use that expire first', () => {
  const many = [5, 4, 3, 2, 1, 10, 9, 8, 7, 6, 11].map((id) => one(id));
  const { nextExpiries } = inventoryOf([...many, one(0, { isInUse: false }), one(0, { daysLeft: undefined })]);
  expect(nextExpiries.map(({ daysLeft }) => daysLeft)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('lists unmanaged certificates in use that expire within 30 days', () => {
  const unmanaged = { isManaged: false, verdict: 'not-managed' } as const;
  const { notManagedExpiring } = inventoryOf([
    one(30, unmanaged),
    one(31, unmanaged),
    one(2, { ...unmanaged, isInUse: false }),
  ]);
  expect(notManagedExpiring.map(({ daysLeft }) => daysLeft)).toEqual([30]);
});

it('fits into an EventBridge event for any number of certificates', () => {
  const unmanaged = { isManaged: false, daysLeft: 3, domainName: 'x'.repeat(253) };
  const inventory = inventoryOf(Array.from({ length: 2_500 }, (_, id) => one(id, unmanaged)));
  expect(inventory).toMatchObject({ certificates: 2_500, moreNotManagedExpiring: 2_450 });
  expect(JSON.stringify(inventory).length).toBeLessThan(64 * 1_024);
});
