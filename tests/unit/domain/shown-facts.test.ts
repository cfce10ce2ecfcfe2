import type { ServedFacts } from '../../../shared/domain/assessment/facts';
import { shownFacts } from '../../../shared/domain/inventory/swept-certificate';
import { LOAD_BALANCER } from '../../builders/document';
import { someFacts } from '../../builders/facts';

const listed = { domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', notAfter: '2027-06-09T08:00:00Z' };
const OTHER = LOAD_BALANCER.replace('/web/', '/api/');
const NOT_AFTER = '2027-06-09T08:00:00Z';
const served = (loadBalancerArn: string, domainName: string, serial: string): ServedFacts => ({
  loadBalancerArn,
  domainName,
  serial,
  notAfter: NOT_AFTER,
});
const shownOf = (looks: readonly ServedFacts[]) =>
  shownFacts(listed, someFacts({ served: looks }, { serial: '0a:1b' })).served;

it('of what nobody looked at is what the list says', () => {
  expect(shownFacts(listed, undefined)).toEqual({
    ...listed,
    notBefore: undefined,
    serial: undefined,
    usedBy: [],
    served: [],
  });
});

it.each<[string, ServedFacts[], object[]]>([
  ['this certificate', [served(LOAD_BALANCER, 'a', 'a1b')], [{ loadBalancerArn: LOAD_BALANCER, domainName: 'a' }]],
  [
    'another one for some name, which goes before',
    [served(LOAD_BALANCER, 'a', 'a1b'), served(LOAD_BALANCER, 'b', 'ff')],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', otherSerial: 'ff' }],
  ],
  [
    'another one of ours that covers the name',
    [served(LOAD_BALANCER, 'a', 'a1b'), { ...served(LOAD_BALANCER, 'b', 'ff'), coveredBy: 'arn:wider' }],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', coveredBy: 'arn:wider' }],
  ],
  [
    'one of ours for some name and a wrong one for another, which goes before',
    [{ ...served(LOAD_BALANCER, 'a', 'ee'), coveredBy: 'arn:wider' }, served(LOAD_BALANCER, 'b', 'ff')],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', otherSerial: 'ff' }],
  ],
  [
    'nothing that could be seen',
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'a', error: 'no handshake' }],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'a', error: 'no handshake' }],
  ],
  [
    'something each',
    [served(LOAD_BALANCER, 'a', 'a1b'), served(OTHER, 'a', 'a1b'), served(OTHER, 'b', 'a1b')],
    [
      { loadBalancerArn: LOAD_BALANCER, domainName: 'a' },
      { loadBalancerArn: OTHER, domainName: 'a' },
    ],
  ],
])('of load balancers that serve %s is one look each', (_what, looks, shown) => {
  expect(shownOf(looks)).toEqual(shown);
});

it('of what uses it is everything once, whoever says so', () => {
  const inUseBy = [LOAD_BALANCER, 'arn:aws:cloudfront::1:distribution/E1'];
  const shown = shownFacts(listed, someFacts({}, { inUseBy }));
  expect(shown.usedBy).toEqual([LOAD_BALANCER, 'arn:aws:cloudfront::1:distribution/E1']);
});
