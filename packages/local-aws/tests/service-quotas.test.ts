import {
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';

let cloud: Cloud;
let client: ServiceQuotasClient;

beforeAll(async () => {
  cloud = await startCloud({ acm: { quotas: { certificates: 20 } } });
  client = new ServiceQuotasClient(clientOptions(cloud));
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

it('lists what the account was granted', async () => {
  const { Quotas } = await client.send(new ListServiceQuotasCommand({ ServiceCode: 'acm' }));
  expect(Quotas).toEqual([expect.objectContaining({ QuotaName: 'ACM certificates', Value: 20, Adjustable: true })]);
});

it("lists AWS's defaults", async () => {
  const { Quotas = [] } = await client.send(new ListAWSDefaultServiceQuotasCommand({ ServiceCode: 'acm' }));
  expect(Object.fromEntries(Quotas.map(({ QuotaName = '', Value }) => [QuotaName, Value]))).toEqual({
    'ACM certificates': 2_500,
    'ACM certificates created in last 365 days': 5_000,
    'Imported certificates': 2_500,
    'Imported certificates in last 365 days': 5_000,
    'Domain names per ACM certificate': 10,
  });
});

it('says that it does not know the quotas of another service', async () => {
  await expect(client.send(new ListServiceQuotasCommand({ ServiceCode: 'ec2' }))).rejects.toMatchObject({
    name: 'NoSuchResourceException',
  });
});
