import { ACMClient } from '@aws-sdk/client-acm';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { ServiceUnavailableError, ThrottledError } from '../../shared/errors';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

type Options = typeof serviceOptions & ReturnType<typeof clientOptions>;

test.each<[string, RegExp, (options: Options) => { destroy(): void; call: () => Promise<unknown> }]>([
  [
    'ACM',
    /^acm:ListCertificates: ThrottlingException: /,
    (options) => {
      const client = new ACMClient(options);
      return { destroy: () => client.destroy(), call: () => acmCertificates(client).listByNames(['a.test']) };
    },
  ],
  [
    'Route 53',
    /^route53:ListHostedZones: Throttling: /,
    (options) => {
      const client = new Route53Client(options);
      return { destroy: () => client.destroy(), call: () => route53HostedZones(client).list() };
    },
  ],
  [
    'Elastic Load Balancing',
    /^elasticloadbalancing:DescribeAccountLimits: Throttling: /,
    (options) => {
      const client = new ElasticLoadBalancingV2Client(options);
      return { destroy: () => client.destroy(), call: () => elbLoadBalancers(client).certificateQuota() };
    },
  ],
])("%s: throttling that outlasts the SDK's retries is a ThrottledError", async (_service, message, make) => {
  const { call, destroy } = make({ ...serviceOptions, ...clientOptions(cloud) });
  const answers = await Promise.allSettled(Array.from({ length: 150 }, call));
  destroy();
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(answers.length);
  for (const error of refused) {
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
  }
});

test('a service that returns 503 to every attempt is unavailable', async () => {
  const unwell = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => unwell.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(unwell.address() as AddressInfo).port}`;
  const client = new ACMClient({ ...serviceOptions, ...clientOptions({ endpoint, region: 'eu-west-1' }) });
  await expect(acmCertificates(client).describe('arn')).rejects.toThrow(ServiceUnavailableError);
  client.destroy();
  await new Promise((resolve) => unwell.close(resolve));
});
