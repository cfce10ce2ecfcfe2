import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CertificateStore, LoadBalancerAddresses, Network, Service, World } from '../world';
import { createAddressPool } from './addressing';
import { createDataPlane, type DataPlane } from './data-plane';
import { createDescribedSettings } from './described-settings';
import { createHealthChecker } from './health-checker';
import { createInventory, type Listener } from './inventory';
import { checkUsable } from './listener-certificate-rules';
import { createListenerCertificates, type ListenerCertificateRules } from './listener-certificates';
import { createListeners } from './listeners';
import { createLoadBalancers } from './load-balancers';
import { elbPermissions } from './permissions';
import { createRules } from './rules';
import { describeSslPolicies } from './security-policies';
import { createTags } from './tags';
import { createTargetGroups } from './target-groups';
import { createTargets } from './targets';

/** Settings that differ between accounts, or that AWS does not publish. */
export interface Elbv2Options {
  /** The quota of certificates, without the default ones: 25 by default, as on AWS. */
  readonly certificatesPerLoadBalancer?: number;
  /** How long ELB refuses a certificate after its issuance, on the cloud's clock: 1 s by default. */
  readonly certificateSettlingMilliseconds?: number;
}

/** Elastic Load Balancing v2: the API, and Application Load Balancers that listen on real ports. */
export interface Elbv2 {
  readonly service: Service;
  readonly addresses: LoadBalancerAddresses;
  /** IPv6 addresses have no brackets: `fd00:127:10::1:443`. */
  readonly network: Network;
  /**
   * Reserves a real port (0: any free one) for a port of a load balancer at once; connections are closed until there is
   * a listener. Resolves to the port; rejects when it is in use.
   */
  readonly setPort: DataPlane['setPort'];
  readonly close: () => Promise<void>;
}

/** Starts without load balancers; nothing listens before the first listener is created or the first port reserved. */
export function createElbv2(
  world: World,
  { certificates }: { readonly certificates: CertificateStore },
  { certificatesPerLoadBalancer = 25, certificateSettlingMilliseconds = 1000 }: Elbv2Options = {},
): Elbv2 {
  const inventory = createInventory();
  const healthOf = createHealthChecker(world.clock);
  const dataPlane = createDataPlane(world, inventory, certificates, healthOf);

  const rules: ListenerCertificateRules = {
    certificatesPerLoadBalancer,
    checkUsable: (arn) => checkUsable(arn, world, certificates, certificateSettlingMilliseconds),
    changed: ({ loadBalancer }: Listener) => {
      const used = inventory
        .listenersOf(loadBalancer)
        .flatMap((listener) => [listener.defaultCertificate ?? [], listener.certificateList].flat());
      certificates.setInUse(loadBalancer.arn, [...new Set(used)]);
    },
  };
  const { removeAll, ...listeners } = createListeners(inventory, rules, dataPlane);

  return {
    service: {
      signingName: 'elasticloadbalancing',
      sdk,
      permissions: elbPermissions(world, inventory),
      operations: {
        ...createLoadBalancers(world, inventory, createAddressPool(), removeAll),
        ...listeners,
        ...createRules(inventory),
        ...createListenerCertificates(inventory, rules),
        ...createTargetGroups(world, inventory),
        ...createTargets(inventory, healthOf),
        ...createTags(inventory),
        ...createDescribedSettings(inventory, certificatesPerLoadBalancer),
        DescribeSSLPolicies: describeSslPolicies,
      },
    },
    addresses: {
      addressesOf: (dnsName) => {
        const name = dnsName
          .toLowerCase()
          .replace(/\.$/, '')
          .replace(/^dualstack\./, '');
        return [...inventory.loadBalancers.values()].find(
          (loadBalancer) => loadBalancer.dnsName.toLowerCase() === name,
        );
      },
    },
    network: { routes: dataPlane.routes },
    setPort: dataPlane.setPort,
    close: dataPlane.closeAll,
  };
}
