import * as fc from 'fast-check';
import { contracts } from '../../../events/contracts';
import { problemsByRegistry, problemsBySchema } from '../../builders/json-schemas';
import { LOAD_BALANCER, TARGET_GROUP } from '../../builders/document';
import { aDetail, anEvent } from '../../builders/request';

const { domainRequested, domainRemovalRequested } = contracts;
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const tagsInNumber = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, '']));

/** Which of the three schemas accept a detail, after a JSON round trip. */
function acceptance(contract: typeof domainRequested | typeof domainRemovalRequested, file: string, written: unknown) {
  const detail = JSON.parse(JSON.stringify(written)) as unknown;
  const event = { ...anEvent(), 'detail-type': contract.detailType, detail };
  return {
    validator: contract.detail.safeParse(detail).success,
    published: problemsBySchema(file, detail).length === 0,
    registry: problemsByRegistry(contract, event).length === 0,
  };
}
const requestAcceptance = (detail: unknown) => acceptance(domainRequested, 'domain-requested.json', detail);
const removalAcceptance = (detail: unknown) =>
  acceptance(domainRemovalRequested, 'domain-removal-requested.json', detail);
const allAgree = (valid: boolean) => ({ validator: valid, published: valid, registry: valid });

it.each<[string, object, boolean]>([
  ['ordinary fields', {}, true],
  ['only a name', { alternativeNames: undefined, target: undefined }, true],
  ['all fields', { keyAlgorithm: 'EC_prime256v1', hostedZoneId: 'Z1', alias: false, redirectHttp: true }, true],
  ['no name', { domainName: undefined }, false],
  ['a name of the wrong type', { domainName: 7 }, false],
  ['an unknown field', { domian: 'x' }, false],
  ['an unknown field of the target', { target: { name: 'web' } }, false],
  ['a load balancer with a listener', { target: { loadBalancer: 'web', listenerArn: LISTENER } }, false],
  ['a default action', { target: { defaultAction: '404' } }, true],
  ['a default action and redirectHttp false', { target: { defaultAction: '404' }, redirectHttp: false }, true],
  ['a default action and redirectHttp', { target: { defaultAction: '404' }, redirectHttp: true }, false],
  ['a default action and a target group', { target: { defaultAction: '404', targetGroupArn: TARGET_GROUP } }, false],
  ['rules to copy', { target: { copyRules: true, defaultAction: '404' } }, true],
  ['rules to copy as text', { target: { copyRules: 'yes' } }, false],
  ['another default action', { target: { defaultAction: '503' } }, false],
  ['a default action that is a number', { target: { defaultAction: 404 } }, false],
  ['101 alternative names', { alternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) }, false],
  ['an unknown key algorithm', { keyAlgorithm: 'RSA_1024' }, false],
  ['an invalid hosted zone', { hostedZoneId: 'example.com' }, false],
  ['an invalid listener', { target: { listenerArn: 'web' } }, false],
  ['alias as text', { alias: 'yes' }, false],
  ['a tag that is a number', { tags: { team: 7 } }, false],
  ['a tag with non-ASCII letters', { tags: { größe: '大' } }, true],
  ["a tag with AWS's prefix", { tags: { 'aws:team': 'web' } }, false],
  ["a tag with AWS's prefix in capitals", { tags: { 'AWS:team': 'web' } }, false],
  ["a tag with this service's prefix", { tags: { 'Acm-Autopilot:stack': 'mine' } }, false],
  ["a tag value with AWS's prefix", { tags: { team: 'AWS:web' } }, false],
  ['41 tags', { tags: tagsInNumber(41) }, true],
  ['42 tags', { tags: tagsInNumber(42) }, false],
])('validator, JSON Schema and registry agree on a request with %s', (_what, changes, valid) => {
  expect(requestAcceptance(aDetail(changes))).toEqual(allAgree(valid));
});

it.each<[string, object, boolean]>([
  ['a domain', { domainName: 'app.example.com' }, true],
  ['a certificate', { certificateArn: CERTIFICATE }, true],
  ['neither', {}, false],
  ['both', { domainName: 'app.example.com', certificateArn: CERTIFICATE }, false],
  ['an invalid certificate', { certificateArn: LOAD_BALANCER }, false],
  ['an unknown field', { domainName: 'app.example.com', force: true }, false],
])('validator, JSON Schema and registry agree on a removal of %s', (_what, detail, valid) => {
  expect(removalAcceptance(detail)).toEqual(allAgree(valid));
});

describe('they agree on arbitrary', () => {
  const invalid = fc.constantFrom<unknown>(null, true, 7, '', [], {}, ['app.example.com', 7], { loadBalancer: 7 });
  const maybe = (valid: fc.Arbitrary<unknown>) =>
    fc.option(fc.oneof({ weight: 9, arbitrary: valid }, { weight: 1, arbitrary: invalid }), { nil: undefined });
  // JSON Schema does not validate domain names; the service does.
  const name = fc.constantFrom('app.example.com', '*.app.example.com', 'bücher.example.com', 'APP.example.com.');
  const arn = (...valid: string[]) => fc.constantFrom(...valid, ...valid, LOAD_BALANCER, TARGET_GROUP);
  const unknownField = fc.option(invalid, { nil: undefined, freq: 9 });

  const request = fc.record({
    domainName: fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: maybe(name) }),
    alternativeNames: maybe(fc.array(name, { maxLength: 3 })),
    target: maybe(
      fc.record({
        loadBalancer: maybe(fc.constantFrom('web', LOAD_BALANCER)),
        listenerArn: maybe(arn(LISTENER)),
        targetGroupArn: maybe(arn(TARGET_GROUP)),
        defaultAction: maybe(fc.constantFrom('404', '404', '403')),
      }),
    ),
    keyAlgorithm: maybe(fc.constantFrom('RSA_2048', 'EC_prime256v1')),
    hostedZoneId: maybe(fc.constantFrom('Z1', 'Z0123456789ABCDEFGHIJ')),
    redirectHttp: maybe(fc.boolean()),
    tags: maybe(fc.dictionary(fc.constantFrom('team', 'größe', 'Aws', 'aWs:x'), fc.string({ maxLength: 3 }))),
    team: unknownField,
  });
  const removal = fc.record({ domainName: maybe(name), certificateArn: maybe(arn(CERTIFICATE)), team: unknownField });

  it.each([
    ['requests', request, requestAcceptance],
    ['removals', removal, removalAcceptance],
  ] as const)('%s', (_what, details, acceptanceOf) => {
    const verdicts = new Set<boolean>();
    const property = fc.property<[unknown]>(details, (detail) => {
      const agreed = acceptanceOf(detail);
      verdicts.add(agreed.validator);
      expect(agreed).toEqual(allAgree(agreed.validator));
    });
    fc.assert(property, { numRuns: 1_000, seed: 20_261_128 });
    expect(verdicts).toEqual(new Set([true, false]));
  });
});
