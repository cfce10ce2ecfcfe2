import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { ChangeResourceRecordSetsCommand, type ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { runService, type RunningService } from './running-service';

jest.setTimeout(180_000);

let service: RunningService;
let route53: Route53Client;
let acm: ACMClient;

beforeAll(async () => {
  // As Route 53 returns the id.
  service = await runService({}, ({ hostedZoneId }) => ({ AllowedZones: `/hostedzone/${hostedZoneId}` }));
  route53 = new Route53Client(clientOptions(service.cloud));
  acm = new ACMClient(clientOptions(service.cloud));
});

afterAll(async () => {
  route53.destroy();
  acm.destroy();
  await service.close();
});

async function create(...recordSets: ResourceRecordSet[]) {
  const Changes = recordSets.map((ResourceRecordSet) => ({ Action: 'CREATE' as const, ResourceRecordSet }));
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: service.seed.hostedZoneId, ChangeBatch: { Changes } }),
  );
  await service.cloud.clock.advance(60_000);
}
const cname = (Name: string, Value: string): ResourceRecordSet => ({
  Name,
  Type: 'CNAME',
  TTL: 60,
  ResourceRecords: [{ Value }],
});
const alias = (Name: string, DNSName = service.seed.loadBalancerDnsName): ResourceRecordSet => {
  const HostedZoneId = DNSName === service.seed.loadBalancerDnsName ? 'Z32O12XQLNTSW2' : service.seed.hostedZoneId;
  return { Name, Type: 'A', AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false } };
};
function aliasRecords({ error, cause, output }: ExecutionView): unknown {
  if (output === undefined) throw new Error(`${error}: ${cause}`);
  return (JSON.parse(output) as { alias: { records: unknown } }).alias.records;
}
/** The changes of records since the calls were cleared, as `ACTION type name`. */
const changes = () =>
  service.cloud.calls
    .filter(({ operation }) => operation === 'ChangeResourceRecordSets')
    .flatMap(({ input }) => (input as { ChangeBatch: { Changes: never[] } }).ChangeBatch.Changes)
    .map(({ Action, ResourceRecordSet: { Name, Type } }: { Action: string; ResourceRecordSet: ResourceRecordSet }) =>
      [Action, Type, Name].join(' '),
    );

test('names that reach the load balancer already are kept, and their request succeeds', async () => {
  await create(
    cname('capitals.example.test', `DualStack.${service.seed.loadBalancerDnsName.toUpperCase()}.`),
    alias('origin.example.test'),
    alias('indirect.example.test', 'origin.example.test'),
    cname('far.example.test', 'capitals.example.test'),
    { ...alias('weighted.example.test'), SetIdentifier: 'blue', Weight: 1 },
  );
  service.cloud.clearCalls();
  const execution = await service.secure({
    domainName: 'capitals.example.test',
    alternativeNames: ['indirect', 'far', 'weighted', 'new'].map((name) => `${name}.example.test`),
  });
  const kept = expect.objectContaining({ created: false, keeps: expect.any(String) });
  expect(aliasRecords(execution)).toEqual([kept, kept, kept, kept, expect.objectContaining({ created: true })]);
  expect(changes().filter((change) => !change.includes('UPSERT CNAME _'))).toEqual(['CREATE A new.example.test']);
});

test('a name that a wildcard points at the load balancer has its own alias before its validation record', async () => {
  await create(alias('*.wild.example.test'), {
    Name: '*.wild.example.test',
    Type: 'MX',
    TTL: 60,
    ResourceRecords: [{ Value: '10 mail.example.test' }],
  });
  service.cloud.clearCalls();
  const execution = await service.secure({ domainName: 'app.wild.example.test' });
  expect(aliasRecords(execution)).toEqual([{ name: 'app.wild.example.test', type: 'A', created: true }]);
  expect(changes()).toEqual(['CREATE A app.wild.example.test', expect.stringMatching(/^UPSERT CNAME _.*\.app\.wild/)]);
});

/** The validation record of a name, which is the same for every certificate, from a certificate that is deleted again. */
async function validationRecordOf(DomainName: string): Promise<{ name: string; value: string }> {
  const request = new RequestCertificateCommand({ DomainName, ValidationMethod: 'DNS' });
  const { CertificateArn } = await acm.send(request);
  await service.cloud.clock.advance(30_000);
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  await acm.send(new DeleteCertificateCommand({ CertificateArn }));
  const { Name = '', Value = '' } = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord ?? {};
  return { name: Name, value: Value };
}
const certificates = async () =>
  (await acm.send(new ListCertificatesCommand({}))).CertificateSummaryList?.map(({ DomainName }) => DomainName);

test('a CNAME of others at the validation name: the new certificate is deleted again, and nothing is written', async () => {
  const { name, value } = await validationRecordOf('taken.example.test');
  await create(cname(name, 'elsewhere.example.test'));
  service.cloud.clearCalls();
  const { status, error, cause } = await service.secure({ domainName: 'taken.example.test' });
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'RecordConflictError' });
  expect(cause).toContain(`exists in zone ${service.seed.hostedZoneId}, but ACM requires ${value.replace(/\.$/, '')}`);
  expect(await certificates()).not.toContain('taken.example.test');
  expect(changes()).toEqual([]);
  await create(cname('elsewhere.example.test', value));
  const again = await service.secure({ domainName: 'taken.example.test' });
  expect(again.status).toBe('SUCCEEDED');
});

test("ACM's value without its leading underscore validates the name", async () => {
  const { name, value } = await validationRecordOf('bare.example.test');
  await create(cname(name, value.slice(1)));
  service.cloud.clearCalls();
  const hostedZoneId = `/hostedzone/${service.seed.hostedZoneId}`;
  expect((await service.secure({ domainName: 'bare.example.test', hostedZoneId })).status).toBe('SUCCEEDED');
  expect(changes()).toEqual(['CREATE A bare.example.test']);
});
