import { cachedSources } from '../../../shared/cache/cached-sources';
import { DnsLookupError } from '../../../shared/errors';
import { LOAD_BALANCER } from '../../builders/document';
import { aPolicy } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';

function setUp() {
  const account = fakeAccount();
  const sources = { ...account, policy: aPolicy(), stack: 'test', replaceImported: false };
  return { ...account, memory: cachedSources(sources) };
}

it('reads shared data once, for each key', async () => {
  const { memory, journal } = setUp();
  for (let times = 0; times < 3; times += 1) {
    await memory.certificates.describe('arn:1');
    await memory.hostedZones.list();
    await memory.hostedZones.get('Z1');
    await memory.publicDns.nameServers('example.com');
    await memory.publicDns.caa('example.com');
    await memory.publicDns.caa('app.example.com');
    await memory.loadBalancers.find(LOAD_BALANCER);
    await memory.loadBalancers.listeners(LOAD_BALANCER);
  }
  expect(journal.calls).toEqual([
    'certificates.describe arn:1',
    'hostedZones.list',
    'hostedZones.get Z1',
    'publicDns.NS example.com',
    'publicDns.CAA example.com',
    'publicDns.CAA app.example.com',
    `loadBalancers.find ${LOAD_BALANCER}`,
    `loadBalancers.listeners ${LOAD_BALANCER}`,
  ]);
});

it('reads once for concurrent calls', async () => {
  const { memory, journal } = setUp();
  const [one, two] = await Promise.all([memory.hostedZones.list(), memory.hostedZones.list()]);
  expect(two).toBe(one);
  expect(journal.calls).toEqual(['hostedZones.list']);
});

it('retries after a failure, which only its caller gets', async () => {
  const { memory, publicDns, journal } = setUp();
  publicDns.break('example.com');
  const twice = await Promise.allSettled([memory.publicDns.caa('example.com'), memory.publicDns.caa('example.com')]);
  expect(twice.map((each) => each.status)).toEqual(['rejected', 'rejected']);
  await expect(memory.publicDns.caa('example.com')).rejects.toThrow(DnsLookupError);
  expect(journal.calls).toEqual(['publicDns.CAA example.com', 'publicDns.CAA example.com']);
});

it('reads the records of a certificate each time', async () => {
  const { memory, journal } = setUp();
  for (let times = 0; times < 2; times += 1) {
    await memory.hostedZones.getCname('Z1', '_x1.app.example.com');
    await memory.publicDns.cname('_x1.app.example.com');
  }
  expect(journal.calls).toHaveLength(4);
});
