import * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';
import type { LoadBalancerAddresses, Service, World } from '../world';
import { applyChangeBatch } from './change-batch';
import { createChangeLog, newId } from './change-log';
import { chooseDelegationSet, privateNameServers } from './delegation-sets';
import { createHostedZone, describeZone, idOf, type HostedZone } from './hosted-zone';
import { normalizeName, requestedName } from './names';
import { route53Permissions } from './permissions';
import { recordSetKey } from './record-sets';
import { listHostedZones, listHostedZonesByName, listResourceRecordSets } from './zone-listing';

/** Route 53's delays; they are read at every change, so a test may alter them. */
export interface Route53Settings {
  /** From the acceptance of a change until all of the zone's name servers have it and it is INSYNC. */
  readonly propagationMilliseconds: number;
  /** How long after a change batch further ones for the same zone get PriorRequestNotComplete. */
  readonly acceptanceMilliseconds: number;
}

/** The local Route 53. */
export interface Route53 {
  readonly service: Service;
  /** The public zones, for the DNS server. */
  publicZones(): readonly HostedZone[];
  /**
   * Protects a record set from every change, as CreateResourceRecordSetProtections does, which the installed SDK lacks
   * and so cannot be called over the wire.
   */
  protect(hostedZoneId: string, name: string, type: string): void;
  unprotect(hostedZoneId: string, name: string, type: string): void;
}

const MAXIMUM_ZONES = 500;

/** Route 53's hosted zones, record sets and change batches, without health checks and DNSSEC. */
export function createRoute53(
  world: World,
  needs: { readonly loadBalancers: LoadBalancerAddresses },
  settings: Route53Settings = { propagationMilliseconds: 1_000, acceptanceMilliseconds: 0 },
): Route53 {
  const now = () => world.clock.now();
  const zones = new Map<string, HostedZone>();
  const callerReferences = new Set<string>();
  const changes = createChangeLog(now);

  const zoneOf = (hostedZoneId: string | undefined): HostedZone => {
    const zone = zones.get(idOf(hostedZoneId));
    if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${idOf(hostedZoneId)}`, 404);
    return zone;
  };

  const operations = {
    CreateHostedZone(input: sdk.CreateHostedZoneRequest): sdk.CreateHostedZoneResponse {
      const { Name = '', CallerReference = '', HostedZoneConfig: config, VPC: vpc } = input;
      if (input.DelegationSetId) {
        throw new AwsError('NoSuchDelegationSet', `No delegation set found with ID: ${input.DelegationSetId}`);
      }
      if (CallerReference === '') throw new AwsError('InvalidInput', 'CallerReference is required.');
      if ((config?.PrivateZone || vpc) && !vpc?.VPCId) {
        throw new AwsError('InvalidInput', 'A private hosted zone needs the VPCId and VPCRegion of a VPC.');
      }
      const name = requestedName(Name, 'InvalidDomainName');
      if (name === '.') throw new AwsError('InvalidDomainName', 'The root cannot be a hosted zone.');
      if (callerReferences.has(CallerReference)) {
        const message = 'A hosted zone has already been created with the specified caller reference.';
        throw new AwsError('HostedZoneAlreadyExists', message, 409);
      }
      if (zones.size >= MAXIMUM_ZONES) {
        const message = 'Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.';
        throw new AwsError('TooManyHostedZones', message);
      }
      const rival = [...zones.values()].find(
        (zone) => zone.name === name && zone.vpcs.some(({ VPCId }) => VPCId === vpc?.VPCId),
      );
      if (rival) {
        const message = `The VPC ${vpc?.VPCId} has already been associated with the hosted zone ${rival.id} with the same domain name.`;
        throw new AwsError('ConflictingDomainExists', message);
      }

      const isTaken = (server: string) => [...zones.values()].some(({ nameServers }) => nameServers.includes(server));
      const zone = createHostedZone(now, {
        id: newId('Z'),
        name,
        callerReference: CallerReference,
        comment: config?.Comment,
        vpcs: vpc ? [vpc] : [],
        nameServers: vpc ? privateNameServers : chooseDelegationSet(isTaken),
      });
      zones.set(zone.id, zone);
      callerReferences.add(CallerReference);
      return {
        HostedZone: describeZone(zone),
        ChangeInfo: changes.record(zone.change(zone.recordSets(), settings.propagationMilliseconds), undefined),
        DelegationSet: vpc ? undefined : { NameServers: [...zone.nameServers] },
        ...(vpc && { VPC: vpc }),
        Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
      };
    },

    DeleteHostedZone(input: sdk.DeleteHostedZoneRequest): sdk.DeleteHostedZoneResponse {
      const zone = zoneOf(input.Id);
      // The error for a zone with protections is not known; that it cannot be deleted is documented (rrset-protection).
      if (zone.recordSets().size > 2 || zone.protections.size > 0) {
        const message =
          'The specified hosted zone contains non-required resource record sets and so cannot be deleted.';
        throw new AwsError('HostedZoneNotEmpty', message);
      }
      // Its name servers refuse it at once; how long they take on AWS is not documented.
      zones.delete(zone.id);
      return { ChangeInfo: changes.record(now() + settings.propagationMilliseconds, undefined) };
    },

    GetHostedZone(input: sdk.GetHostedZoneRequest): sdk.GetHostedZoneResponse {
      const zone = zoneOf(input.Id);
      return {
        HostedZone: describeZone(zone),
        ...(zone.vpcs.length > 0
          ? { VPCs: [...zone.vpcs] }
          : { DelegationSet: { NameServers: [...zone.nameServers] } }),
      };
    },

    GetHostedZoneCount: (): sdk.GetHostedZoneCountResponse => ({ HostedZoneCount: zones.size }),

    ListHostedZones: (input: sdk.ListHostedZonesRequest) => listHostedZones([...zones.values()], input),

    ListHostedZonesByName: (input: sdk.ListHostedZonesByNameRequest) =>
      listHostedZonesByName([...zones.values()], input),

    ListResourceRecordSets: (input: sdk.ListResourceRecordSetsRequest) =>
      listResourceRecordSets(zoneOf(input.HostedZoneId), input),

    ChangeResourceRecordSets(input: sdk.ChangeResourceRecordSetsRequest): sdk.ChangeResourceRecordSetsResponse {
      const zone = zoneOf(input.HostedZoneId);
      if (now() < zone.busyUntil) {
        const message = 'The request was rejected because Route 53 was still processing a prior request.';
        throw new AwsError('PriorRequestNotComplete', message);
      }
      const { Changes: batch = [], Comment: comment } = input.ChangeBatch ?? {};
      if (batch.length === 0) throw new AwsError('InvalidInput', 'A change batch needs at least one change.');
      const recordSets = applyChangeBatch(
        {
          zoneId: zone.id,
          zoneName: zone.name,
          recordSets: zone.recordSets(),
          isProtected: ({ name, type }) => zone.protections.has(recordSetKey({ name, type })),
          loadBalancers: needs.loadBalancers,
        },
        batch,
      );
      zone.busyUntil = now() + settings.acceptanceMilliseconds;
      return { ChangeInfo: changes.record(zone.change(recordSets, settings.propagationMilliseconds), comment) };
    },

    GetChange: (input: sdk.GetChangeRequest): sdk.GetChangeResponse => ({
      ChangeInfo: changes.describe(idOf(input.Id)),
    }),
  };

  return {
    service: { signingName: 'route53', sdk, operations, permissions: route53Permissions },
    publicZones: () => [...zones.values()].filter(({ vpcs }) => vpcs.length === 0),
    protect(hostedZoneId, name, type) {
      zoneOf(hostedZoneId).protections.add(recordSetKey({ name: normalizeName(name), type }));
    },
    unprotect(hostedZoneId, name, type) {
      zoneOf(hostedZoneId).protections.delete(recordSetKey({ name: normalizeName(name), type }));
    },
  };
}
