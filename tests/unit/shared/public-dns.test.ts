import { Resolver } from 'node:dns/promises';
import { publicDns } from '../../../shared/network/public-dns';

it.each([
  ['20', { critical: 0, issue: 'amazon.com' }],
  ['24', { critical: 0, type: 'CAA', issue: 'amazon.com' }],
])('reads a CAA record as Node %s returns it', async (_version, record) => {
  const resolver = Object.assign(new Resolver(), { resolveCaa: () => Promise.resolve([record]) });
  expect(await publicDns(resolver).caa('example.com')).toEqual([
    { tag: 'issue', value: 'amazon.com', isCritical: false },
  ]);
});
