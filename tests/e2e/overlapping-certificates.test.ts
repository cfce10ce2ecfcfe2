import {
  AddListenerCertificatesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOptions } from 'local-aws/clients';
import { importCertificates } from '../../demo/foreign-certificates';
import { runService, type RunningService } from './running-service';

jest.setTimeout(60_000);

let service: RunningService;
beforeAll(async () => (service = await runService()));
afterAll(() => service.close());

/** Requests a domain and returns the detail of the event about it. */
async function secure(domainName: string, changes: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { arn } = await service.secure({ domainName, ...changes });
  const [event] = service.publishedEvents(arn);
  return { detailType: event?.['detail-type'], ...event?.detail };
}

test('a name that an earlier certificate of the deployment serves is secured', async () => {
  await secure('zero.example.test');
  const one = await secure('one.example.test');
  const both = await secure('two.example.test', { alternativeNames: ['one.example.test'] });
  expect([one, both]).toMatchObject([{ detailType: 'Domain Secured' }, { detailType: 'Domain Secured' }]);
  // The certificate that ends last is served here; AWS does not say which.
  const servedBy = both['servedBy'] as { domainName: string; certificateArn: string }[];
  expect(servedBy).toContainEqual({ domainName: 'two.example.test', certificateArn: both['certificateArn'] });
  expect([one['certificateArn'], both['certificateArn']]).toContain(
    servedBy.find(({ domainName }) => domainName === 'one.example.test')?.certificateArn,
  );
});

test('a name that an ECDSA certificate of the deployment serves is secured', async () => {
  const keyAlgorithm = 'EC_prime256v1';
  const ecdsa = await secure('key.example.test', { keyAlgorithm });
  const rsa = await secure('key.example.test');
  expect(rsa).toMatchObject({ detailType: 'Domain Secured', verified: true });
  expect(rsa['certificateArn']).not.toBe(ecdsa['certificateArn']);
});

test('an unmanaged certificate that would be served is refused before anything is created', async () => {
  const [imported = ''] = await importCertificates(service.cloud, ['late.example.test']);
  const { listenerArn } = await secure('any.example.test');
  const elb = new ElasticLoadBalancingV2Client(clientOptions(service.cloud));
  await service.cloud.clock.advance(60_000);
  await elb.send(
    new AddListenerCertificatesCommand({
      ListenerArn: String(listenerArn),
      Certificates: [{ CertificateArn: imported }],
    }),
  );
  elb.destroy();
  const failed = await secure('late.example.test');
  expect(failed).toMatchObject({ step: 'CheckDomain', error: 'CertificatePrecedenceError' });
  expect(failed['cause']).toContain(imported);
  expect(failed).not.toHaveProperty('certificateArn');
});
