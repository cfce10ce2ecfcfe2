import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import { AwsError } from '../src/aws-error';
import { createClock } from '../src/clock';
import { createDynamoDb } from '../src/dynamodb/dynamodb';
import { createSqs } from '../src/sqs/sqs';
import { closeWires, mountAll, service } from './wire-fixture';

function hasAwsCli(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const describeWithCli = hasAwsCli() ? describe : describe.skip;

describeWithCli('the AWS CLI (skipped where `aws` is not on the PATH)', () => {
  const run = promisify(execFile);
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_PAGER: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const issuedAt = new Date('2026-11-23T10:20:30Z');
  const received: unknown[] = [];
  let aws: (...args: string[]) => Promise<{ stdout: string }>;

  beforeAll(async () => {
    const world = { clock: createClock(), region: 'eu-west-1', account: '123456789012', emit: () => undefined };
    const sqs = createSqs(world);
    const dynamoDb = createDynamoDb(world);
    await sqs.service.operations['CreateQueue']?.(
      { QueueName: 'failures' },
      { service: 'sqs', operation: 'CreateQueue', principal: '', requestId: '' },
    );
    sqs.queue('arn:aws:sqs:eu-west-1:123456789012:failures')?.send('é');
    await dynamoDb.createTable({
      TableName: 'waits',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
    });
    const { endpoint } = await mountAll([
      service('acm', acm, {
        ListCertificates: () => ({ CertificateSummaryList: [{ CertificateArn: 'arn:1', IssuedAt: issuedAt }] }),
      }),
      service('route53', route53, {
        ChangeResourceRecordSets: (input) => {
          received.push(input);
          throw new AwsError('InvalidChangeBatch', '[<a>, b]', 400, { messages: ['<a>', 'b'] });
        },
      }),
      service('elasticloadbalancing', elb, {
        CreateListener: (input) => {
          received.push(input);
          return { Listeners: [{ Port: 443, Certificates: [] }] };
        },
      }),
      sqs.service,
      dynamoDb.service,
    ]);
    aws = (...args) => run('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], { env });
  });
  afterAll(closeWires);

  it('reads answers in JSON', async () => {
    const { stdout } = await aws('acm', 'list-certificates');
    expect(JSON.parse(stdout)).toEqual({
      CertificateSummaryList: [{ CertificateArn: 'arn:1', IssuedAt: expect.anything() }],
    });
  });

  it('sends XML, and reads an error with its messages', async () => {
    const batch = {
      Changes: [
        {
          Action: 'UPSERT',
          ResourceRecordSet: { Name: 'a', Type: 'TXT', TTL: 3, ResourceRecords: [{ Value: '"<&"' }] },
        },
      ],
    };
    const call = aws(
      'route53',
      'change-resource-record-sets',
      '--hosted-zone-id',
      'Z1',
      '--change-batch',
      JSON.stringify(batch),
    );
    await expect(call).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (InvalidChangeBatch) when calling the ChangeResourceRecordSets operation: [<a>, b]',
      ),
    });
    expect(received).toContainEqual({ HostedZoneId: 'Z1', ChangeBatch: batch });
  });

  it('sends a form, and reads XML', async () => {
    const { stdout } = await aws(
      'elbv2',
      'create-listener',
      '--load-balancer-arn',
      'arn',
      '--port',
      '443',
      '--default-actions',
      'Type=forward,TargetGroupArn=tg',
      '--certificates',
      'CertificateArn=arn:1',
    );
    expect(JSON.parse(stdout)).toEqual({ Listeners: [{ Port: 443, Certificates: [] }] });
    expect(received).toContainEqual({
      LoadBalancerArn: 'arn',
      Port: 443,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: 'tg' }],
      Certificates: [{ CertificateArn: 'arn:1' }],
    });
  });

  it("reads a queue's messages", async () => {
    const { stdout } = await aws(
      'sqs',
      'receive-message',
      '--queue-url',
      'https://sqs.eu-west-1.amazonaws.com/123456789012/failures',
    );
    expect(JSON.parse(stdout)).toMatchObject({ Messages: [{ Body: 'é' }] });
  });

  it("reads the older code of a queue's error", async () => {
    await expect(aws('sqs', 'get-queue-url', '--queue-name', 'none')).rejects.toMatchObject({
      stderr: expect.stringContaining('(AWS.SimpleQueueService.NonExistentQueue)'),
    });
  });

  it("writes and reads a table's item", async () => {
    const item = ['--table-name', 'waits', '--item', '{"k":{"S":"1"},"n":{"N":"1.5"}}', '--return-values', 'ALL_OLD'];
    await aws('dynamodb', 'put-item', ...item);
    expect(JSON.parse((await aws('dynamodb', 'put-item', ...item)).stdout)).toEqual({
      Attributes: { k: { S: '1' }, n: { N: '1.5' } },
    });
  });
});
