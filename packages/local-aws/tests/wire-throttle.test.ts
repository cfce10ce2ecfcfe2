import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { createThrottle, type Throttle } from '../src/wire/throttle';
import type { WireOptions } from '../src/wire/wire';
import { closeWires, failure, mountAll, service } from './wire-fixture';

let now: number;
let throttle: Throttle;

beforeEach(() => {
  now = Date.parse('2026-11-23T10:20:30Z');
  throttle = createThrottle({ now: () => now });
});
afterEach(closeWires);

/** How many of as many calls at one instant pass. */
function passing(attempts: number, signingName: string, operation: string, input: unknown = {}): number {
  let passed = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      throttle({ service: signingName, operation, principal: '', requestId: '' }, input);
      passed += 1;
    } catch {
      break;
    }
  }
  return passed;
}

const changes = (action: string, count: number) => ({
  ChangeBatch: { Changes: Array.from({ length: count }, () => ({ Action: action })) },
});

it.each([
  ['acm', 'RequestCertificate', {}, 5, 5],
  ['acm', 'DescribeCertificate', {}, 10, 10],
  ['acm', 'ImportCertificate', {}, 1, 1],
  ['route53', 'GetChange', {}, 50, 10],
  ['route53', 'ChangeResourceRecordSets', changes('CREATE', 100), 15, 1],
  ['route53', 'ChangeResourceRecordSets', changes('UPSERT', 100), 7, 1],
  ['elasticloadbalancing', 'DescribeListeners', {}, 40, 10],
  ['elasticloadbalancing', 'AddListenerCertificates', {}, 20, 3],
  ['elasticloadbalancing', 'CreateLoadBalancer', {}, 10, 0],
  ['states', 'StartExecution', {}, 1300, 300],
  ['sns', 'Publish', {}, 5000, 5000],
])(
  '%s %s passes as often as AWS lets it, at once and a second later',
  (signingName, operation, input, burst, second) => {
    expect(passing(5000, signingName, operation, input)).toBe(burst);
    now += 1000;
    expect(passing(5000, signingName, operation, input)).toBe(second);
  },
);

it('counts every call of an account in its bucket', () => {
  expect(passing(30, 'route53', 'GetChange')).toBe(30);
  expect(passing(30, 'route53', 'ListHostedZones')).toBe(20);
});

const throttled = expect.objectContaining({
  message: 'Rate exceeded',
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

it("answers with ACM's own error", async () => {
  const { config } = await mountAll([service('acm', acm, { ImportCertificate: () => ({ CertificateArn: 'arn' }) })]);
  const client = new acm.ACMClient(config);
  const pem = new Uint8Array([1]);
  const call = () => client.send(new acm.ImportCertificateCommand({ Certificate: pem, PrivateKey: pem }));
  const errors = await Promise.all([failure(call()), failure(call()), failure(call())]);
  expect(errors).toContainEqual(throttled);
  expect(errors).toContainEqual(expect.any(acm.ThrottlingException));
  client.destroy();
});

it("answers with ELB's own error, and not when throttling is off", async () => {
  const services = [service('elasticloadbalancing', elb, { CreateLoadBalancer: () => ({}) })];
  const attempt = async (options: WireOptions) => {
    const client = new elb.ElasticLoadBalancingV2Client((await mountAll(services, options)).config);
    const call = () => failure(client.send(new elb.CreateLoadBalancerCommand({ Name: 'web' })));
    const results = await Promise.all(Array.from({ length: 12 }, call));
    client.destroy();
    return results;
  };
  const errors = await attempt({});
  expect(errors).toContainEqual(throttled);
  expect(errors).toContainEqual(expect.objectContaining({ name: 'Throttling' }));
  expect(await attempt({ throttling: false })).not.toContainEqual(throttled);
});
