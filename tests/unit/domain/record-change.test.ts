import {
  inverseOf,
  planRecordChange,
  progressOf,
  type RecordChange,
  type RecordSet,
  recordSetText,
} from '../../../shared/domain/dns/record-change';
import { aTarget, DNS_NAME } from '../../builders/document';
import { aRecord, anAlias } from '../../builders/record-set';

const AT = { zoneId: 'Z1', name: 'app.example.com' };
const A = aRecord('A', ['192.0.2.1', '192.0.2.2']);
const AAAA = aRecord('AAAA', ['2001:db8::1']);
const CNAME = aRecord('CNAME', ['old.example.net.']);
const here = anAlias('A');
const stored = anAlias('A', `${DNS_NAME}.`);

describe('a name is moved', () => {
  const plan = (existing: readonly RecordSet[], ipAddressType = 'ipv4') =>
    planRecordChange(AT, existing, aTarget({ ipAddressType }));

  it.each<[string, RecordSet[], string, RecordSet[], RecordSet[]]>([
    ['from addresses', [A], 'ipv4', [A], [here]],
    ['from addresses of both kinds', [A, AAAA], 'ipv4', [A, AAAA], [here]],
    ['to a dual-stack load balancer', [A, AAAA], 'dualstack', [A, AAAA], [here, anAlias('AAAA')]],
    ['from a CNAME', [CNAME], 'dualstack', [CNAME], [here, anAlias('AAAA')]],
    [
      'from an alias elsewhere',
      [anAlias('A', 'x.elb.amazonaws.com.')],
      'ipv4',
      [anAlias('A', 'x.elb.amazonaws.com.')],
      [here],
    ],
    ['from nothing', [], 'ipv4', [], [here]],
    ['with an alias that stays', [stored, AAAA], 'dualstack', [AAAA], [anAlias('AAAA')]],
    ['with a foreign AAAA alone in the way', [stored, AAAA], 'ipv4', [AAAA], []],
    ['not at all when it points here', [stored], 'ipv4', [], []],
    [
      'not at all when it points here, as the console writes it',
      [anAlias('A', `dualstack.${DNS_NAME}.`)],
      'ipv4',
      [],
      [],
    ],
    ['not at all when a CNAME points here', [aRecord('CNAME', [`${DNS_NAME.toUpperCase()}.`])], 'ipv4', [], []],
  ])('%s', (_case, existing, ipAddressType, deleted, created) => {
    const kept = existing.filter((record) => !deleted.some((each) => recordSetText(each) === recordSetText(record)));
    expect(plan(existing, ipAddressType)).toEqual({ ...AT, kept, deleted, created });
  });

  it('never from a record with a routing policy', () => {
    const weighted = { ...A, routing: 'routing policy, record ID "blue"' };
    expect(plan([weighted])).toEqual({ notReplaceable: weighted });
    expect(plan([weighted, { ...stored, routing: 'routing policy, record ID "green"' }])).toEqual({
      notReplaceable: weighted,
    });
  });
});

describe('the records at the name are compared with a change', () => {
  const change: RecordChange = { ...AT, kept: [], deleted: [A, AAAA], created: [here] };

  it.each<[string, RecordSet[], string]>([
    ['due', [A, AAAA], 'exactly those before it'],
    ['due', [{ ...AAAA }, { ...A, values: [...A.values].reverse() }], 'those before it in another order'],
    ['made', [stored], 'exactly those after it'],
    ['changed', [A], 'fewer than before it'],
    ['changed', [A, AAAA, CNAME], 'more than before it'],
    ['changed', [{ ...A, ttl: 301 }, AAAA], 'those before it with another TTL'],
    ['changed', [], 'none'],
    ['changed', [stored, AAAA], 'those after it, and one more'],
    ['changed', [{ ...stored, routing: 'routing policy, record ID "blue"' }], 'those after it with a routing policy'],
    [
      'changed',
      [{ ...stored, aliasTarget: { hostedZoneId: 'Z32O12XQLNTSW2', dnsName: DNS_NAME, evaluateTargetHealth: true } }],
      'those after it, but the health of the target is evaluated',
    ],
    ['changed', [anAlias('A', 'x.elb.amazonaws.com.')], 'an alias elsewhere'],
  ])('it is %s when they are %3$s', (progress, existing) => {
    expect(progressOf(change, existing)).toBe(progress);
  });

  it('what is kept is there before and after', () => {
    const beside: RecordChange = { ...AT, kept: [stored], deleted: [AAAA], created: [] };
    expect([[stored, AAAA], [stored], [AAAA]].map((existing) => progressOf(beside, existing))).toEqual([
      'due',
      'made',
      'changed',
    ]);
  });

  it('it is taken back with the record as it exists', () => {
    expect(inverseOf(change, [stored])).toEqual({ ...AT, kept: [], deleted: [stored], created: [A, AAAA] });
  });
});

it.each([
  [A, 'A 192.0.2.1, 192.0.2.2 (TTL 300)'],
  [CNAME, 'CNAME old.example.net. (TTL 300)'],
  [stored, `A alias to ${DNS_NAME}`],
  [{ ...A, routing: 'health check abc' }, 'A 192.0.2.1, 192.0.2.2 (TTL 300; health check abc)'],
])('is described as %#', (record, text) => {
  expect(recordSetText(record)).toBe(text);
});
