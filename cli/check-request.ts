import { zoneRecords } from '../shared/cache/zone-records';
import { findReusable } from '../shared/certificates/obtain-certificate';
import { LEAST_CERTIFICATE_QUOTA, type Listener, loadBalancerName } from '../shared/domain/target/load-balancer';
import type { ListenerCertificate } from '../shared/ports/load-balancers';
import { checkCaa, checkWildcards } from '../shared/preflight/check-dns';
import { certificatesOn, findTarget } from '../shared/preflight/find-target';
import { findZones } from '../shared/preflight/find-zones';
import { planAliases, type PlannedAlias } from '../shared/preflight/plan-aliases';
import type { CheckedRequest } from './checked-request';
import type { Target, ZoneOfName } from '../shared/steps';
import type { Deployment } from './aws/deployment';
import { certificateQuotas } from './certificate-quotas';
import type { Check } from './checklist';
import { planValidation } from './plan-validation';
import type { PlannedChange } from './planned-change';
import { assumedQuota, assumptionWords, type Quota, quotaWords } from './quota';

/** Whatever a request is checked against. */
export type RequestSources = Pick<
  Deployment,
  'stack' | 'policy' | 'certificates' | 'hostedZones' | 'publicDns' | 'loadBalancers' | 'serviceQuotas'
>;

/** What the later steps of a request go by. */
export interface Findings {
  readonly target: Target;
  readonly listeners: readonly Listener[];
  /** The certificates on the listeners. */
  readonly served: readonly ListenerCertificate[];
  /** The certificate that would be used again; a new one is requested where there is none. */
  readonly reusable: string | undefined;
  readonly validation: readonly PlannedChange[];
  readonly aliases: readonly PlannedAlias[];
}

/** Checks everything that a request depends on; undefined when what its later steps go by could not all be found. */
export async function checkRequest(
  request: CheckedRequest,
  sources: RequestSources,
  check: Check,
): Promise<Findings | undefined> {
  const { domainNames, hostedZoneId, alias } = request;
  const { hostedZones, publicDns } = sources;
  const zones = await check('zones', () => findZones(domainNames, hostedZoneId, sources), zonesWords);
  await check('CAA', () => checkCaa(domainNames, publicDns), caaWords);
  const records = zoneRecords(hostedZones, zones ?? []);
  if (zones) await check('wildcards', () => checkWildcards(zones, records), wildcardsWords);
  const target = await check('target', () => findTarget(request, sources), targetWords);
  const room = target && (await check('room', () => findRoom(target, sources), roomWords));
  const existing = await check('certificate', () => findReusable(request, sources), standingWords);
  if (existing && existing.reusable === undefined)
    await check(
      'quota',
      () => findQuota(sources),
      (words) => words,
    );
  const reusable = existing?.reusable;
  const validation =
    zones && (await check('validation', () => planValidation(request, reusable, zones, sources), validationWords));
  const aliases =
    alias && zones && target
      ? await check('aliases', () => planAliases(domainNames, zones, target, records), aliasesWords)
      : [];
  if (!(target && room && existing && validation && aliases)) return undefined;
  return { target, ...room, reusable, validation, aliases };
}

interface Room {
  readonly listeners: readonly Listener[];
  readonly served: readonly ListenerCertificate[];
  readonly used: number;
  readonly quota: Quota;
}

async function findRoom({ loadBalancerArn }: Target, { loadBalancers }: RequestSources): Promise<Room> {
  const listeners = await loadBalancers.listeners(loadBalancerArn);
  const { served, used } = await certificatesOn(listeners, loadBalancers);
  const quota = await loadBalancers.certificateQuota().then(
    (value): Quota => ({ value }),
    (error: unknown) => {
      // The service does not ask either, while no account could have less room.
      if (used < LEAST_CERTIFICATE_QUOTA) return assumedQuota(LEAST_CERTIFICATE_QUOTA, error);
      throw error;
    },
  );
  return { listeners, served, used, quota };
}

async function findQuota({ certificates, serviceQuotas }: RequestSources): Promise<string> {
  const issued = (await certificates.list()).filter(({ type }) => type === 'AMAZON_ISSUED');
  const { certificates: quota } = await certificateQuotas(serviceQuotas);
  return quotaWords(issued.length, quota, 'in the Region');
}

const zonesWords = (zones: readonly ZoneOfName[]) =>
  `${[...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))].join(', ')}, delegated`;

const caaWords = () => 'Amazon may issue for every name';

const wildcardsWords = () => 'none answers for a name that would get its own records';

const targetWords = ({ loadBalancerArn, scheme, listenerArn }: Target) =>
  `load balancer ${loadBalancerName(loadBalancerArn)} (${scheme}) ${listenerArn === undefined ? 'needs an HTTPS:443 listener' : 'has HTTPS:443'}`;

const roomWords = ({ used, quota }: Room) =>
  `${quota.value - used} of ${quota.value} certificate slots are free on the load balancer${assumptionWords(quota)}`;

const standingWords = ({ reusable }: { readonly reusable?: string }) =>
  reusable === undefined ? 'none that can be reused' : `${reusable} would be reused`;

const validationWords = (planned: readonly PlannedChange[]) =>
  `${planned.filter(({ action }) => action === 'keep').length} of ${planned.length} records already exist`;

const aliasesWords = (planned: readonly PlannedAlias[]) =>
  `no conflicts; ${planned.filter(({ stands }) => stands).length} of ${planned.length} already exist`;
