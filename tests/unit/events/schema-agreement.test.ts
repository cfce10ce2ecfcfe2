import * as fc from 'fast-check';
import { contracts } from '../../../events/contracts';
import { problemsByRegistry, problemsBySchema } from '../../builders/json-schemas';
import { LOAD_BALANCER, TARGET_GROUP } from '../../builders/document';
import { aDetail, anEvent } from '../../builders/request';

const { domainRequested, domainRemovalRequested } = contracts;
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const tagsInNumber = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, '']));

/** Who takes a detail, as JSON has it. */
function takers(contract: typeof domainRequested | typeof domainRemovalRequested, file: string, written: unknown) {
  const detail = JSON.parse(JSON.stringify(written)) as unknown;
  const event = { ...anEvent(), 'detail-type': contract.detailType, detail };
  return {
    validator: contract.detail.safeParse(detail).success,
    published: problemsBySchema(file, detail).length === 0,
    registry: problemsByRegistry(contract, event).length === 0,
  };
}
const takersOfRequest = (detail: unknown) => takers(domainRequested, 'domain-requested.json', detail);
const takersOfRemoval = (detail: unknown) => takers(domainRemovalRequested, 'domain-removal-requested.json', detail);
const everybodySays = (valid: boolean) => ({ validator: valid, published: valid, registry: valid });

it.each<[string, object, boolean]>([
  ['nothing unusual', {}, true],
  ['only a name', { alternativeNames: undefined, target: undefined }, true],
  ['all that there is', { keyAlgorithm: 'EC_prime256v1', hostedZoneId: 'Z1', alias: false, redirectHttp: true }, true],
  ['no name', { domainName: undefined }, false],
  ['a name of the wrong type', { domainName: 7 }, false],
  ['an unknown field', { domian: 'x' }, false],
  ['an unknown field of the target', { target: { name: 'web' } }, false],
  ['a load balancer with a listener', { target: { loadBalancer: 'web', listenerArn: LISTENER } }, false],
  ['101 alternative names', { alternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) }, false],
  ['an unknown key type', { keyAlgorithm: 'RSA_1024' }, false],
  ['a hosted zone that is none', { hostedZoneId: 'example.com' }, false],
  ['a listener that is none', { target: { listenerArn: 'web' } }, false],
  ['alias as text', { alias: 'yes' }, false],
  ['a tag that is a number', { tags: { team: 7 } }, false],
  ['a tag in letters of any language', { tags: { größe: '大' } }, true],
  ['a tag of AWS', { tags: { 'aws:team': 'web' } }, false],
  ['a tag of AWS in capitals', { tags: { 'AWS:team': 'web' } }, false],
  ['a tag of ours', { tags: { 'Acm-Autopilot:stack': 'mine' } }, false],
  ['a tag with a value of AWS', { tags: { team: 'AWS:web' } }, false],
  ['42 tags', { tags: tagsInNumber(42) }, true],
  ['43 tags', { tags: tagsInNumber(43) }, false],
])('validator, JSON Schema and registry agree on a request with %s', (_what, changes, valid) => {
  expect(takersOfRequest(aDetail(changes))).toEqual(everybodySays(valid));
});

it.each<[string, object, boolean]>([
  ['a domain', { domainName: 'app.example.com' }, true],
  ['a certificate', { certificateArn: CERTIFICATE }, true],
  ['neither', {}, false],
  ['both', { domainName: 'app.example.com', certificateArn: CERTIFICATE }, false],
  ['a certificate that is none', { certificateArn: LOAD_BALANCER }, false],
  ['an unknown field', { domainName: 'app.example.com', force: true }, false],
])('validator, JSON Schema and registry agree on a removal of %s', (_what, detail, valid) => {
  expect(takersOfRemoval(detail)).toEqual(everybodySays(valid));
});

describe('whatever is made of an event, they agree on it', () => {
  const odd = fc.constantFrom<unknown>(null, true, 7, '', [], {}, ['app.example.com', 7], { loadBalancer: 7 });
  const perhaps = (valid: fc.Arbitrary<unknown>) =>
    fc.option(fc.oneof({ weight: 9, arbitrary: valid }, { weight: 1, arbitrary: odd }), { nil: undefined });
  // JSON Schema leaves it to the service which text is a domain.
  const name = fc.constantFrom('app.example.com', '*.app.example.com', 'bücher.example.com', 'APP.example.com.');
  const arn = (...right: string[]) => fc.constantFrom(...right, ...right, LOAD_BALANCER, TARGET_GROUP);
  const stranger = fc.option(odd, { nil: undefined, freq: 9 });

  const request = fc.record({
    domainName: fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: perhaps(name) }),
    alternativeNames: perhaps(fc.array(name, { maxLength: 3 })),
    target: perhaps(
      fc.record({
        loadBalancer: perhaps(fc.constantFrom('web', LOAD_BALANCER)),
        listenerArn: perhaps(arn(LISTENER)),
        targetGroupArn: perhaps(arn(TARGET_GROUP)),
      }),
    ),
    keyAlgorithm: perhaps(fc.constantFrom('RSA_2048', 'EC_prime256v1')),
    hostedZoneId: perhaps(fc.constantFrom('Z1', 'Z0123456789ABCDEFGHIJ')),
    redirectHttp: perhaps(fc.boolean()),
    tags: perhaps(fc.dictionary(fc.constantFrom('team', 'größe', 'Aws', 'aWs:x'), fc.string({ maxLength: 3 }))),
    team: stranger,
  });
  const removal = fc.record({ domainName: perhaps(name), certificateArn: perhaps(arn(CERTIFICATE)), team: stranger });

  it.each([
    ['requests', request, takersOfRequest],
    ['removals', removal, takersOfRemoval],
  ] as const)('%s', (_what, details, takersOf) => {
    const verdicts = new Set<boolean>();
    const property = fc.property<[unknown]>(details, (detail) => {
      const agreed = takersOf(detail);
      verdicts.add(agreed.validator);
      expect(agreed).toEqual(everybodySays(agreed.validator));
    });
    fc.assert(property, { numRuns: 1_000, seed: 20_261_128 });
    expect(verdicts).toEqual(new Set([true, false]));
  });
});
