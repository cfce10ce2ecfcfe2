import type { HostedZones } from '../shared/aws/hosted-zones';
import type { ListenerCertificate } from '../shared/aws/load-balancers';
import { certificatesOn } from '../shared/checks/certificates-on';
import { checkCaa } from '../shared/checks/check-caa';
import { checkWildcards } from '../shared/checks/check-wildcards';
import { findTarget } from '../shared/checks/find-target';
import { findZones } from '../shared/checks/find-zones';
import { planAliases } from '../shared/checks/plan-aliases';
import { readRequest, type CheckedRequest } from '../shared/checks/read-request';
import { loadBalancerName } from '../shared/domain/load-balancer-arn';
import { httpListener, sslPolicyFor } from '../shared/domain/listener';
import { standingCertificate } from '../shared/obtain-certificate';
import type { Target, ZoneOfName } from '../shared/workflow';
import { zoneRecords } from '../shared/zone-records';
import type { Deployment } from './aws/deployment';
import { certificateQuotas, quotaWords } from './certificate-quotas';
import { explained } from './failure';
import { planValidation } from './plan-validation';
import type { PlannedChange } from './planned-change';

/** One thing that was looked at before anything would be created: what was found, or what is in the way. */
export interface Look {
  readonly what: string;
  readonly found?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly advice?: string;
}

/** What a request would come to. */
export interface Plan {
  readonly domainNames: readonly string[];
  readonly canSucceed: boolean;
  readonly looks: readonly Look[];
  readonly changes: readonly PlannedChange[];
}

/**
 * Does everything that the workflow's first step does, with its own checks, and goes on: past an obstacle to the next look, and
 * past the last look to what the later steps would create, change and leave. Calls read APIs only.
 */
export async function planRequest(detail: unknown, deployment: Deployment): Promise<Plan> {
  const looks: Look[] = [];
  const look = async <Found>(what: string, work: () => Promise<Found>, words: (found: Found) => string) => {
    try {
      const found = await work();
      looks.push({ what, found: words(found) });
      return found;
    } catch (error) {
      const { name, message, advice } = explained(error);
      looks.push({ what, error: name, cause: message, advice });
      return undefined;
    }
  };

  const request = await look('names', async () => readRequest({ detail }, deployment.policy), namesWords(deployment));
  if (!request) return { domainNames: [], canSucceed: false, looks, changes: [] };
  const { domainNames, hostedZoneId } = request;
  const zones = await look('zones', () => findZones(domainNames, hostedZoneId, deployment), zonesWords);
  await look(
    'CAA',
    () => checkCaa(domainNames, deployment.publicDns),
    () => 'Amazon may issue for every name',
  );
  const records = zones && zoneRecords(deployment.hostedZones, zones);
  if (zones && records) {
    await look(
      'wildcards',
      () => checkWildcards(zones, records),
      () => 'none answers for a name that would get its own records',
    );
  }
  const target = await look('target', () => findTarget(request, deployment), targetWords);
  const listeners = target && (await deployment.loadBalancers.listeners(target.loadBalancerArn));
  const standingThere = listeners && (await certificatesOn(listeners, deployment.loadBalancers));
  if (standingThere) {
    const quota = await deployment.loadBalancers.certificateQuota();
    const found = `${quota - standingThere.used} of ${quota} certificate slots are free on the load balancer`;
    looks.push({ what: 'room', found });
  }

  const standing = await look(
    'certificate',
    () => standingCertificate(request, deployment),
    ({ reusable }) => (reusable === undefined ? 'none that can be reused' : `${reusable} would be reused`),
  );
  if (standing && standing.reusable === undefined) {
    const issued = (await deployment.certificates.list()).filter(({ type }) => type === 'AMAZON_ISSUED');
    const { certificates } = await certificateQuotas();
    looks.push({ what: 'quota', found: quotaWords(issued.length, certificates, 'in the Region') });
  }
  const changes = [certificateChange(request, standing?.reusable)];
  if (zones) {
    const records = await look(
      'validation',
      () => planValidation(request, standing?.reusable, zones, deployment),
      (planned) =>
        `${planned.filter(({ action }) => action === 'keep').length} of ${planned.length} records already exist`,
    );
    changes.push(...(records ?? []));
  }
  if (target && listeners) {
    changes.push(attachmentChange(target, sslPolicyFor(listeners), standingThere?.served ?? [], standing?.reusable));
    if (zones && records && request.alias) {
      const aliases = await look('aliases', () => aliasChanges(request, zones, target, records), aliasWords);
      changes.push(...(aliases ?? []));
    }
    const http = httpListener(listeners);
    if (request.redirectHttp && http) {
      const action = http.redirectsToHttps ? 'keep' : 'change';
      changes.push({ action, resource: 'listener', what: `HTTP:80 redirects to HTTPS (${http.listenerArn})` });
    }
  }
  const canSucceed = looks.every(({ error }) => error === undefined);
  return { domainNames, canSucceed, looks, changes: canSucceed ? changes : [] };
}

const namesWords =
  ({ policy, stack }: Deployment) =>
  ({ domainNames }: CheckedRequest) =>
    `${domainNames.length} of at most ${policy.namesPerCertificate} on one certificate, all within what ${stack} may manage`;

const zonesWords = (zones: readonly ZoneOfName[]) =>
  `${[...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))].join(', ')}, delegated`;

const targetWords = ({ loadBalancerArn, scheme, listenerArn }: Target) =>
  `load balancer ${loadBalancerName(loadBalancerArn)} (${scheme}) ${listenerArn === undefined ? 'needs an HTTPS:443 listener' : 'has HTTPS:443'}`;

const aliasWords = (aliases: readonly PlannedChange[]) =>
  `no conflicts; ${aliases.filter(({ action }) => action === 'keep').length} of ${aliases.length} already exist`;

const certificateChange = ({ keyAlgorithm }: CheckedRequest, reusable: string | undefined): PlannedChange =>
  reusable === undefined
    ? { action: 'create', resource: 'certificate', what: `${keyAlgorithm}, requested from ACM` }
    : { action: 'keep', resource: 'certificate', what: reusable };

function attachmentChange(
  { listenerArn, targetGroupArn }: Target,
  sslPolicy: string,
  served: readonly ListenerCertificate[],
  reusable: string | undefined,
): PlannedChange {
  if (listenerArn === undefined) {
    const forwards = `forwards to ${targetGroupArn ?? ''}`;
    return { action: 'create', resource: 'listener', what: `HTTPS:443, ${sslPolicy}, ${forwards}` };
  }
  const isAttached = served.some(({ certificateArn }) => certificateArn === reusable);
  return { action: isAttached ? 'keep' : 'create', resource: 'attachment', what: `the certificate on ${listenerArn}` };
}

async function aliasChanges(
  { domainNames }: CheckedRequest,
  zones: readonly ZoneOfName[],
  target: Target,
  records: Pick<HostedZones, 'node'>,
): Promise<PlannedChange[]> {
  const planned = await planAliases(domainNames, zones, target, records);
  return planned.map(({ zoneId, name, type, stands }) => ({
    action: stands ? 'keep' : 'create',
    resource: 'record',
    what: `${name} ${type} alias to ${target.dnsName} in ${zoneId}`,
  }));
}
