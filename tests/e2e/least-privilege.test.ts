import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  RequestCertificateCommand,
  type Tag,
} from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DescribeListenersCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, type RRType } from '@aws-sdk/client-route-53';
import { SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand } from '@aws-sdk/client-sns';
import { anExistingCertificate, anAttachment } from '../builders/existing-certificate';
import { clientsOf, functionRoles, type RoleClients } from './role-clients';
import { runService, type RunningService } from './running-service';

// Each role tries the calls of every other role.
jest.setTimeout(180_000);

const STACK: Tag = { Key: 'acm-autopilot:stack', Value: 'acm-autopilot-dev' };
const RETIRED: Tag = { Key: 'acm-autopilot:retired', Value: '2026-11-24T00:00:00Z' };
const TARGET: Tag = { Key: 'acm-autopilot:target', Value: 'web' };
const POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';
const MACHINE = (name: string) => `arn:aws:states:eu-west-1:123456789012:stateMachine:acm-autopilot-dev-${name}`;
const DENIED = /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException)$/;

let service: RunningService;
let root: RoleClients;
let httpListener: string;
let otherLoadBalancer: string;
let otherZone: string;
let managed: string;
let retired: string;
let unmanaged: string;

beforeAll(async () => {
  service = await runService(
    { throttling: false },
    { AllowedLoadBalancers: 'web', MayReplaceRecords: 'live.example.test' },
  );
  root = clientsOf(service.cloud);
  const { Listeners: [http] = [] } = await root.elb.send(
    new DescribeListenersCommand({ LoadBalancerArn: service.seed.loadBalancerArn }),
  );
  httpListener = http?.ListenerArn ?? '';
  const { LoadBalancers: [other] = [] } = await root.elb.send(
    new CreateLoadBalancerCommand({ Name: 'other', Subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'] }),
  );
  otherLoadBalancer = other?.LoadBalancerArn ?? '';
  const zone = await root.route53.send(new CreateHostedZoneCommand({ Name: 'example.test', CallerReference: 'other' }));
  otherZone = zone.HostedZone?.Id ?? '';
  managed = await certificate('managed', [STACK]);
  retired = await certificate('retired', [STACK, RETIRED]);
  unmanaged = await certificate('unmanaged');
  await service.cloud.clock.advance(60_000);
});

afterAll(async () => {
  root.destroy();
  await service.close();
});

async function certificate(label: string, Tags?: Tag[]): Promise<string> {
  const request = { DomainName: `${label}.example.test`, ValidationMethod: 'DNS' as const, ...(Tags && { Tags }) };
  return (await root.acm.send(new RequestCertificateCommand(request))).CertificateArn ?? '';
}

/** The name of the error of a call; undefined when it succeeds. */
async function answer(role: string, call: Call): Promise<{ name: string; message: string } | undefined> {
  const clients = clientsOf(service.cloud, role);
  try {
    await call(clients);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  } finally {
    clients.destroy();
  }
}

type Call = (clients: RoleClients) => Promise<unknown>;

const change =
  (Action: 'CREATE' | 'UPSERT' | 'DELETE', Type: RRType, name: string, zone?: () => string): Call =>
  ({ route53 }) => {
    const Value = Type === 'A' ? '192.0.2.1' : Type === 'TXT' ? '"text"' : 'somewhere.test.';
    const records = name.split(' ').map((Name) => ({ Name, Type, TTL: 300, ResourceRecords: [{ Value }] }));
    const Changes = records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));
    const HostedZoneId = zone?.() ?? service.seed.hostedZoneId;
    return route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  };

const request =
  (names: readonly [string, ...string[]], changes: { ValidationMethod?: 'DNS' | 'EMAIL'; Tags?: Tag[] } = {}): Call =>
  ({ acm }) => {
    const [DomainName, ...others] = names;
    const SubjectAlternativeNames = others.length > 0 ? others : undefined;
    const base = { ValidationMethod: 'DNS' as const, Tags: [STACK] };
    return acm.send(new RequestCertificateCommand({ DomainName, SubjectAlternativeNames, ...base, ...changes }));
  };

const modify =
  (Protocol?: 'HTTP' | 'HTTPS'): Call =>
  ({ elb }) =>
    elb.send(
      new ModifyListenerCommand({
        ListenerArn: httpListener,
        Protocol,
        Certificates: [{ CertificateArn: CERTIFICATE }],
      }),
    );

const createListener =
  (changes: { LoadBalancerArn?: string; Protocol?: 'HTTP' | 'HTTPS'; SslPolicy?: string } = {}): Call =>
  ({ elb }) =>
    elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: service.seed.loadBalancerArn,
        Protocol: 'HTTPS',
        Port: 443,
        SslPolicy: POLICY,
        DefaultActions: [{ Type: 'fixed-response' }],
        ...changes,
      }),
    );

const publish =
  (DetailType: string, Source = 'acm-autopilot', bus?: string): Call =>
  ({ events }) =>
    events.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus ?? service.outputs['BusName'], Source, DetailType, Detail: '{}' }],
      }),
    );

const start =
  (workflow: string): Call =>
  ({ states }) =>
    states.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE(workflow), input: '{}', name: `trial-${workflow}` }),
    );

const tag =
  (certificateArn: () => string, ...Tags: Tag[]): Call =>
  ({ acm }) =>
    acm.send(new AddTagsToCertificateCommand({ CertificateArn: certificateArn(), Tags }));

/** Write calls, and the roles that may make them. */
const WORK: readonly (readonly [what: string, owners: readonly string[], call: Call])[] = [
  ['request a certificate', ['RequestCertificateRole', 'RequestReplacementRole'], request(['work.example.test'])],
  ['write a validation record', ['WriteValidationRecordsRole'], change('UPSERT', 'CNAME', '_work.example.test')],
  ['delete a validation record', ['DeleteValidationRecordsRole'], change('DELETE', 'CNAME', '_gone.example.test')],
  ['create an alias', ['MoveAliasRecordsRole', 'WriteAliasRecordsRole'], change('CREATE', 'A', 'work.example.test')],
  ['delete an alias', ['DeleteAliasRecordsRole', 'MoveAliasRecordsRole'], change('DELETE', 'A', 'gone.example.test')],
  [
    'replace a record',
    ['ReplaceRecordsRole', 'RestoreRecordsRole'],
    change('DELETE', 'CNAME', 'www.live.example.test'),
  ],
  ['create a listener', ['AttachCertificateRole'], createListener()],
  [
    'add a certificate to a listener',
    ['AttachCertificateRole', 'AttachReplacementRole'],
    ({ elb }) =>
      elb.send(
        new AddListenerCertificatesCommand({
          ListenerArn: httpListener,
          Certificates: [{ CertificateArn: CERTIFICATE }],
        }),
      ),
  ],
  ['exchange a default certificate', ['AttachReplacementRole', 'DetachCertificateRole'], modify('HTTPS')],
  ['redirect a plain listener', ['RedirectHttpRole'], modify('HTTP')],
  [
    'take a certificate off a listener',
    ['DetachCertificateRole'],
    ({ elb }) =>
      elb.send(
        new RemoveListenerCertificatesCommand({
          ListenerArn: httpListener,
          Certificates: [{ CertificateArn: CERTIFICATE }],
        }),
      ),
  ],
  ['mark a certificate as retired', ['DetachCertificateRole'], tag(() => managed, RETIRED)],
  ['record where a certificate is attached', ['RecordReattachmentRole'], tag(() => managed, TARGET)],
  [
    'delete a certificate',
    ['DeleteCertificateRole'],
    ({ acm }) => acm.send(new DeleteCertificateCommand({ CertificateArn: retired })),
  ],
  ['say that a domain is secured', ['PublishOutcomeRole'], publish('Domain Secured')],
  ['say that a certificate is at risk', ['NotifyHealthIssueRole'], publish('Certificate At Risk')],
  ['keep a certificate', ['ReceiveCertificateEventRole', 'StartReconciliationsRole'], start('reconcile-certificate')],
  [
    'let an execution go on',
    ['ResumeIssuanceRole', 'WaitForIssuedRole'],
    ({ states }) => states.send(new SendTaskSuccessCommand({ taskToken: 'unknown', output: '{}' })),
  ],
  [
    'tell people',
    ['CheckMassChangeRole', 'NotifyFailureRole', 'NotifyHealthIssueRole'],
    ({ sns }) => sns.send(new PublishCommand({ TopicArn: service.outputs['NotificationsTopicArn'], Message: 'trial' })),
  ],
  ['start to secure a domain', [], start('secure-domain')],
  ['retire a domain', [], start('retire-domain')],
];

describe('a role cannot do the work of another step', () => {
  it.each(WORK)('to %s is up to %j alone', async (_, owners, call) => {
    const allowed: string[] = [];
    for (const role of functionRoles(service.cloud)) {
      const error = await answer(role, call);
      if (!error || !DENIED.test(error.name)) allowed.push(role);
    }
    expect(allowed.sort()).toEqual(owners);
  });
});

describe('a role is limited to what the deployment allows', () => {
  it.each<[role: string, what: string, call: Call]>([
    [
      'WriteValidationRecordsRole',
      'write a name that does not begin with _',
      change('UPSERT', 'CNAME', 'www.example.test'),
    ],
    ['WriteValidationRecordsRole', 'write another type', change('UPSERT', 'TXT', '_x.example.test')],
    ['WriteValidationRecordsRole', 'delete', change('DELETE', 'CNAME', '_x.example.test')],
    ['WriteValidationRecordsRole', 'write below another domain', change('UPSERT', 'CNAME', '_x.other.test')],
    [
      'WriteValidationRecordsRole',
      'write into another zone',
      change('UPSERT', 'CNAME', '_x.example.test', () => otherZone),
    ],
    [
      'WriteValidationRecordsRole',
      'write one wrong name among right ones',
      change('UPSERT', 'CNAME', '_x.example.test www.example.test'),
    ],
    ['WriteValidationRecordsRole', 'write a wildcard in disguise', change('UPSERT', 'CNAME', '\\052.example.test')],
    ['WriteAliasRecordsRole', 'overwrite', change('UPSERT', 'A', 'x.example.test')],
    ['WriteAliasRecordsRole', 'write another type', change('CREATE', 'CNAME', 'x.example.test')],
    ['WriteAliasRecordsRole', 'write below another domain', change('CREATE', 'A', 'x.other.test')],
    ['WriteAliasRecordsRole', 'write beside an allowed domain', change('CREATE', 'A', 'xexample.test')],
    ['MoveAliasRecordsRole', 'overwrite', change('UPSERT', 'A', 'x.example.test')],
    ['MoveAliasRecordsRole', 'delete another type', change('DELETE', 'TXT', 'x.example.test')],
    ['MoveAliasRecordsRole', 'delete below another domain', change('DELETE', 'A', 'x.other.test')],
    ['DeleteAliasRecordsRole', 'delete another type', change('DELETE', 'TXT', 'x.example.test')],
    ['ReplaceRecordsRole', 'replace in another allowed domain', change('DELETE', 'A', 'x.example.test')],
    ['ReplaceRecordsRole', 'replace beside its domain', change('CREATE', 'A', 'xlive.example.test')],
    ['ReplaceRecordsRole', 'overwrite', change('UPSERT', 'A', 'live.example.test')],
    ['ReplaceRecordsRole', 'delete another type', change('DELETE', 'TXT', 'live.example.test')],
    [
      'DeleteValidationRecordsRole',
      'delete a name that does not begin with _',
      change('DELETE', 'CNAME', 'x.example.test'),
    ],

    [
      'RequestCertificateRole',
      'ask for validation by e-mail',
      request(['x.example.test'], { ValidationMethod: 'EMAIL' }),
    ],
    [
      'RequestCertificateRole',
      'leave the validation to the default, which is e-mail',
      ({ acm }) => acm.send(new RequestCertificateCommand({ DomainName: 'x.example.test', Tags: [STACK] })),
    ],
    ['RequestCertificateRole', 'request another domain', request(['x.other.test'])],
    [
      'RequestCertificateRole',
      'request another domain among allowed ones',
      request(['x.example.test', 'x.other.test']),
    ],
    [
      'RequestCertificateRole',
      'request without the tag of the stack',
      request(['x.example.test'], { Tags: [RETIRED] }),
    ],
    [
      'RequestCertificateRole',
      'request with the tag of another stack',
      request(['x.example.test'], { Tags: [{ ...STACK, Value: 'other' }] }),
    ],
    ['RequestCertificateRole', 'mark a certificate as retired', tag(() => managed, STACK, RETIRED)],
    ['RequestReplacementRole', 'request another domain', request(['x.other.test'])],
    ['RequestReplacementRole', 'mark a certificate as retired', tag(() => managed, STACK, RETIRED)],

    [
      'AttachCertificateRole',
      'create a listener on another load balancer',
      (clients) => createListener({ LoadBalancerArn: otherLoadBalancer })(clients),
    ],
    ['AttachCertificateRole', 'create a plain listener', createListener({ Protocol: 'HTTP' })],
    [
      'AttachCertificateRole',
      'create a listener with an old policy',
      createListener({ SslPolicy: 'ELBSecurityPolicy-2016-08' }),
    ],
    ['RedirectHttpRole', 'change a listener without saying that it is a plain one', modify()],

    ['DetachCertificateRole', 'mark a certificate that is not managed', tag(() => unmanaged, RETIRED)],
    ['RecordReattachmentRole', 'tag a certificate that is not managed', tag(() => unmanaged, TARGET)],
    ['RecordReattachmentRole', 'mark a certificate as retired', tag(() => managed, TARGET, RETIRED)],
    ['DetachCertificateRole', 'make a certificate one of ours', tag(() => unmanaged, STACK)],
    ['DetachCertificateRole', 'set another tag', tag(() => managed, RETIRED, { Key: 'team', Value: 'web' })],
    [
      'DeleteCertificateRole',
      'delete a certificate that is not managed',
      ({ acm }) => acm.send(new DeleteCertificateCommand({ CertificateArn: unmanaged })),
    ],
    [
      'DeleteCertificateRole',
      'delete a managed certificate that is in service',
      async ({ acm }) => {
        const inService = await certificate('in-service', [STACK]);
        return acm.send(new DeleteCertificateCommand({ CertificateArn: inService }));
      },
    ],

    ['PublishOutcomeRole', 'speak in the name of another source', publish('Domain Secured', 'somebody')],
    ['PublishOutcomeRole', 'ask for a domain', publish('Domain Requested')],
    ['PublishOutcomeRole', 'publish on another bus', publish('Domain Secured', 'acm-autopilot', 'default')],
  ])('%s may not %s', async (role, _, call) => {
    const error = await answer(role, call);
    expect(error).toMatchObject({
      name: expect.stringMatching(DENIED),
      message: expect.stringMatching(
        new RegExp(
          `^User: arn:aws:sts::123456789012:assumed-role/acm-autopilot-dev-${role}-\\w+/trial is not authorized to perform: ` +
            `(\\w+:\\w+) on resource: \\S+ because no identity-based policy allows the \\1 action$`,
        ),
      ),
    });
  });
});

describe('a record that decides over other certificates or over mail', () => {
  const roles: readonly (readonly [role: string, changeOf: (name: string) => Call])[] = [
    ['WriteValidationRecordsRole', (name) => change('UPSERT', 'CNAME', name)],
    ['DeleteValidationRecordsRole', (name) => change('DELETE', 'CNAME', name)],
    ['WriteAliasRecordsRole', (name) => change('CREATE', 'A', name)],
    ['DeleteAliasRecordsRole', (name) => change('DELETE', 'A', name)],
    ['ReplaceRecordsRole', (name) => change('DELETE', 'CNAME', name)],
    ['RestoreRecordsRole', (name) => change('CREATE', 'CNAME', name)],
  ];
  const names = [
    '_acme-challenge.example.test',
    '_acme-challenge.www.example.test',
    '_ACME-Challenge.example.test.',
    '_dmarc.example.test',
    '_selector._domainkey.example.test',
  ];

  it.each(roles.flatMap(([role, changeOf]) => names.map((name) => [role, name, changeOf] as const)))(
    '%s may not change %s',
    async (role, name, changeOf) => {
      const explicitDeny = expect.stringMatching(/ with an explicit deny in an identity-based policy$/);
      expect(await answer(role, changeOf(name))).toMatchObject({ name: 'AccessDenied', message: explicitDeny });
      // One among right ones is enough.
      expect(await answer(role, changeOf(`_x.example.test ${name}`))).toMatchObject({ message: explicitDeny });
    },
  );

  it.each(['_x3f1.example.test', '_x3f1.www.example.test', '_acme-challenges.example.test', '_x._dmarc.example.test'])(
    'is not %s: its step may write it and delete it',
    async (name) => {
      expect(await answer('WriteValidationRecordsRole', change('UPSERT', 'CNAME', name))).toBeUndefined();
      expect(await answer('DeleteValidationRecordsRole', change('DELETE', 'CNAME', name))).toBeUndefined();
    },
  );
});

it('IAM cannot tell whether a tagged certificate is new: the tag alone takes nothing out of service', async () => {
  const adopted = await certificate('adopted');
  await service.cloud.clock.advance(60_000);
  expect(
    await answer(
      'RequestCertificateRole',
      tag(() => adopted, STACK),
    ),
  ).toBeUndefined();
  const remove: Call = ({ acm }) => acm.send(new DeleteCertificateCommand({ CertificateArn: adopted }));
  expect(await answer('DeleteCertificateRole', remove)).toMatchObject({ name: 'AccessDeniedException' });
});

describe('which certificate may be removed from a listener', () => {
  const remove: Call = ({ elb }) =>
    elb.send(
      new RemoveListenerCertificatesCommand({
        ListenerArn: httpListener,
        Certificates: [{ CertificateArn: unmanaged }],
      }),
    );

  it('IAM cannot restrict it: ELB has no condition key', async () => {
    const error = await answer('DetachCertificateRole', remove);
    expect(error?.name ?? '').not.toMatch(DENIED);
  });

  it('the step checks it: it reads the tags of the certificate first', async () => {
    service.cloud.clearCalls();
    const { payload } = await service.cloud.lambda.invoke('acm-autopilot-dev-detachCertificate', {
      certificate: anExistingCertificate(unmanaged, { tags: { 'acm-autopilot:stack': 'acm-autopilot-dev' } }),
      attachments: [anAttachment({ listenerArn: httpListener })],
    });
    expect(payload).toMatchObject({ errorType: 'NotManagedError' });
    expect(service.cloud.calls.map(({ operation }) => operation)).toEqual(['ListTagsForCertificate']);
  });
});
