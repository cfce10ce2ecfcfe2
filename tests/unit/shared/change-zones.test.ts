import { changeZones } from '../../../shared/change-zones';
import { DnsChangeRejectedError } from '../../../shared/errors';

const items = [
  { zoneId: 'Z1', name: 'a' },
  { zoneId: 'Z2', name: 'b' },
  { zoneId: 'Z1', name: 'c' },
];

it('makes one batch per zone, in order', async () => {
  const batches: string[] = [];
  await changeZones(items, async (zoneId, batch) => {
    batches.push(`${zoneId}: ${batch.map(({ name }) => name).join(' ')}`);
  });
  expect(batches).toEqual(['Z1: a c', 'Z2: b']);
});

it('changes nothing when there is nothing to change', async () => {
  await expect(changeZones([], () => Promise.reject(new Error('asked')))).resolves.toBeUndefined();
});

it('lists what was already written when a later zone fails', async () => {
  const changing = changeZones(items, async (zoneId) => {
    if (zoneId === 'Z2') throw new DnsChangeRejectedError('the record is protected');
  });
  await expect(changing).rejects.toThrow(DnsChangeRejectedError);
  await expect(changing).rejects.toThrow('the record is protected; already written: a in zone Z1, c in zone Z1');
});
