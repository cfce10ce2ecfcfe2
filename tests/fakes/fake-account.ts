import { coveringCertificates } from '../../shared/cache/covering-certificates';
import { baseOf } from '../../shared/domain/names/domain-name';
import type { IssuanceWait } from '../../shared/ports/state';
import { aTargetGroup, DNS_NAME, LOAD_BALANCER, TARGET_GROUP, VPC } from '../builders/document';
import { fakeCertificateStates } from './fake-certificate-states';
import { fakeCertificates } from './fake-certificates';
import { fakeCreatedRecords } from './fake-created-records';
import { fakeEventBus } from './fake-event-bus';
import { fakeExecutions } from './fake-executions';
import { fakeHandshakes } from './fake-handshakes';
import { fakeHostedZones } from './fake-hosted-zones';
import { fakeInventoryBucket } from './fake-inventory-bucket';
import { fakeIssuanceWaits } from './fake-issuance-waits';
import { fakeLoadBalancers } from './fake-load-balancers';
import { fakeNotifications } from './fake-notifications';
import { fakePublicDns } from './fake-public-dns';
import { fakeReplacedRecords } from './fake-replaced-records';
import { createJournal } from './journal';

interface Setting {
  readonly now?: () => Date;
  readonly resume?: (wait: IssuanceWait) => void;
  /** How long ELB does not find a certificate after issuance. */
  readonly unknownToElbMilliseconds?: number;
}

/**
 * An in-memory account with consistent fakes: the delegated zone example.com (Z1), and the load balancer `web` whose HTTP:80
 * listener forwards to one target group.
 */
export function fakeAccount({
  now = () => new Date('2026-11-23T08:00:00Z'),
  resume,
  unknownToElbMilliseconds = 0,
}: Setting = {}) {
  const journal = createJournal();
  const hostedZones = fakeHostedZones(journal, now);
  const publicDns = fakePublicDns(journal, hostedZones.resolve);
  const certificates = fakeCertificates({
    journal,
    now,
    resolves: ({ name, value }) => hostedZones.resolve(bare(name)).includes(bare(value)),
    usedBy: (certificateArn) => loadBalancers.using(certificateArn),
  });
  const loadBalancers = fakeLoadBalancers(journal, (certificateArn) => {
    const { notBefore } = certificates.all().find((each) => each.certificateArn === certificateArn) ?? {};
    return notBefore !== undefined && now().getTime() - Date.parse(notBefore) >= unknownToElbMilliseconds;
  });

  // Selects like an Application Load Balancer: from its list by name, ECDSA first if the client accepts it, valid ones first, else the default.
  const handshakes = fakeHandshakes(journal, (host, serverName, keys, port) => {
    const covers = (name: string) =>
      name === serverName || (name.startsWith('*.') && baseOf(name) === serverName.split('.').slice(1).join('.'));
    const served = loadBalancers.served(host, port).flatMap(({ certificateArn, isDefault }) => {
      const certificate = certificates.all().find((each) => each.certificateArn === certificateArn);
      return certificate ? [{ ...certificate, isDefault }] : [];
    });
    const preferred = keys === 'RSA' ? 'RSA' : 'EC';
    const rank = ({ keyAlgorithm, notAfter = '' }: (typeof served)[number]) =>
      2 * Number(!keyAlgorithm.startsWith(preferred)) + Number(Date.parse(notAfter) < now().getTime());
    const [chosen = served.find(({ isDefault }) => isDefault)] = served
      .filter(({ isDefault, domainNames }) => !isDefault && domainNames.some(covers))
      .sort((left, right) => rank(left) - rank(right));
    const { serial, notBefore, notAfter } = chosen ?? {};
    if (!serial || !notBefore || !notAfter) return undefined;
    const plain = serial.replaceAll(':', '').replace(/^0/, '');
    return { tlsVersion: 'TLSv1.3', serial: plain, subject: serverName, issuer: 'Amazon', notBefore, notAfter };
  });

  hostedZones.add('Z1', 'example.com', { nameServers: ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net'] });
  publicDns.delegate('example.com', 'ns-1.awsdns-01.com', 'ns-2.awsdns-02.net');
  loadBalancers.addTargetGroup(aTargetGroup());
  loadBalancers.add({
    loadBalancerArn: LOAD_BALANCER,
    name: 'web',
    type: 'application',
    scheme: 'internet-facing',
    dnsName: DNS_NAME,
    canonicalHostedZoneId: 'Z32O12XQLNTSW2',
    ipAddressType: 'ipv4',
    vpcId: VPC,
  });
  loadBalancers.addListener(LOAD_BALANCER, { port: 80, protocol: 'HTTP', forwardsTo: TARGET_GROUP });

  return {
    journal,
    now,
    stack: 'test',
    verifyByDefault: true,
    certificates,
    coveringCertificates: coveringCertificates(certificates, now),
    hostedZones,
    publicDns,
    loadBalancers,
    handshakes,
    eventBus: fakeEventBus(journal),
    notifications: fakeNotifications(journal),
    issuanceWaits: fakeIssuanceWaits(journal, resume),
    certificateStates: fakeCertificateStates(journal, now),
    createdRecords: fakeCreatedRecords(journal),
    replacedRecords: fakeReplacedRecords(journal),
    executions: fakeExecutions(journal),
    inventoryBucket: fakeInventoryBucket(journal),
    serviceQuotas: async () => new Map<string, number>(),
  };
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');
