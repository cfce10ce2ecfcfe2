import { isDeepStrictEqual } from 'node:util';
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer as LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { canonicalHostedZoneId, loadBalancerDnsName, resourceId, type AddressPool } from './addressing';
import type { Inventory, LoadBalancer } from './inventory';
import { notModelled, page, refuseOtherMembers } from './input';
import { checkTags } from './tags';

/** There is no EC2 here: every subnet, and so every load balancer, is in this one VPC. */
export const VPC_ID = 'vpc-0a1b2c3d';

/** The operations on load balancers. */
export function createLoadBalancers(
  world: World,
  inventory: Inventory,
  addresses: AddressPool,
  removeListeners: (loadBalancer: LoadBalancer) => Promise<void>,
) {
  const named = (name: string) => [...inventory.loadBalancers.values()].find((candidate) => candidate.name === name);

  const describe = (loadBalancer: LoadBalancer): LoadBalancerDescription => ({
    LoadBalancerArn: loadBalancer.arn,
    DNSName: loadBalancer.dnsName,
    CanonicalHostedZoneId: loadBalancer.canonicalHostedZoneId,
    CreatedTime: new Date(loadBalancer.createdAt),
    LoadBalancerName: loadBalancer.name,
    Scheme: loadBalancer.scheme,
    VpcId: VPC_ID,
    // On AWS it is `provisioning` for some minutes first.
    State: { Code: 'active' },
    Type: loadBalancer.type,
    // Only EC2 knows a subnet's zone; here subnets get the Region's zones in turn.
    AvailabilityZones: loadBalancer.subnets.map((SubnetId, index) => ({
      ZoneName: world.region + 'abcdef'.charAt(index % 6),
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [...loadBalancer.securityGroups],
    IpAddressType: loadBalancer.ipAddressType,
  });

  return {
    CreateLoadBalancer(input: CreateLoadBalancerInput): CreateLoadBalancerOutput {
      refuseOtherMembers(input, [
        'Name',
        'Type',
        'Scheme',
        'IpAddressType',
        'Subnets',
        'SubnetMappings',
        'SecurityGroups',
        'Tags',
      ]);
      const { Tags = [] } = input;
      const type = readType(input.Type);
      const scheme = readScheme(input.Scheme);
      const ipAddressType = readIpAddressType(input.IpAddressType);
      const name = checkName(input.Name);
      if (name.startsWith('internal-')) {
        throw new AwsError('ValidationError', `The load balancer name '${name}' must not begin with 'internal-'`);
      }
      const subnets = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId }) => SubnetId ?? '') ?? [];
      if (type === 'application' && new Set(subnets).size < 2) {
        throw new AwsError(
          'ValidationError',
          'At least two subnets in two different Availability Zones must be specified',
        );
      }
      const settings = {
        name,
        type,
        scheme,
        ipAddressType,
        subnets,
        securityGroups: input.SecurityGroups ?? [],
      };

      const existing = named(name);
      if (existing) {
        if (!isDeepStrictEqual({ ...existing, ...settings }, existing)) {
          throw new AwsError(
            'DuplicateLoadBalancerName',
            `A load balancer with the same name '${name}' exists, but with different settings`,
          );
        }
        return { LoadBalancers: [describe(existing)] };
      }

      checkTags(Tags);
      const canonicalHostedZone = canonicalHostedZoneId(world.region, type);
      const id = resourceId();
      const family = type === 'application' ? 'app' : 'net';
      const { ipv4, ipv6 } = addresses();
      const loadBalancer: LoadBalancer = {
        ...settings,
        arn: `arn:aws:elasticloadbalancing:${world.region}:${world.account}:loadbalancer/${family}/${name}/${id}`,
        dnsName: loadBalancerDnsName(name, world.region, type, scheme, id),
        canonicalHostedZoneId: canonicalHostedZone,
        createdAt: world.clock.now(),
        ipv4: [ipv4],
        ipv6: ipAddressType === 'dualstack' ? [ipv6] : [],
      };
      inventory.loadBalancers.set(loadBalancer.arn, loadBalancer);
      inventory.tags.set(loadBalancer.arn, Tags);
      return { LoadBalancers: [describe(loadBalancer)] };
    },

    DescribeLoadBalancers(input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput {
      const { LoadBalancerArns = [], Names = [] } = input;
      if (LoadBalancerArns.length > 0 && Names.length > 0) {
        throw new AwsError(
          'ValidationError',
          'Load balancer names and load balancer ARNs cannot be specified together',
        );
      }
      const missing = Names.filter((name) => !named(name));
      if (missing.length > 0)
        throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`);
      const asked = [...LoadBalancerArns.map(inventory.loadBalancer), ...Names.flatMap((name) => named(name) ?? [])];
      const isFiltered = LoadBalancerArns.length + Names.length > 0;
      const { items, ...next } = page(isFiltered ? asked : [...inventory.loadBalancers.values()], input);
      return { LoadBalancers: items.map(describe), ...next };
    },

    /** Succeeds even if there is nothing to delete; the listeners are deleted too. */
    async DeleteLoadBalancer({ LoadBalancerArn = '' }: DeleteLoadBalancerInput) {
      const loadBalancer = inventory.loadBalancers.get(LoadBalancerArn);
      if (loadBalancer) {
        inventory.loadBalancers.delete(LoadBalancerArn);
        inventory.tags.delete(LoadBalancerArn);
        await removeListeners(loadBalancer);
      }
      return {};
    },
  };
}

/** The rules for the names of load balancers and target groups. */
export function checkName(name = ''): string {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/i.test(name)) {
    throw new AwsError(
      'ValidationError',
      `The name '${name}' must have 1 to 32 letters, digits and hyphens, and must not begin or end with a hyphen`,
    );
  }
  return name;
}

function readType(type = 'application'): LoadBalancer['type'] {
  if (type === 'application' || type === 'network') return type;
  throw notModelled(`load balancers of type ${type}`);
}

function readScheme(scheme = 'internet-facing'): LoadBalancer['scheme'] {
  if (scheme === 'internet-facing' || scheme === 'internal') return scheme;
  throw new AwsError('InvalidScheme', `Scheme '${scheme}' is not valid`);
}

function readIpAddressType(ipAddressType = 'ipv4'): LoadBalancer['ipAddressType'] {
  if (ipAddressType === 'ipv4' || ipAddressType === 'dualstack') return ipAddressType;
  throw notModelled(`the IP address type ${ipAddressType}`);
}
