import { Resolver } from 'node:dns/promises';
import * as z from 'zod';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { dynamoDbReplacedRecords } from '../../shared/aws/replaced-records';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { LifecycleSettings, DeploymentPolicy } from '../../shared/config';
import { tlsHandshakes } from '../../shared/network/handshake';
import { type Handshakes } from '../../shared/ports/load-balancers';
import { publicDns } from '../../shared/network/public-dns';
import { type PublicDns } from '../../shared/ports/dns';
import type { LocalCloud } from '../aws-environment';
import { CommandError } from '../errors';
import { topicArnsBy, topicOutput } from '../../shared/domain/notification/channels';
import type { Deployment } from './deployment';
import { stepFunctionsExecutions } from './executions';
import { eventBridgeSender } from './sender';
import { serviceQuotas } from './service-quotas';
import { type DescribedStack, describeStack } from './stack';

const outputsSchema = z
  .object({
    BusName: z.string(),
    DeadLettersUrl: z.string(),
    InventoryBucketName: z.string(),
    InventoryPageKey: z.string(),
    SecureDomainArn: z.string(),
    ReconcileCertificateArn: z.string(),
    RetireDomainArn: z.string(),
    RollbackDomainArn: z.string(),
    ReplacedRecordsTable: z.string(),
    SweepArn: z.string(),
  })
  .and(topicArnsBy(topicOutput));

/** Reads a deployment's parameters and outputs from its stack, and creates the clients of its account. */
export async function connect(stackName: string, local: LocalCloud | undefined): Promise<Deployment> {
  const stack = await describeStack(stackName);
  const { policy, lives, outputs } = parseStack(stackName, stack);
  // arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>
  const [, , , region = '', account = ''] = stack.id.split(':');
  const dns = local ? localDns(local) : publicDns();
  return {
    stack: stackName,
    region,
    account,
    status: stack.status,
    policy,
    ...lives,
    busName: outputs.BusName,
    topicArns: outputs.topicArns,
    runbookUrl: stack.parameters['RunbookUrl'] ?? '',
    deadLettersUrl: outputs.DeadLettersUrl,
    page: { bucket: outputs.InventoryBucketName, key: outputs.InventoryPageKey },
    workflows: {
      secureDomain: outputs.SecureDomainArn,
      reconcileCertificate: outputs.ReconcileCertificateArn,
      retireDomain: outputs.RetireDomainArn,
      rollbackDomain: outputs.RollbackDomainArn,
      sweep: outputs.SweepArn,
    },
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    loadBalancers: elbLoadBalancers(),
    publicDns: dns,
    handshakes: local ? localHandshakes(local) : tlsHandshakes(dns),
    createdRecords: dynamoDbCreatedRecords(`${stackName}-created-records`),
    certificateStates: dynamoDbCertificateStates(`${stackName}-certificate-states`),
    replacedRecords: dynamoDbReplacedRecords(outputs.ReplacedRecordsTable),
    executions: stepFunctionsExecutions(),
    sender: eventBridgeSender(outputs.BusName),
    serviceQuotas,
    now: () => new Date(),
  };
}

/** Parses the parameters as the functions parse their environment, which is made of them. */
function parseStack(stackName: string, { parameters, outputs }: DescribedStack) {
  const environment = {
    ALLOWED_ZONES: parameters['AllowedZones'],
    ALLOWED_DOMAINS: parameters['AllowedDomains'],
    ALLOWED_LOAD_BALANCERS: parameters['AllowedLoadBalancers'],
    VERIFY: parameters['Verify'],
    DEFAULT_LOAD_BALANCER: parameters['DefaultLoadBalancer'],
    NAMES_PER_CERTIFICATE: parameters['NamesPerCertificate'],
    MAY_REPLACE_RECORDS: parameters['MayReplaceRecords'],
    REPLACE_BEFORE_DAYS: parameters['ReplaceBeforeDays'],
    GRACE_DAYS: parameters['GraceDays'],
    REPLACE_IMPORTED: parameters['ReplaceImported'],
  };
  const policy = DeploymentPolicy.safeParse(environment);
  const lives = LifecycleSettings.safeParse(environment);
  const parsed = outputsSchema.safeParse(outputs);
  if (policy.success && lives.success && parsed.success) {
    return { policy: policy.data, lives: lives.data, outputs: parsed.data };
  }
  const issues = [policy, lives, parsed].flatMap(({ error }) => error?.issues ?? []);
  throw new CommandError(
    `The stack ${stackName} lacks what this version of the command line expects: ${issues.map(({ path }) => path.join('.')).join(', ')}`,
    'Deploy this version of the service, or use the command line of the deployed version.',
    'VersionMismatch',
  );
}

/** The local cloud's own public DNS. */
function localDns({ dnsPort }: LocalCloud): PublicDns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([`127.0.0.1:${dnsPort}`]);
  return publicDns(resolver);
}

/** Only the local cloud's functions can reach a local load balancer by its address; from here, it is a port on 127.0.0.1. */
function localHandshakes({ httpsPort, ...local }: LocalCloud): Handshakes {
  const here = { ...localDns({ httpsPort, ...local }), addresses: async () => ['127.0.0.1'] };
  const handshakes = tlsHandshakes(here);
  return { perform: (host, serverName, keys) => handshakes.perform(host, serverName, keys, httpsPort) };
}
