import { domainRequested } from '../../../events/domain-requested';
import { detailSchemaOf, patternOf, registrySchemaOf } from '../../../events/event';
import published from '../../../events/schemas/domain-requested.json';
import { aDetail } from '../../builders/request';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const read = (detail: unknown) => domainRequested.detail.safeParse(detail);
const tagsInNumber = (length: number) => Object.fromEntries(Array.from({ length }, (_, n) => [`t${n}`, '']));
const problems = (detail: unknown) =>
  read(detail).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

it('requires only a domainName, and has defaults for the rest', () => {
  expect(read({ domainName: 'Example.com.' }).data).toEqual({
    domainName: 'example.com',
    alternativeNames: [],
    target: {},
    keyAlgorithm: 'RSA_2048',
    alias: true,
    redirectHttp: false,
    tags: {},
  });
});

it.each<[string, object]>([
  ['a listener', { target: { listenerArn: `${ELB}:listener/app/web/1/2` } }],
  ['a target group', { target: { loadBalancer: 'web', targetGroupArn: `${ELB}:targetgroup/web/1` } }],
  ['a default action', { target: { defaultAction: '404' } }],
  ['an elliptic curve', { keyAlgorithm: 'EC_secp384r1' }],
  ['a hosted zone', { hostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
  ['a hosted zone as Route 53 returns it', { hostedZoneId: '/hostedzone/Z0123456789ABCDEFGHIJ' }],
  ['tags', { tags: { team: 'web', 'cost centre': '' } }],
  ['41 tags', { tags: tagsInNumber(41) }],
  ['100 alternative names', { alternativeNames: Array.from({ length: 100 }, (_, n) => `n${n}.example.com`) }],
  ['no alternative name', { alternativeNames: [] }],
])('accepts %s', (_what, changes) => {
  expect(problems(aDetail(changes))).toEqual([]);
});

it.each<[string, unknown, RegExp]>([
  ['no detail', undefined, /^: .*object/],
  ['a detail that is text', 'app.example.com', /^: .*object/],
  ['a missing domainName', {}, /^domainName: /],
  ['an empty domainName', aDetail({ domainName: '' }), /^domainName: /],
  ['a domainName that is null', aDetail({ domainName: null }), /^domainName: .*string/],
  [
    'an invalid domainName',
    aDetail({ domainName: 'a_b.example.com' }),
    /^domainName: "a_b\.example\.com": has a character/,
  ],
  ['an invalid alternative name', aDetail({ alternativeNames: ['localhost'] }), /^alternativeNames\.0: .*two labels/],
  [
    'alternative names that are not a list',
    aDetail({ alternativeNames: 'b.example.com' }),
    /^alternativeNames: .*array/,
  ],
  [
    '101 alternative names',
    aDetail({ alternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) }),
    /^alternativeNames: .*100/,
  ],
  ['another default action', aDetail({ target: { defaultAction: '200' } }), /^target\.defaultAction: is not "404"$/],
  [
    'a default action beside a target group',
    aDetail({ target: { targetGroupArn: `${ELB}:targetgroup/web/1`, defaultAction: '404' } }),
    /^target: specify either targetGroupArn or defaultAction, not both/,
  ],
  [
    'a redirect to a listener that answers 404',
    aDetail({ target: { defaultAction: '404' }, redirectHttp: true }),
    /^redirectHttp: would lead to target\.defaultAction, which answers 404/,
  ],
  ['an unknown field', aDetail({ keyAlgoritm: 'RSA_2048' }), /^: .*"keyAlgoritm"/],
  ['an unknown field of the target', aDetail({ target: { listener: 'x' } }), /^target: .*"listener"/],
  [
    'two targets',
    aDetail({ target: { loadBalancer: 'web', listenerArn: `${ELB}:listener/app/web/1/2` } }),
    /^target: .*not both/,
  ],
  [
    'an invalid target group',
    aDetail({ target: { targetGroupArn: `${ELB}:listener/x` } }),
    /^target\.targetGroupArn: is not the ARN of a targetgroup/,
  ],
  [
    'an unknown key algorithm',
    aDetail({ keyAlgorithm: 'RSA_4096' }),
    /^keyAlgorithm: is not one of RSA_2048, EC_prime256v1, EC_secp384r1$/,
  ],
  ['an invalid hosted zone', aDetail({ hostedZoneId: '/hostedzones/Z1' }), /^hostedZoneId: is not the id/],
  ['alias as text', aDetail({ alias: 'true' }), /^alias: must be a boolean, true or false/],
  ['redirectHttp as a number', aDetail({ redirectHttp: 1 }), /^redirectHttp: must be a boolean, true or false/],
  ["a tag with AWS's prefix", aDetail({ tags: { 'aws:x': '1' } }), /^tags/],
  ["a tag with this service's prefix", aDetail({ tags: { 'acm-autopilot:stack': 'mine' } }), /^tags/],
  ['a tag that is a number', aDetail({ tags: { team: 7 } }), /^tags\.team: .*string/],
  ['42 tags', aDetail({ tags: tagsInNumber(42) }), /^tags: at most 41/],
])('rejects %s with the field and the rule', (_what, detail, problem) => {
  expect(problems(detail)).toContainEqual(expect.stringMatching(problem));
});

it('is accepted from any source except AWS services', () => {
  expect(patternOf(domainRequested)).toEqual({
    source: [{ 'anything-but': { prefix: 'aws.' } }],
    'detail-type': ['Domain Requested'],
  });
});

it('has a current schema file', () => {
  expect(published).toEqual(detailSchemaOf(domainRequested));
});

it('has a registry schema for the whole event in JSON Schema draft 4', () => {
  expect(registrySchemaOf(domainRequested)).toMatchObject({
    $schema: 'http://json-schema.org/draft-04/schema#',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      'detail-type': { enum: ['Domain Requested'] },
      detail: { required: ['domainName'], additionalProperties: false },
    },
  });
});
