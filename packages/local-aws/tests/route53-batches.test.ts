import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../src/aws-error';
import { applyChangeBatch, type BatchTarget } from '../src/route53/change-batch';
import { describeRecordSet, type RecordSet, type RecordSets } from '../src/route53/record-sets';
import { aliasChange, change, loadBalancer, recordSet, startRoute53 } from './route53-setup';

const ZONE_ID = 'Z0EXAMPLE';
const { clock, loadBalancers } = startRoute53();
afterAll(() => clock.stop());

const emptyZone: BatchTarget = {
  zoneId: ZONE_ID,
  zoneName: 'example.com.',
  recordSets: new Map(),
  isProtected: ({ name }) => name.startsWith('protected.'),
  loadBalancers,
};

/** What a first batch leaves in the zone. */
const existing: RecordSets = applyChangeBatch({ ...emptyZone, isProtected: () => false }, [
  change('CREATE', 'example.com', 'NS', ['ns-1.awsdns-00.com.', 'ns-512.awsdns-00.net.'], 172_800),
  change(
    'CREATE',
    'example.com',
    'SOA',
    'ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400',
    900,
  ),
  change('CREATE', 'a.example.com', 'A', ['192.0.2.1', '192.0.2.2']),
  change('CREATE', 'c.example.com', 'CNAME', 'a.example.com'),
  change('CREATE', 'protected.example.com', 'CNAME', 'x.acm-validations.aws.'),
]);

const apply = (...batch: Change[]) => applyChangeBatch({ ...emptyZone, recordSets: existing }, batch);
const listed = (recordSets: RecordSets) =>
  [...recordSets.values()].filter((one: RecordSet) => !existing.has(`${one.name} ${one.type}`)).map(describeRecordSet);

function refusal(...batch: Change[]): AwsError {
  try {
    apply(...batch);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('The batch was accepted');
}

describe('a change batch is refused', () => {
  const label = (name: string, type: string) => `[name='${name}', type='${type}']`;
  const fatal = (problem: string, value: string) =>
    `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`;

  it.each<[string, Change[], string]>([
    [
      'a name outside the zone',
      [change('CREATE', 'www.example.org', 'A', '192.0.2.1')],
      'RRSet with DNS name www.example.org. is not permitted in zone example.com.',
    ],
    [
      'a name that only ends like the zone',
      [change('CREATE', 'notexample.com', 'A', '192.0.2.1')],
      'RRSet with DNS name notexample.com. is not permitted in zone example.com.',
    ],
    [
      'a CNAME at the zone apex',
      [change('UPSERT', 'example.com', 'CNAME', 'a.example.org')],
      'RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.',
    ],
    [
      'a CNAME beside other types',
      [change('CREATE', 'a.example.com', 'CNAME', 'b.example.org')],
      'RRSet of type CNAME with DNS name a.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
    ],
    [
      'another type beside a CNAME',
      [change('UPSERT', 'c.example.com', 'TXT', '"x"')],
      'RRSet of type TXT with DNS name c.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.',
    ],
    [
      'creating what exists',
      [change('CREATE', 'A.example.com.', 'A', '192.0.2.9')],
      `Tried to create resource record set ${label('a.example.com.', 'A')} but it already exists`,
    ],
    [
      'deleting what does not exist',
      [change('DELETE', 'b.example.com', 'A', '192.0.2.1')],
      `Tried to delete resource record set ${label('b.example.com.', 'A')} but it was not found`,
    ],
    [
      'deleting other values',
      [change('DELETE', 'a.example.com', 'A', '192.0.2.1')],
      `Tried to delete resource record set ${label('a.example.com.', 'A')} but the values provided do not match the current values`,
    ],
    [
      'deleting with another TTL',
      [change('DELETE', 'c.example.com', 'CNAME', 'a.example.com', 60)],
      `Tried to delete resource record set ${label('c.example.com.', 'CNAME')} but the values provided do not match the current values`,
    ],
    [
      'deleting the name servers of the zone',
      [change('DELETE', 'example.com', 'NS', ['ns-512.awsdns-00.net.', 'ns-1.awsdns-00.com.'], 172_800)],
      'A HostedZone must contain at least one NS record for the zone itself.',
    ],
    [
      'the same record set twice',
      [change('UPSERT', 'n.example.com', 'A', '192.0.2.1'), change('UPSERT', 'N.example.com.', 'A', '192.0.2.1')],
      `The request contains an invalid set of changes for a resource record set 'A n.example.com.'`,
    ],
    [
      'a protected record set, even with the content that it has',
      [change('UPSERT', 'protected.example.com', 'CNAME', 'x.acm-validations.aws.')],
      `Tried to change resource record set ${label('protected.example.com.', 'CNAME')} but it is protected`,
    ],
    [
      'a value twice',
      [change('CREATE', 'n.example.com', 'A', ['192.0.2.1', '192.0.2.1'])],
      `Duplicate Resource Record: '192.0.2.1'`,
    ],
    [
      'a CNAME with two values',
      [change('CREATE', 'n.example.com', 'CNAME', ['a.example.org', 'b.example.org'])],
      'Cannot have more than 1 records in a RRSet.',
    ],
    [
      'a bad IPv4 address',
      [change('CREATE', 'n.example.com', 'A', '192.0.2')],
      fatal('ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)', '192.0.2'),
    ],
    [
      'two addresses in one value',
      [change('CREATE', 'n.example.com', 'A', '192.0.2.1 192.0.2.2')],
      fatal('ARRDATANotSingleField (Value contains spaces)', '192.0.2.1 192.0.2.2'),
    ],
    [
      'a bad IPv6 address',
      [change('CREATE', 'n.example.com', 'AAAA', '192.0.2.1')],
      fatal('AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)', '192.0.2.1'),
    ],
    [
      'a CNAME to a name with an empty label',
      [change('CREATE', 'n.example.com', 'CNAME', 'a..example.org')],
      fatal('DomainLabelEmpty (Domain label is empty)', 'a..example.org'),
    ],
    [
      'an unquoted text',
      [change('CREATE', 'n.example.com', 'TXT', 'hello')],
      fatal('InvalidCharacterString (Value should be enclosed in quotation marks)', 'hello'),
    ],
    [
      'a text longer than 255 characters',
      [change('CREATE', 'n.example.com', 'TXT', `"${'x'.repeat(256)}"`)],
      fatal('CharacterStringTooLong (Value is too long)', `"${'x'.repeat(256)}"`),
    ],
    [
      'an MX without a priority',
      [change('CREATE', 'n.example.com', 'MX', 'mail.example.com')],
      fatal("MXRRDATANotTwoFields (MX record doesn't have 2 fields)", 'mail.example.com'),
    ],
    [
      'a CAA without quotation marks',
      [change('CREATE', 'n.example.com', 'CAA', '0 issue amazon.com')],
      fatal('InvalidCharacterString (Value should be enclosed in quotation marks)', 'amazon.com'),
    ],
    [
      'a CAA with flags over 255',
      [change('CREATE', 'n.example.com', 'CAA', '256 issue "amazon.com"')],
      fatal('CAARRDATAIllegalFlags (Flags must be a number from 0 to 255)', '256 issue "amazon.com"'),
    ],
    [
      'a label of 64 characters',
      [change('CREATE', `${'x'.repeat(64)}.example.com`, 'A', '192.0.2.1')],
      `FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${'x'.repeat(64)}.example.com'`,
    ],
    [
      'an alias to an unknown load balancer',
      [aliasChange('UPSERT', 'n.example.com', 'A', { ...loadBalancer, dnsName: 'gone-1.eu-west-1.elb.amazonaws.com' })],
      `Tried to create an alias that targets gone-1.eu-west-1.elb.amazonaws.com., type A in zone Z32O12XQLNTSW2, but that target was not found`,
    ],
    [
      'an alias to a load balancer in the zone of another Region',
      [aliasChange('UPSERT', 'n.example.com', 'A', { ...loadBalancer, hostedZoneId: 'Z35SXDOTRQ7X7K' })],
      `Tried to create an alias that targets ${loadBalancer.dnsName}., type A in zone Z35SXDOTRQ7X7K, but that target was not found`,
    ],
    [
      'an alias to a record set of another type',
      [aliasChange('UPSERT', 'n.example.com', 'AAAA', { hostedZoneId: ZONE_ID, dnsName: 'a.example.com' })],
      `Tried to create an alias that targets a.example.com., type AAAA in zone ${ZONE_ID}, but that target was not found`,
    ],
  ])('for %s', (_, batch, message) => {
    const error = refusal(...batch);
    expect(error).toMatchObject({ code: 'InvalidChangeBatch', status: 400, message: `[${message}]` });
    expect(error.members).toEqual({ messages: [message] });
  });

  it('for a load balancer said to be in the own zone, with both reasons', () => {
    const attempt = `Tried to create an alias that targets ${loadBalancer.dnsName}., type A in zone ${ZONE_ID}`;
    expect(
      refusal(aliasChange('UPSERT', 'n.example.com', 'A', { ...loadBalancer, hostedZoneId: ZONE_ID })).members,
    ).toEqual({
      messages: [
        `${attempt}, but the alias target name does not lie within the target zone`,
        `${attempt}, but that target was not found`,
      ],
    });
  });

  it('with a message for each change that is wrong', () => {
    const { members } = refusal(
      change('CREATE', 'fine.example.com', 'A', '192.0.2.1'),
      change('CREATE', 'www.example.org', 'A', '192.0.2.1'),
      change('DELETE', 'b.example.com', 'A', '192.0.2.1'),
    );
    expect(members.messages).toHaveLength(2);
  });

  const missing = (found: string, name: string) =>
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${found} in Change with [Action=UPSERT, Name=${name}, Type=A, SetIdentifier=null]`;
  const alias = { HostedZoneId: loadBalancer.hostedZoneId, DNSName: loadBalancer.dnsName, EvaluateTargetHealth: false };

  it.each<[string, Partial<ResourceRecordSet>, string]>([
    ['no TTL', { ResourceRecords: [{ Value: '192.0.2.1' }] }, missing('none', 'n.example.com')],
    ['no values', { TTL: 60, ResourceRecords: [] }, missing('none', 'n.example.com')],
    ['an alias with a TTL', { TTL: 60, AliasTarget: alias }, missing('more than one', 'n.example.com')],
    [
      'a negative TTL',
      { ...recordSet('', 'A', '192.0.2.1', -1), Name: 'n.example.com' },
      'TTL must be between 0 and 2147483647',
    ],
    [
      'a routing policy without an identifier',
      { ...recordSet('n', 'A', '192.0.2.1'), Name: 'n.example.com', Weight: 1 },
      "Missing field 'SetIdentifier' in Change with [Action=UPSERT, Name=n.example.com, Type=A, SetIdentifier=null]",
    ],
    [
      'an identifier without a routing policy',
      { ...recordSet('n', 'A', '192.0.2.1'), Name: 'n.example.com', SetIdentifier: 'x' },
      'but found none in Change with [Action=UPSERT, Name=n.example.com, Type=A, SetIdentifier=x]',
    ],
    [
      'two routing policies',
      { ...recordSet('n', 'A', '192.0.2.1'), SetIdentifier: 'x', Weight: 1, Region: 'eu-west-1' },
      'but found more than one',
    ],
    [
      'a weight of 256',
      { ...recordSet('n', 'A', '192.0.2.1'), SetIdentifier: 'x', Weight: 256 },
      'Weight must be between 0 and 255',
    ],
    [
      'a place that is none',
      { ...recordSet('n', 'A', '192.0.2.1'), SetIdentifier: 'x', GeoLocation: { SubdivisionCode: 'NY' } },
      'GeoLocation must be',
    ],
    [
      'a health check',
      { ...recordSet('n', 'A', '192.0.2.1'), SetIdentifier: 'x', Weight: 1, HealthCheckId: 'h' },
      'does not model HealthCheckId',
    ],
    ['a type that is not modelled', { Type: 'NAPTR' }, 'does not model record sets of type NAPTR'],
  ])('as invalid input for %s', (_, members, message) => {
    const error = refusal({ Action: 'UPSERT', ResourceRecordSet: { Name: 'n.example.com', Type: 'A', ...members } });
    expect(error.code).toBe('InvalidInput');
    expect(error.message).toContain(message);
  });
});

describe('a change batch is accepted', () => {
  it.each<[string, Change[], ResourceRecordSet[]]>([
    [
      'for a wildcard, which comes back escaped',
      [change('CREATE', '*.Example.com', 'A', '192.0.2.1')],
      [recordSet('\\052.example.com.', 'A', '192.0.2.1')],
    ],
    [
      'when it replaces another type by a CNAME',
      [
        change('DELETE', 'a.example.com', 'A', ['192.0.2.2', '192.0.2.1']),
        change('CREATE', 'a.example.com', 'CNAME', 'b.example.org'),
      ],
      [recordSet('a.example.com.', 'CNAME', 'b.example.org')],
    ],
    [
      'for CAA values of every kind',
      [
        change('CREATE', 'n.example.com', 'CAA', [
          '0 issue ";"',
          '128 issuewild "amazon.com"',
          '0 iodef "mailto:a@b.example"',
        ]),
      ],
      [
        recordSet('n.example.com.', 'CAA', [
          '0 issue ";"',
          '128 issuewild "amazon.com"',
          '0 iodef "mailto:a@b.example"',
        ]),
      ],
    ],
    [
      'for an alias at the apex to a dual-stack name',
      [aliasChange('UPSERT', 'example.com', 'AAAA', { ...loadBalancer, dnsName: `dualstack.${loadBalancer.dnsName}` })],
      [
        {
          Name: 'example.com.',
          Type: 'AAAA',
          AliasTarget: {
            HostedZoneId: loadBalancer.hostedZoneId,
            DNSName: `dualstack.${loadBalancer.dnsName}.`,
            EvaluateTargetHealth: false,
          },
        },
      ],
    ],
  ])('%s', (_, batch, expected) => {
    expect(listed(apply(...batch))).toEqual(expected);
  });

  it('for an alias to a record set that the same batch creates', () => {
    const after = apply(
      aliasChange('CREATE', 'b.example.com', 'A', { hostedZoneId: ZONE_ID, dnsName: 'n.example.com' }),
      change('CREATE', 'n.example.com', 'A', '192.0.2.1'),
    );
    expect(after.size).toBe(existing.size + 2);
  });

  it('when a record set is deleted and created in one batch', () => {
    const after = apply(
      change('DELETE', 'c.example.com', 'CNAME', 'a.example.com'),
      change('CREATE', 'c.example.com', 'CNAME', 'b.example.org'),
    );
    expect(after.get('c.example.com. CNAME')?.content).toEqual({ ttlSeconds: 300, values: ['b.example.org'] });
  });
});

describe('the limits of a change batch', () => {
  const manySets = (action: 'CREATE' | 'UPSERT', count: number) =>
    Array.from({ length: count }, (_, index) => change(action, `n${index}.example.com`, 'A', '192.0.2.1'));
  const longSets = (action: 'CREATE' | 'UPSERT', characters: number) =>
    Array.from({ length: characters / 250 }, (_, index) =>
      change(action, `n${index}.example.com`, 'TXT', `"${'x'.repeat(248)}"`),
    );

  it.each([
    ['1,000 created records', manySets('CREATE', 1_000)],
    ['500 upserted records', manySets('UPSERT', 500)],
    ['32,000 created characters', longSets('CREATE', 32_000)],
    ['16,000 upserted characters', longSets('UPSERT', 16_000)],
  ])('admit %s', (_, batch) => {
    expect(apply(...batch).size).toBe(existing.size + batch.length);
  });

  it.each([
    ['1,001 created records', manySets('CREATE', 1_001), '[Number of records limit of 1000 exceeded.]'],
    ['501 upserted records', manySets('UPSERT', 501), '[Number of records limit of 1000 exceeded.]'],
    ['32,250 created characters', longSets('CREATE', 32_250), '[RDATA character limit of 32000 exceeded.]'],
    ['16,250 upserted characters', longSets('UPSERT', 16_250), '[RDATA character limit of 32000 exceeded.]'],
  ])('refuse %s', (_, batch, message) => {
    expect(refusal(...batch)).toMatchObject({ code: 'InvalidChangeBatch', message });
  });

  it('refuse more than 400 records in a set', () => {
    const addresses = Array.from({ length: 401 }, (_, index) => `2001:db8::${index}`);
    expect(apply(change('CREATE', 'n.example.com', 'AAAA', addresses.slice(1))).size).toBe(existing.size + 1);
    expect(refusal(change('CREATE', 'n.example.com', 'AAAA', addresses)).message).toBe(
      '[Cannot have more than 400 records in a RRSet.]',
    );
  });

  it('refuse more than 10,000 record sets in a zone', () => {
    const recordSets: RecordSets = new Map(
      Array.from({ length: 10_000 }, (_, index) => {
        const name = `n${index}.example.com.`;
        return [`${name} A`, { name, type: 'A', content: { ttlSeconds: 60, values: ['192.0.2.1'] } }];
      }),
    );
    const one = change('UPSERT', 'one.example.com', 'A', '192.0.2.1');
    expect(() => applyChangeBatch({ ...emptyZone, recordSets }, [one])).toThrow(
      `[Exceeded limit MAX_RRSETS_BY_ZONE for zone: ${ZONE_ID}]`,
    );
    expect(
      applyChangeBatch({ ...emptyZone, recordSets }, [change('UPSERT', 'n1.example.com', 'A', '192.0.2.2')]).size,
    ).toBe(10_000);
  });
});
