import type { ServedFacts } from '../../../shared/domain/assessment/facts';
import { inventoryFacts } from '../../../shared/domain/inventory/swept-certificate';
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
const servedOf = (handshakes: readonly ServedFacts[]) =>
  inventoryFacts(listed, someFacts({ served: handshakes }, { serial: '0a:1b' })).served;

it('come from the list if no facts were gathered', () => {
  expect(inventoryFacts(listed, undefined)).toEqual({
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
    'a wrong certificate for one name, which takes precedence',
    [served(LOAD_BALANCER, 'a', 'a1b'), served(LOAD_BALANCER, 'b', 'ff')],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', otherSerial: 'ff' }],
  ],
  [
    'another managed certificate that covers the name',
    [served(LOAD_BALANCER, 'a', 'a1b'), { ...served(LOAD_BALANCER, 'b', 'ff'), coveredBy: 'arn:wider' }],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', coveredBy: 'arn:wider' }],
  ],
  [
    'a covering certificate for one name and a wrong one for another, which takes precedence',
    [{ ...served(LOAD_BALANCER, 'a', 'ee'), coveredBy: 'arn:wider' }, served(LOAD_BALANCER, 'b', 'ff')],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'b', otherSerial: 'ff' }],
  ],
  [
    'nothing, because the handshake fails',
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'a', error: 'no handshake' }],
    [{ loadBalancerArn: LOAD_BALANCER, domainName: 'a', error: 'no handshake' }],
  ],
  [
    'this certificate on each of them',
    [served(LOAD_BALANCER, 'a', 'a1b'), served(OTHER, 'a', 'a1b'), served(OTHER, 'b', 'a1b')],
    [
      { loadBalancerArn: LOAD_BALANCER, domainName: 'a' },
      { loadBalancerArn: OTHER, domainName: 'a' },
    ],
  ],
])('contain one result per load balancer that serves %s', (_what, handshakes, results) => {
  expect(servedOf(handshakes)).toEqual(results);
});

it('list each user once, from attachments and ACM alike', () => {
  const inUseBy = [LOAD_BALANCER, 'arn:aws:cloudfront::1:distribution/E1'];
  const facts = inventoryFacts(listed, someFacts({}, { inUseBy }));
  expect(facts.usedBy).toEqual([LOAD_BALANCER, 'arn:aws:cloudfront::1:distribution/E1']);
});
