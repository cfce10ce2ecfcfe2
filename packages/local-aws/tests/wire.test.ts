import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as route53 from '@aws-sdk/client-route-53';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { AwsError } from '../src/aws-error';
import { closeWires, failure, mountAll, service } from './wire-fixture';

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000001';
const ISSUED_AT = new Date('2026-11-23T10:20:30Z');
const AWKWARD = `<&>"' ünï\ncode 🔐`;

afterEach(closeWires);

describe('JSON 1.1 (ACM)', () => {
  it('carries strings, lists, structures and tags in, dates, numbers and booleans out', async () => {
    let received: unknown;
    const { config } = await mountAll([
      service('acm', acm, {
        RequestCertificate: (input) => {
          received = input;
          return { CertificateArn: ARN };
        },
        ListCertificates: () => ({
          CertificateSummaryList: [
            {
              CertificateArn: ARN,
              DomainName: AWKWARD,
              InUse: false,
              IssuedAt: ISSUED_AT,
              SubjectAlternativeNameSummaries: [],
            },
          ],
        }),
      }),
    ]);
    const client = new acm.ACMClient(config);
    const input = {
      DomainName: 'app.example.com',
      SubjectAlternativeNames: ['*.app.example.com'],
      ValidationMethod: 'DNS',
      Options: { CertificateTransparencyLoggingPreference: 'ENABLED' },
      Tags: [{ Key: 'team', Value: AWKWARD }],
    } as const;

    await expect(
      client.send(
        new acm.RequestCertificateCommand({
          ...input,
          SubjectAlternativeNames: [...input.SubjectAlternativeNames],
          Tags: [...input.Tags],
        }),
      ),
    ).resolves.toMatchObject({ CertificateArn: ARN });
    expect(received).toEqual(input);

    const { CertificateSummaryList } = await client.send(new acm.ListCertificatesCommand({}));
    expect(CertificateSummaryList).toEqual([
      {
        CertificateArn: ARN,
        DomainName: AWKWARD,
        InUse: false,
        IssuedAt: ISSUED_AT,
        SubjectAlternativeNameSummaries: [],
      },
    ]);
    client.destroy();
  });

  it('answers an operation without output, and errors as the class that the client models', async () => {
    const { config, wire } = await mountAll([
      service('acm', acm, {
        DeleteCertificate: ({ CertificateArn }: { CertificateArn: string }) => {
          if (CertificateArn !== ARN)
            throw new AwsError('ResourceNotFoundException', `Could not find ${CertificateArn}`);
        },
      }),
    ]);
    const client = new acm.ACMClient(config);

    await client.send(new acm.DeleteCertificateCommand({ CertificateArn: ARN }));
    const error = await failure(client.send(new acm.DeleteCertificateCommand({ CertificateArn: `${ARN}2` })));

    expect(error).toBeInstanceOf(acm.ResourceNotFoundException);
    expect(error).toMatchObject({ message: `Could not find ${ARN}2` });
    expect(wire.calls).toMatchObject([
      { service: 'acm', operation: 'DeleteCertificate', input: { CertificateArn: ARN } },
      { operation: 'DeleteCertificate', errorCode: 'ResourceNotFoundException' },
    ]);
    client.destroy();
  });

  it('names the required members that are missing', async () => {
    const { config } = await mountAll([service('acm', acm, { AddTagsToCertificate: () => undefined })]);
    const client = new acm.ACMClient(config);
    // @ts-expect-error -- the ARN and a tag's key are missing on purpose
    const error = await failure(client.send(new acm.AddTagsToCertificateCommand({ Tags: [{ Value: 'x' }] })));
    expect(error).toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value null at 'certificateArn' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null",
    });
    client.destroy();
  });
});

describe('JSON 1.0 (Step Functions, SQS)', () => {
  it('carries dates and modelled errors', async () => {
    const { config } = await mountAll([
      service('states', sfn, {
        StartExecution: ({ name }: { name?: string }) => {
          if (name === 'taken') throw new AwsError('ExecutionAlreadyExists', 'Execution already exists');
          return { executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:m:e', startDate: ISSUED_AT };
        },
      }),
    ]);
    const client = new sfn.SFNClient(config);
    const start = (name: string) =>
      client.send(new sfn.StartExecutionCommand({ stateMachineArn: 'arn', name, input: '{}' }));
    await expect(start('free')).resolves.toMatchObject({ startDate: ISSUED_AT });
    expect(await failure(start('taken'))).toBeInstanceOf(sfn.ExecutionAlreadyExists);
    client.destroy();
  });

  it('names a query-compatible error by its modelled class and by its older code', async () => {
    const { config } = await mountAll([
      service('sqs', sqs, {
        GetQueueUrl: () => {
          throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
        },
      }),
    ]);
    const client = new sqs.SQSClient(config);
    const error = await failure(client.send(new sqs.GetQueueUrlCommand({ QueueName: 'none' })));
    expect(error).toBeInstanceOf(sqs.QueueDoesNotExist);
    expect(error).toMatchObject({
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      message: 'The specified queue does not exist.',
    });
    client.destroy();
  });

  it('refuses a value of the wrong type', async () => {
    const { endpoint } = await mountAll([service('events', events, { PutEvents: () => ({}) })]);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ Entries: 'none' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ __type: 'SerializationException', message: 'entries: a list is expected' });
  });
});

describe('query (ELB, SNS)', () => {
  it('carries nested lists, structures, numbers and booleans both ways', async () => {
    let received: unknown;
    const listener: elb.Listener = {
      ListenerArn: 'arn:listener',
      Port: 443,
      Certificates: [{ CertificateArn: ARN, IsDefault: true }],
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: AWKWARD, Weight: 1 }] } }],
      AlpnPolicy: [],
    };
    const { config } = await mountAll([
      service('elasticloadbalancing', elb, {
        CreateListener: (input) => {
          received = input;
          return { Listeners: [listener] };
        },
        DescribeLoadBalancers: () => ({ LoadBalancers: [{ LoadBalancerName: 'web', CreatedTime: ISSUED_AT }] }),
        DeleteListener: () => ({}),
      }),
    ]);
    const client = new elb.ElasticLoadBalancingV2Client(config);
    const input: elb.CreateListenerCommandInput = {
      LoadBalancerArn: 'arn:lb',
      Port: 443,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: AWKWARD }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
      Certificates: [{ CertificateArn: ARN }],
      AlpnPolicy: [],
      Tags: [
        { Key: 'a', Value: '' },
        { Key: 'b', Value: AWKWARD },
      ],
    };

    const { Listeners } = await client.send(new elb.CreateListenerCommand(input));
    expect(received).toEqual(input);
    expect(Listeners).toEqual([listener]);
    const { LoadBalancers } = await client.send(new elb.DescribeLoadBalancersCommand({ Names: ['web'] }));
    expect(LoadBalancers).toEqual([{ LoadBalancerName: 'web', CreatedTime: ISSUED_AT }]);
    await client.send(new elb.DeleteListenerCommand({ ListenerArn: 'arn:listener' }));
    client.destroy();
  });

  it('carries maps both ways', async () => {
    const attributes = { DisplayName: AWKWARD, FifoTopic: 'false' };
    let received: unknown;
    const { config } = await mountAll([
      service('sns', sns, {
        CreateTopic: ({ Attributes }: sns.CreateTopicInput) => {
          received = Attributes;
          return { TopicArn: 'arn:topic' };
        },
        GetTopicAttributes: () => ({ Attributes: attributes }),
      }),
    ]);
    const client = new sns.SNSClient(config);
    await client.send(new sns.CreateTopicCommand({ Name: 'failures', Attributes: attributes }));
    expect(received).toEqual(attributes);
    const { Attributes } = await client.send(new sns.GetTopicAttributesCommand({ TopicArn: 'arn:topic' }));
    expect(Attributes).toEqual(attributes);
    client.destroy();
  });

  it.each([
    ['CertificateNotFound', 'CertificateNotFoundException', elb.CertificateNotFoundException],
    ['CertificateNotFoundException', 'CertificateNotFoundException', elb.CertificateNotFoundException],
    ['UnsupportedCertificate', 'UnsupportedCertificate', elb.ElasticLoadBalancingV2ServiceException],
  ])('answers %s so that the client throws %s', async (code, name, type) => {
    const { config } = await mountAll([
      service('elasticloadbalancing', elb, {
        AddListenerCertificates: () => {
          throw new AwsError(code, AWKWARD);
        },
      }),
    ]);
    const client = new elb.ElasticLoadBalancingV2Client(config);
    const error = await failure(
      client.send(
        new elb.AddListenerCertificatesCommand({ ListenerArn: 'arn', Certificates: [{ CertificateArn: ARN }] }),
      ),
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ name, message: AWKWARD });
    client.destroy();
  });

  it('names the required member that is missing', async () => {
    const { config } = await mountAll([service('elasticloadbalancing', elb, { DeleteListener: () => ({}) })]);
    const client = new elb.ElasticLoadBalancingV2Client(config);
    const error = await failure(client.send(new elb.DeleteListenerCommand({ ListenerArn: undefined })));
    expect(error).toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value null at 'listenerArn' failed to satisfy constraint: Member must not be null",
    });
    client.destroy();
  });
});

describe('REST XML (Route 53)', () => {
  it('reads path labels, query strings and XML bodies, and answers with headers and the modelled status', async () => {
    const received: unknown[] = [];
    const zone = {
      Id: '/hostedzone/Z1',
      Name: 'example.com.',
      CallerReference: AWKWARD,
      Config: { PrivateZone: false },
      ResourceRecordSetCount: 2,
    };
    const change = { Id: '/change/C1', Status: 'PENDING', SubmittedAt: ISSUED_AT } as const;
    const records = [
      { Name: '\\052.example.com.', Type: 'CNAME', TTL: 300, ResourceRecords: [{ Value: AWKWARD }] },
    ] as const;
    const { config } = await mountAll([
      service('route53', route53, {
        CreateHostedZone: (input) => {
          received.push(input);
          return {
            HostedZone: zone,
            ChangeInfo: change,
            DelegationSet: { NameServers: ['ns-1.test'] },
            Location: 'https://route53.amazonaws.com/2013-04-01/hostedzone/Z1',
          };
        },
        ListResourceRecordSets: (input) => {
          received.push(input);
          return { ResourceRecordSets: records, IsTruncated: false, MaxItems: 300 };
        },
        ChangeResourceRecordSets: (input) => {
          received.push(input);
          return { ChangeInfo: change };
        },
      }),
    ]);
    const client = new route53.Route53Client(config);

    const created = await client.send(
      new route53.CreateHostedZoneCommand({ Name: 'example.com', CallerReference: AWKWARD }),
    );
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      HostedZone: zone,
      ChangeInfo: change,
      Location: 'https://route53.amazonaws.com/2013-04-01/hostedzone/Z1',
    });
    const listed = await client.send(
      new route53.ListResourceRecordSetsCommand({
        HostedZoneId: '/hostedzone/Z1',
        StartRecordName: 'a b&c',
        MaxItems: 300,
      }),
    );
    expect(listed).toMatchObject({ ResourceRecordSets: records, IsTruncated: false, MaxItems: 300 });
    const changes = [
      {
        Action: 'UPSERT',
        ResourceRecordSet: {
          Name: 'a.example.com',
          Type: 'A',
          AliasTarget: { HostedZoneId: 'Z2', DNSName: 'lb.test', EvaluateTargetHealth: false },
        },
      },
      {
        Action: 'CREATE',
        ResourceRecordSet: { Name: 'b.example.com', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: AWKWARD }] },
      },
    ] as const;
    await client.send(
      new route53.ChangeResourceRecordSetsCommand({
        HostedZoneId: 'Z1',
        ChangeBatch: { Comment: '<c>', Changes: structuredClone(changes) as unknown as route53.Change[] },
      }),
    );

    expect(received).toEqual([
      { Name: 'example.com', CallerReference: AWKWARD },
      { HostedZoneId: 'Z1', StartRecordName: 'a b&c', MaxItems: 300 },
      { HostedZoneId: 'Z1', ChangeBatch: { Comment: '<c>', Changes: changes } },
    ]);
    client.destroy();
  });

  it('answers errors with their status and their messages', async () => {
    const messages = ['first <problem>', 'second problem'];
    const { config } = await mountAll([
      service('route53', route53, {
        GetHostedZone: () => {
          throw new AwsError('NoSuchHostedZone', 'No hosted zone found with ID: Z1');
        },
        ChangeResourceRecordSets: () => {
          throw new AwsError('InvalidChangeBatch', `[${messages.join(', ')}]`, 400, { messages });
        },
      }),
    ]);
    const client = new route53.Route53Client(config);
    const missing = await failure(client.send(new route53.GetHostedZoneCommand({ Id: 'Z1' })));
    expect(missing).toBeInstanceOf(route53.NoSuchHostedZone);
    expect(missing).toMatchObject({ $metadata: { httpStatusCode: 404 }, message: 'No hosted zone found with ID: Z1' });
    const batch = await failure(
      client.send(
        new route53.ChangeResourceRecordSetsCommand({
          HostedZoneId: 'Z1',
          ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: { Name: 'a', Type: 'A' } }] },
        }),
      ),
    );
    expect(batch).toBeInstanceOf(route53.InvalidChangeBatch);
    expect(batch).toMatchObject({ messages, message: `[${messages.join(', ')}]` });
    client.destroy();
  });
});
