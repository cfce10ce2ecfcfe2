import { randomUUID } from 'node:crypto';
import { DEFAULT_QUOTAS } from './acm/certificate-registry';
import { createAcm, type Acm, type AcmDependencies } from './acm/acm';
import { createAuthority, type Authority } from './acm/authority';
import { createAccess } from './access';
import { AwsError } from './aws-error';
import { createClock, type Clock } from './clock';
import { createCloudFormation } from './cloudformation/cloudformation';
import { deleteResources } from './cloudformation/delete-stack';
import { deploy, type DeployOptions, type Stack } from './cloudformation/deploy';
import { readServerlessPackage } from './cloudformation/serverless-package';
import { createCloudWatch, type CloudWatch } from './cloudwatch/cloudwatch';
import { EXECUTION_METRIC } from './cloudwatch/metrics';
import { createDelivery } from './delivery';
import { createDnsServer } from './dns/dns-server';
import { createRegistrar, type Registrar } from './dns/registrar';
import { createResolver } from './dns/resolver';
import { createDynamoDb, type DynamoDb } from './dynamodb/dynamodb';
import { createElbv2, type Elbv2, type Elbv2Options } from './elbv2/elbv2';
import { createEvents, type Events } from './events/events';
import type { FaultPlan } from './faults/fault-plan';
import { createFaults, type Faults } from './faults/faults';
import { createAuthorizationLog, saveAuthorizations } from './iam/authorization-log';
import { createAuthorizer } from './iam/authorizer';
import { createIam, type Iam } from './iam/iam';
import { iamService } from './iam/iam-service';
import { createKms } from './kms/kms';
import { createLambda, type Lambda } from './lambda/lambda';
import { lambdaService } from './lambda/lambda-service';
import { listening } from './port-in-use';
import { createRoute53, type Route53, type Route53Settings } from './route53/route53';
import { createS3, type S3 } from './s3/s3';
import { createSecrets } from './secrets';
import { createServiceQuotas } from './servicequotas/service-quotas';
import { createSns, type Sns } from './sns/sns';
import { createSqs, type Sqs } from './sqs/sqs';
import { createStepFunctions, type StepFunctions } from './stepfunctions/stepfunctions';
import { createAuthenticate } from './wire/authenticate';
import { createWire, type Wire } from './wire/wire';
import type { LoadBalancerAddresses, Service, World } from './world';

/** The settings of a cloud. The defaults follow AWS's rules, at a pace that a person can watch. */
export interface CloudOptions {
  /** The port of the AWS endpoint on 127.0.0.1; a free one by default, as for DNS. */
  readonly port?: number;
  readonly dnsPort?: number;
  readonly region?: string;
  readonly account?: string;
  /** The clock's start in milliseconds since the epoch: now, by default. */
  readonly startAt?: number;
  /** Whether calls over AWS's published rates are refused; they are by default. */
  readonly throttling?: boolean;
  /** Faults to inject; none by default. */
  readonly faults?: FaultPlan | undefined;
  readonly acm?: Omit<AcmDependencies, 'authority' | 'resolve'>;
  readonly elbv2?: Elbv2Options;
  readonly route53?: Route53Settings;
}

/** A running local cloud. */
export interface Cloud extends Pick<Wire, 'calls' | 'clearCalls'> {
  /** The URL at which every AWS client reaches it. */
  readonly endpoint: string;
  /** Its DNS server, on 127.0.0.1 over UDP and TCP. */
  readonly dnsPort: number;
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  /** Its certificate authority, whose root clients must trust. */
  readonly authority: Authority;
  readonly registrar: Registrar;
  readonly acm: Acm;
  readonly cloudWatch: CloudWatch;
  readonly dynamoDb: DynamoDb;
  readonly elbv2: Elbv2;
  readonly events: Events;
  readonly faults: Faults;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly route53: Route53;
  readonly s3: S3;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly stepFunctions: StepFunctions;
  /**
   * Deploys what `serverless package` left in a folder.
   *
   * @param parameters of the stack; they override those of serverless.yml
   */
  deploy(packageFolder: string, parameters?: Readonly<Record<string, string>>, options?: DeployOptions): Promise<Stack>;
  /**
   * Stops everything. Then rejects if a function logged a secret that the cloud had issued to it: a task token or its
   * role's credentials.
   */
  close(): Promise<void>;
}

/** Starts a cloud and waits until it can be reached; it listens on 127.0.0.1 only. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { region = 'eu-west-1', account = '123456789012', startAt = Date.now() } = options;
  const clock = createClock(startAt);
  const world: World = { clock, region, account, emit: (event) => events.emit(event) };
  const faults = createFaults(clock, options.faults ?? { faults: [] });
  let endpoint = '';

  const registrar = createRegistrar();
  // Route 53, DNS and ACM are created before the load balancers, and need them only later.
  const loadBalancers: LoadBalancerAddresses = { addressesOf: (dnsName) => elbv2.addresses.addressesOf(dnsName) };
  const route53 = createRoute53(world, { loadBalancers }, options.route53);
  const dns = createDnsServer({ route53, registrar, loadBalancers });
  const [authority, dnsPort] = await Promise.all([
    createAuthority(startAt),
    listening('DNS', options.dnsPort, dns.listen(options.dnsPort)),
  ]);
  const acm = createAcm(world, { ...options.acm, authority, resolve: createResolver({ port: dnsPort }).query });
  const elbv2 = createElbv2(world, { certificates: acm.store }, options.elbv2);

  const secrets = createSecrets();
  const iam = createIam(world);
  const kms = createKms(world);
  const s3 = createS3(world);
  const lambda = createLambda(world, {
    endpoint: () => endpoint,
    dnsPort: () => dnsPort,
    network: elbv2.network,
    readLog(line) {
      secrets.readLog(line);
      cloudWatch.readLog(line);
    },
    aroundInvocation: faults.aroundInvocation,
    accessKeyFor(roleArn, sessionName) {
      const credentials = iam.assumeRole(roleArn, 'lambda.amazonaws.com', { sessionName, seconds: Infinity });
      secrets.issue(credentials.secretAccessKey);
      secrets.issue(credentials.sessionToken);
      return credentials;
    },
    send: (record, roleArn) => delivery.sendRecord(record, roleArn),
  });
  const sqs = createSqs(world, () => endpoint);
  const sns = createSns(world, { queue: sqs.queue, invoke: lambda.invokeAsync });
  const dynamoDb = createDynamoDb(world);
  const stepFunctions = createStepFunctions(world, {
    invokeLambda: async (functionArn, payload, roleArn) =>
      delivery.invoke({ service: 'states.amazonaws.com', roleArn }, functionArn, payload),
    issueToken: secrets.issue,
  });
  const events = createEvents(world, {
    faults: faults.events,
    async deliver({ arn, roleArn, ruleArn }, payload) {
      const service = 'events.amazonaws.com';
      await delivery.deliver(roleArn ? { service, roleArn } : { service, sourceArn: ruleArn }, arn, payload);
    },
    async sendToDeadLetterQueue(queueArn, body, attributes) {
      const sender = { service: 'events.amazonaws.com', sourceArn: attributes['RULE_ARN'] ?? '' };
      delivery.sendToQueue(sender, queueArn, body, attributes);
    },
  });
  const authorizations = createAuthorizationLog();
  const authorizer = createAuthorizer(world, iam, authorizations.add);
  const access = createAccess({ account, authorizer, kms, sns, sqs, events: () => events });
  const delivery = createDelivery({ account, access, events, iam, lambda, sns, sqs, stepFunctions });
  const cloudWatch = createCloudWatch(world, {
    visibleMessages: (queueName) =>
      sqs
        .queue(`arn:aws:sqs:${region}:${account}:${queueName}`)
        ?.messages()
        .filter(({ visibleAt }) => visibleAt <= clock.now()).length,
    publish: (sourceArn, topicArn, subject, message) =>
      delivery.publish({ service: 'cloudwatch.amazonaws.com', sourceArn }, topicArn, message, subject),
  });
  stepFunctions.onEnd(({ stateMachineArn, status }) => {
    const metric = EXECUTION_METRIC[status];
    if (metric) cloudWatch.put('AWS/States', metric, { StateMachineArn: stateMachineArn }, 1);
  });

  const stacks = new Map<string, Stack>();
  const call = async (signingName: string, operation: string, input: unknown) => {
    const perform = services.find((service) => service.signingName === signingName)?.operations[operation];
    if (!perform) throw new AwsError('UnknownOperationException', `the local cloud has no ${signingName}:${operation}`);
    return await perform(input, { service: signingName, operation, principal: root, requestId: randomUUID() });
  };
  const stackServices = { call, cloudWatch, dynamoDb, iam, kms, lambda, s3, world };

  const services: readonly Service[] = [
    ...[acm, dynamoDb, elbv2, events, route53, s3, sns, sqs, stepFunctions].map(({ service }) => service),
    createCloudFormation(world, stacks, (stack) => deleteResources(stack, stackServices)),
    lambdaService(lambda),
    iamService(iam),
    createServiceQuotas({ ...DEFAULT_QUOTAS, ...options.acm?.quotas }, DEFAULT_QUOTAS),
  ];
  const { throttling = true } = options;
  const root = `arn:aws:iam::${account}:root`;
  const wire = createWire(world, services, {
    principalOf: (accessKeyId) => iam.session(accessKeyId)?.arn ?? root,
    authenticate: createAuthenticate(clock, iam.session),
    authorize: access.authorize,
    around: faults.aroundCall,
    throttling,
  });
  endpoint = await listening('the endpoint', options.port, wire.listen(options.port)).catch(async (error: unknown) => {
    await Promise.all([lambda.stop(), dns.close()]);
    throw error;
  });

  return {
    endpoint,
    dnsPort,
    clock,
    region,
    account,
    authority,
    registrar,
    acm,
    cloudWatch,
    dynamoDb,
    elbv2,
    events,
    faults,
    iam,
    lambda,
    route53,
    s3,
    sns,
    sqs,
    stepFunctions,
    calls: wire.calls,
    clearCalls: wire.clearCalls,
    async deploy(packageFolder, parameters = {}, deployOptions = {}) {
      const { artifact, stackName, template, parameters: packaged } = readServerlessPackage(packageFolder);
      const given = { ...packaged, ...parameters };
      const stack = await deploy({ ...stackServices, artifact }, stackName, template, given, deployOptions);
      stacks.set(stack.name, stack);
      return stack;
    },
    async close() {
      const { AUTHORIZATIONS_FOLDER: folder } = process.env;
      if (folder) saveAuthorizations(folder, authorizations.record(iam));
      events.stop();
      stepFunctions.stop();
      clock.stop();
      await lambda.stop();
      await Promise.all([wire.close(), elbv2.close(), dns.close()]);
      const leaks = secrets.leaks();
      if (leaks.length > 0) {
        throw new Error(`secrets leaked into ${leaks.length} lines of the functions' logs, the first:\n${leaks[0]}`);
      }
    },
  };
}
