import type {
  Change,
  CreateHostedZoneResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../src/aws-error';
import { createRegistrar } from '../src/dns/registrar';
import { createPublicDns } from '../src/dns/public-dns';
import { normalizeName } from '../src/route53/names';
import { aliasChange, change, ipv4LoadBalancer, loadBalancer, recordSet, startRoute53 } from './route53-setup';

const { clock, route53, loadBalancers } = startRoute53({ propagationMilliseconds: 0, acceptanceMilliseconds: 0 });
const { operations } = route53.service;
const registrar = createRegistrar();
const dns = createPublicDns({ route53, registrar, loadBalancers });
afterAll(() => clock.stop());

const call = { service: 'route53', operation: '', principal: '', requestId: '' };

let zoneId: string;
let zoneNumber = 0;
let zoneName: string;
beforeEach(() => {
  zoneNumber += 1;
  zoneName = `zone${zoneNumber}.example`;
  const created = operations.CreateHostedZone?.({ Name: zoneName, CallerReference: zoneName }, call);
  const { HostedZone, DelegationSet } = created as CreateHostedZoneResponse;
  zoneId = HostedZone?.Id ?? '';
  registrar.delegate(zoneName, DelegationSet?.NameServers ?? []);
});

const apply = (...Changes: Change[]) =>
  operations.ChangeResourceRecordSets?.({ HostedZoneId: zoneId, ChangeBatch: { Changes } }, call);
const list = (input: Partial<ListResourceRecordSetsRequest>) =>
  operations.ListResourceRecordSets?.({ HostedZoneId: zoneId, ...input }, call) as ListResourceRecordSetsResponse;
const name = (label: string) => `${label}.${zoneName}`;
const withRouting = (base: Change, routing: Partial<ResourceRecordSet>): Change => ({
  ...base,
  ResourceRecordSet: { ...(base.ResourceRecordSet as ResourceRecordSet), ...routing },
});
const weighted = (SetIdentifier: string, Weight: number, address: string, Action: Change['Action'] = 'CREATE') =>
  withRouting(change(Action, name('w'), 'A', address), { SetIdentifier, Weight });
const refusal = (...changes: Change[]) => {
  try {
    apply(...changes);
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
  throw new Error('The batch was accepted');
};
const addresses = (label: string) =>
  dns.resolve(normalizeName(name(label)), 'A').answers.map((answer) => ('data' in answer ? answer.data : ''));

describe('record sets with a routing policy', () => {
  it('are several of one name and type, listed by identifier, a page at a time', () => {
    apply(weighted('b', 1, '192.0.2.2'), weighted('a', 3, '192.0.2.1'));
    const first = list({
      StartRecordName: name('w'),
      MaxItems: 1,
    });
    expect(first.ResourceRecordSets).toEqual([
      { ...recordSet(`${name('w')}.`, 'A', '192.0.2.1'), SetIdentifier: 'a', Weight: 3 },
    ]);
    expect(first.NextRecordIdentifier).toBe('b');
    const second = list({
      StartRecordName: first.NextRecordName,
      StartRecordType: first.NextRecordType,
      StartRecordIdentifier: first.NextRecordIdentifier,
    });
    expect(second.ResourceRecordSets?.map(({ SetIdentifier }) => SetIdentifier)).toEqual(['b']);
  });

  it('are changed and deleted by identifier, the routing included', () => {
    apply(weighted('a', 3, '192.0.2.1'), weighted('b', 1, '192.0.2.2'));
    apply(weighted('a', 0, '192.0.2.1', 'UPSERT'));
    expect(refusal(weighted('a', 3, '192.0.2.1', 'DELETE'))).toContain(
      'but the values provided do not match the current values',
    );
    expect(refusal(change('DELETE', name('w'), 'A', '192.0.2.1'))).toContain('but it was not found');
    apply(weighted('a', 0, '192.0.2.1', 'DELETE'));
    expect(addresses('w')).toEqual(['192.0.2.2']);
  });

  it.each<[string, () => Change, () => Change, string]>([
    [
      'a simple one beside them',
      () => weighted('a', 1, '192.0.2.1'),
      () => change('UPSERT', name('w'), 'A', '192.0.2.9'),
      'type A cannot be created as other RRSets exist with the same name and type.',
    ],
    [
      'one beside a simple one',
      () => change('CREATE', name('w'), 'A', '192.0.2.9'),
      () => weighted('a', 1, '192.0.2.1'),
      'type A, SetIdentifier a cannot be created as a non-weighted set exists with the same name and type.',
    ],
    [
      'one of another policy',
      () => weighted('a', 1, '192.0.2.1'),
      () => withRouting(change('CREATE', name('w'), 'A', '192.0.2.2'), { SetIdentifier: 'b', MultiValueAnswer: true }),
      'type A, SetIdentifier b cannot be created because a non multivalue answer rrset exists with the same name and type.',
    ],
    [
      'another TTL in a weighted set',
      () => weighted('a', 1, '192.0.2.1'),
      () => withRouting(change('CREATE', name('w'), 'A', '192.0.2.2', 60), { SetIdentifier: 'b', Weight: 1 }),
      'SetIdentifier b cannot be created as weighted sets must contain the same TTL.',
    ],
    [
      'a second primary',
      () =>
        withRouting(aliasChange('CREATE', name('w'), 'A', loadBalancer), { SetIdentifier: 'a', Failover: 'PRIMARY' }),
      () =>
        withRouting(aliasChange('CREATE', name('w'), 'A', loadBalancer), { SetIdentifier: 'b', Failover: 'PRIMARY' }),
      'SetIdentifier b cannot be created as another failover set exists for the same case.',
    ],
    [
      'a CNAME beside them',
      () => weighted('a', 1, '192.0.2.1'),
      () => change('CREATE', name('w'), 'CNAME', 'www.example.org'),
      'is not permitted as it conflicts with other records with the same DNS name',
    ],
  ])('refuse %s', (_, first, second, message) => {
    apply(first());
    expect(refusal(second())).toContain(message);
  });

  it('refuse a multivalue answer for an alias', () => {
    const alias = aliasChange('CREATE', name('w'), 'A', loadBalancer);
    expect(refusal(withRouting(alias, { SetIdentifier: 'a', MultiValueAnswer: true }))).toContain('not permitted');
  });

  it('answer in proportion to their weights', () => {
    apply(weighted('a', 3, '192.0.2.1'), weighted('b', 1, '192.0.2.2'), weighted('c', 0, '192.0.2.3'));
    const answers = Array.from({ length: 400 }, () => addresses('w')[0]);
    const share = (address: string) => answers.filter((answer) => answer === address).length / answers.length;
    expect(share('192.0.2.1')).toBeCloseTo(0.75, 1);
    expect(share('192.0.2.2')).toBeCloseTo(0.25, 1);
    expect(share('192.0.2.3')).toBe(0);
  });

  it.each<[string, Partial<ResourceRecordSet>[], string[]]>([
    ['the primary', [{ Failover: 'SECONDARY' }, { Failover: 'PRIMARY' }], ['192.0.2.1']],
    [
      'the default place',
      [{ GeoLocation: { ContinentCode: 'EU' } }, { GeoLocation: { CountryCode: '*' } }],
      ['192.0.2.1'],
    ],
    ['nothing without a default place', [{ GeoLocation: { CountryCode: 'DE' } }], []],
    ['the first Region', [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }], ['192.0.2.1']],
    ['every value', [{ MultiValueAnswer: true }, { MultiValueAnswer: true }], ['192.0.2.0', '192.0.2.1']],
  ])('answer with %s', (_, routings, expected) => {
    const changes = routings.map((routing, index) =>
      withRouting(change('CREATE', name('w'), 'A', `192.0.2.${index}`), { SetIdentifier: `${index}`, ...routing }),
    );
    apply(...changes);
    expect(addresses('w')).toEqual(expected);
  });

  it('answer for an alias to them', () => {
    apply(
      withRouting(aliasChange('CREATE', name('w'), 'A', ipv4LoadBalancer), { SetIdentifier: 'a', Weight: 1 }),
      aliasChange('CREATE', name('alias'), 'A', {
        dnsName: name('w'),
        hostedZoneId: zoneId.replace('/hostedzone/', ''),
      }),
    );
    expect(addresses('alias')).toEqual(ipv4LoadBalancer.ipv4);
  });
});
