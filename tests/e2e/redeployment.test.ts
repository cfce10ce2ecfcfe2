import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { packageService } from '../../scripts/package-service';
import { runService, type RunningService } from './running-service';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STACK = 'acm-autopilot-dev';

let service: RunningService;
beforeAll(async () => {
  service = await runService();
});
afterAll(() => service.close());

/** The names of the records that are not the zone's own. */
async function records() {
  const route53 = new Route53Client(clientOptions(service.cloud));
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: service.seed.hostedZoneId }),
  );
  route53.destroy();
  return ResourceRecordSets.filter(({ Type = '' }) => !['NS', 'SOA'].includes(Type)).map(({ Name }) => Name);
}

/** As `npm run undeploy` does. */
async function undeploy() {
  const cloudFormation = new CloudFormationClient(clientOptions(service.cloud));
  await cloudFormation.send(new DeleteStackCommand({ StackName: STACK }));
  cloudFormation.destroy();
}

/** As `npm run deploy` does, with infrastructure/import-retained.cjs. */
const deploy = () =>
  service.cloud.deploy(
    packageService(),
    {
      AllowedZones: service.seed.hostedZoneId,
      AllowedDomains: 'example.test',
      AllowedLoadBalancers: '*',
      DefaultLoadBalancer: 'web',
    },
    { importExistingResources: true },
  );

async function remove(domainName: string) {
  const events = new EventBridgeClient(clientOptions(service.cloud));
  const entry = { EventBusName: service.outputs['BusName'], Source: 'test', DetailType: 'Domain Removal Requested' };
  await events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ domainName }) }] }));
  events.destroy();
  await service.cloud.clock.advance(HOUR);
}

test('a deployment removes a domain whose records an earlier one, since removed, has created', async () => {
  // The listener's default stays.
  await service.secure({ domainName: 'first.example.test' });
  const before = await records();
  expect(await service.secure({ domainName: 'app.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
  expect((await records()).length).toBeGreaterThan(before.length);

  await undeploy();
  // SQS reserves the name of a deleted queue for a minute.
  await service.cloud.clock.advance(MINUTE);
  expect(service.cloud.lambda.functionNames()).toEqual([]);
  await deploy();

  await remove('app.example.test');
  const [retired] = service.cloud.events
    .published(service.outputs['BusName'])
    .filter((event) => event['detail-type'] === 'Domain Retired');
  expect(retired?.detail).toMatchObject({ domainName: 'app.example.test', retained: [] });
  expect(await records()).toEqual(before);
  expect(
    service.cloud.acm.certificates().filter(({ domainNames }) => domainNames.includes('app.example.test')),
  ).toEqual([]);

  expect(await service.secure({ domainName: 'next.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
});
