import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from './clients';
import type { Cloud } from './cloud';
import { listening } from './port-in-use';

/** Everything is optional. */
export interface SeedOptions {
  /** The domain of the hosted zone: `example.test` by default. */
  readonly zoneName?: string;
  readonly loadBalancerName?: string;
  /** Where on 127.0.0.1 the load balancer's ports 80 and 443 are; free ports by default. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
}

/** The resources of a seeded cloud. */
export interface Seed {
  readonly hostedZoneId: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where on 127.0.0.1 the server behind the load balancer is. */
  readonly webServerPort: number;
  /** Stops the server behind the load balancer. */
  close(): Promise<void>;
}

/**
 * Creates a public hosted zone with its delegation, and an internet-facing load balancer whose HTTP:80 listener
 * forwards to a web server, all through AWS's API.
 */
export async function seedCloud(cloud: Cloud, options: SeedOptions = {}): Promise<Seed> {
  const { zoneName = 'example.test', loadBalancerName = 'web', httpPort = 0, httpsPort = 0 } = options;
  const server = await startWebServer();
  const hostedZoneId = await createZone(cloud, zoneName);
  const { setPort } = cloud.elbv2;
  const { port: webServerPort } = addressOf(server);
  const { LoadBalancerArn, DNSName } = await createLoadBalancer(cloud, loadBalancerName, webServerPort);
  return {
    hostedZoneId,
    webServerPort,
    loadBalancerArn: LoadBalancerArn,
    loadBalancerDnsName: DNSName,
    httpPort: await listening("the load balancer's HTTP:80", httpPort, setPort(LoadBalancerArn, 80, httpPort)),
    httpsPort: await listening("the load balancer's HTTPS:443", httpsPort, setPort(LoadBalancerArn, 443, httpsPort)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Creates a public hosted zone and delegates its domain to it; returns the zone's id. */
export async function createZone(cloud: Cloud, zoneName: string): Promise<string> {
  const route53 = new Route53Client(clientOptions(cloud));
  const { HostedZone, DelegationSet } = await route53.send(
    new CreateHostedZoneCommand({ Name: zoneName, CallerReference: randomUUID() }),
  );
  route53.destroy();
  cloud.registrar.delegate(zoneName, required(DelegationSet?.NameServers));
  return required(HostedZone?.Id).replace('/hostedzone/', '');
}

/** Creates an internet-facing load balancer whose HTTP:80 listener forwards to a port of 127.0.0.1. */
export async function createLoadBalancer(cloud: Cloud, name: string, targetPort: number) {
  const client = new elb.ElasticLoadBalancingV2Client(clientOptions(cloud));
  const { LoadBalancers: [loadBalancer] = [] } = await client.send(
    new elb.CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'] }),
  );
  const { TargetGroups: [targetGroup] = [] } = await client.send(
    new elb.CreateTargetGroupCommand({
      Name: name,
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'ip',
      VpcId: 'vpc-0a1b2c3d',
    }),
  );
  const TargetGroupArn = required(targetGroup?.TargetGroupArn);
  const LoadBalancerArn = required(loadBalancer?.LoadBalancerArn);
  await client.send(
    new elb.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '127.0.0.1', Port: targetPort }] }),
  );
  await client.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  client.destroy();
  return { LoadBalancerArn, DNSName: required(loadBalancer?.DNSName) };
}

/** The application behind the load balancer: it returns the requested URL. */
async function startWebServer(): Promise<Server> {
  const server = createServer((request, response) => {
    const scheme = String(request.headers['x-forwarded-proto'] ?? 'http');
    response
      .setHeader('content-type', 'text/plain')
      .end(`Hello from ${scheme}://${request.headers.host}${request.url}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const addressOf = (server: Server) => server.address() as AddressInfo;

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the local cloud left out a member that AWS always answers');
  return value;
}
