import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { runService, type RunningService } from './running-service';

const ACCOUNT = 'arn:aws:iam::123456789012';
let service: RunningService;

beforeAll(async () => {
  service = await runService({}, { AllowedSenders: `${ACCOUNT}:role/platform,${ACCOUNT}:role/ci-*` });
});
afterAll(() => service.close());

/** Requests a domain with the credentials of a role with this name. */
async function askAs(roleName: string) {
  const { cloud, outputs } = service;
  const trust = {
    Effect: 'Allow' as const,
    Principal: { Service: ['lambda.amazonaws.com'] },
    Action: ['sts:AssumeRole'],
  };
  const role = cloud.iam.createRole(roleName, { Statement: [trust] });
  // The role allows everything, which suffices within an account without the bus policy.
  cloud.iam.putRolePolicy(roleName, 'all', { Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] });
  const credentials = cloud.iam.assumeRole(role, 'lambda.amazonaws.com');
  const client = new EventBridgeClient({ endpoint: cloud.endpoint, region: cloud.region, credentials });
  const before = cloud.stepFunctions.executions().length;
  const Detail = JSON.stringify({ domainName: 'app.elsewhere.test' });
  const entry = { EventBusName: outputs['BusName'], Source: 'me', DetailType: 'Domain Requested', Detail };
  const refusal = await client.send(new PutEventsCommand({ Entries: [entry] })).then(
    () => undefined,
    (error: unknown) => (error as Error).name,
  );
  client.destroy();
  await cloud.clock.advance(1_000);
  return { refusal, started: cloud.stepFunctions.executions().length - before };
}

it.each([
  ['platform', undefined, 1],
  ['ci-main', undefined, 1],
  ['platform-intern', 'AccessDeniedException', 0],
  ['anybody', 'AccessDeniedException', 0],
])('the role %s requests a domain: %s', async (roleName, refusal, started) => {
  expect(await askAs(roleName)).toEqual({ refusal, started });
});

it('the service may publish the outcome of a request', async () => {
  const { arn, status } = await service.secure({ domainName: 'app.example.test' });
  expect(status).toBe('SUCCEEDED');
  expect(service.publishedEvents(arn)).toMatchObject([{ 'detail-type': 'Domain Secured' }]);
});
