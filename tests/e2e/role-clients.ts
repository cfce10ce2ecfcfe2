import { ACMClient } from '@aws-sdk/client-acm';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';

/** A client of each service, with the credentials of one role or of the account's root. */
export interface RoleClients {
  readonly acm: ACMClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly events: EventBridgeClient;
  readonly route53: Route53Client;
  readonly sns: SNSClient;
  readonly states: SFNClient;
  destroy(): void;
}

/** The logical ids of the roles that functions of the packaged service have. */
export const functionRoles = (cloud: Cloud): readonly string[] =>
  cloud.iam
    .roles()
    .filter(({ trustPolicy }) => JSON.stringify(trustPolicy).includes('lambda.amazonaws.com'))
    .map(({ roleName }) => logicalId(roleName));

const logicalId = (roleName: string) => roleName.split('-').at(-2) ?? '';

/** Clients with the credentials of a function of this role; without a role, of the account's root. */
export function clientsOf(cloud: Cloud, role?: string): RoleClients {
  const arn = cloud.iam.roles().find(({ roleName }) => logicalId(roleName) === role)?.arn;
  if (role && !arn) throw new Error(`there is no role ${role}`);
  const options = {
    ...clientOptions(cloud),
    ...(arn && { credentials: cloud.iam.assumeRole(arn, 'lambda.amazonaws.com', { sessionName: 'trial' }) }),
    maxAttempts: 1,
  };
  const clients = {
    acm: new ACMClient(options),
    elb: new ElasticLoadBalancingV2Client(options),
    events: new EventBridgeClient(options),
    route53: new Route53Client(options),
    sns: new SNSClient(options),
    states: new SFNClient(options),
  };
  return { ...clients, destroy: () => Object.values(clients).forEach((client) => client.destroy()) };
}
