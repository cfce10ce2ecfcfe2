import { findReusable } from '../../shared/certificates/obtain-certificate';
import {
  LEAST_CERTIFICATE_QUOTA,
  type Listener,
  loadBalancerName,
  unverifiableReason,
} from '../../shared/domain/target/load-balancer';
import type { ListenerCertificate } from '../../shared/ports/load-balancers';
import { checkCaa, checkWildcards } from '../../shared/preflight/check-dns';
import { certificatesOn, findTarget } from '../../shared/preflight/find-target';
import { findZones, zoneRecords } from '../../shared/preflight/find-zones';
import { isEmptyChange, type RecordChange } from '../../shared/domain/dns/record-change';
import { planAliasesWithMoves } from '../../shared/preflight/plan-alias-moves';
import type { PlannedAlias } from '../../shared/preflight/plan-aliases';
import { planRecordChanges } from '../../shared/preflight/plan-record-changes';
import { predictServed, type Rival } from '../../shared/preflight/predict-served';
import { coveringCertificates } from '../../shared/cache/covering-certificates';
import type { Target, ZoneOfName } from '../../shared/steps';
import type { Deployment } from '../aws/deployment';
import { assumedQuota, assumptionText, certificateQuotas, type Quota, quotaText } from '../quotas';
import type { Check, PlannedChange } from './plan';
import { planValidation } from './plan-validation';
import type { CheckedRequest } from './read-request';

/** What the checks of a request depend on. */
export type RequestSources = Pick<
  Deployment,
  | 'createdRecords'
  | 'stack'
  | 'policy'
  | 'certificates'
  | 'hostedZones'
  | 'publicDns'
  | 'loadBalancers'
  | 'serviceQuotas'
  | 'now'
>;

/** What the checks found, for the later steps of a request. */
export interface Findings {
  readonly target: Target;
  readonly listeners: readonly Listener[];
  /** The certificates on the listeners. */
  readonly served: readonly ListenerCertificate[];
  /** The certificate that would be reused; without one, a new certificate is requested. */
  readonly reusable: string | undefined;
  readonly validation: readonly PlannedChange[];
  readonly aliases: readonly PlannedAlias[];
  /** The exact change of the records that the request replaces. */
  readonly recordChanges: readonly RecordChange[];
}

/** Checks everything that a request depends on; undefined if what its later steps need was not found. */
export async function checkRequest(
  request: CheckedRequest,
  sources: RequestSources,
  check: Check,
): Promise<Findings | undefined> {
  const { domainNames, hostedZoneId, alias } = request;
  const { hostedZones, publicDns } = sources;
  const zones = await check('zones', () => findZones(domainNames, hostedZoneId, sources), zonesText);
  await check('CAA', () => checkCaa(domainNames, publicDns), caaText);
  const records = zoneRecords(hostedZones, zones ?? []);
  // A wildcard that points at the target is no conflict, so that the target is needed before it is reported.
  const finding = findTarget(request, sources);
  const found = await finding.catch(() => undefined);
  if (zones && (found || alias !== true)) {
    const aliased = alias === true && found ? { domainNames, target: found, publicDns } : undefined;
    await check('wildcards', () => checkWildcards(zones, records, aliased), wildcardsText);
  }
  const target = await check('target', () => finding, targetText);
  const room = target && (await check('room', () => findRoom(target, sources), roomText));
  const existing = await check('certificate', () => findReusable(request, sources), existingText);
  if (existing && existing.reusable === undefined)
    await check(
      'quota',
      () => findQuota(sources),
      (text) => text,
    );
  const reusable = existing?.reusable;
  const { listenerArn } = target ?? {};
  const rivals =
    target &&
    (await check(
      'precedence',
      () =>
        predictServed({ ...request, certificateArn: reusable }, listenerArn, {
          ...sources,
          coveringCertificates: coveringCertificates(sources.certificates, sources.now),
        }),
      rivalsText,
    ));
  const validation =
    zones && (await check('validation', () => planValidation(reusable, zones, sources), validationText));
  const aliases =
    alias === true && zones && target
      ? await check('aliases', () => planAliasesWithMoves(domainNames, zones, target, sources, records), aliasesText)
      : { moves: [], planned: [] };
  const policy = { ...sources.policy, verify: request.verify ?? sources.policy.verify };
  if (target) await check('handshake', async () => unverifiableReason(target, policy.verify), handshakeText);
  const recordChanges =
    alias === 'replace' && zones && target
      ? await check(
          'records',
          () => planRecordChanges(domainNames, zones, target, { ...sources, policy }),
          recordChangesText,
        )
      : [];
  if (!(target && room && existing && rivals && validation && aliases && recordChanges)) return undefined;
  return {
    target,
    ...room,
    reusable,
    validation,
    aliases: aliases.planned,
    recordChanges: [...aliases.moves, ...recordChanges],
  };
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
      // The service does not read the quota either, as long as every account has room.
      if (used < LEAST_CERTIFICATE_QUOTA) return assumedQuota(LEAST_CERTIFICATE_QUOTA, error);
      throw error;
    },
  );
  return { listeners, served, used, quota };
}

async function findQuota({ certificates, serviceQuotas }: RequestSources): Promise<string> {
  const issued = (await certificates.list()).filter(({ type }) => type === 'AMAZON_ISSUED');
  const { certificates: quota } = await certificateQuotas(serviceQuotas);
  return quotaText(issued.length, quota, 'in the Region');
}

const zonesText = (zones: readonly ZoneOfName[]) =>
  `${[...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))].join(', ')}, delegated`;

const caaText = () => 'Amazon may issue for every name';

const wildcardsText = (served: readonly string[]) =>
  served.length === 0
    ? 'none answers for a name that would get its own records'
    : `one points ${served.join(', ')} at the load balancer: the alias is created before the validation record`;

const targetText = ({ loadBalancerArn, scheme, listenerArn }: Target) =>
  `load balancer ${loadBalancerName(loadBalancerArn)} (${scheme}) ${listenerArn === undefined ? 'needs an HTTPS:443 listener' : 'has HTTPS:443'}`;

const roomText = ({ used, quota }: Room) =>
  `${quota.value - used} of ${quota.value} certificate slots are free on the load balancer${assumptionText(quota)}`;

const existingText = ({ reusable }: { readonly reusable?: string }) =>
  reusable === undefined ? 'none that can be reused' : `${reusable} would be reused`;

const handshakeText = (unverifiable: string | undefined) =>
  unverifiable === undefined
    ? 'verifies every name before the request succeeds'
    : `none, so the outcome is not verified: ${unverifiable}`;

const rivalsText = (rivals: readonly Rival[]) =>
  rivals.length === 0 ? 'the certificate would be served for every name' : rivals.map(rivalText).join('; ');

const rivalText = ({ outcome, domainNames, certificateArn, reason }: Rival) =>
  outcome === 'loses'
    ? `${domainNames.join(', ')} would be served with ${certificateArn} of this deployment: ${reason}`
    : `${domainNames.join(', ')} may be served with ${certificateArn}: ${reason}, so the request is carried out and verified`;

const validationText = (planned: readonly PlannedChange[]) =>
  `${planned.filter(({ action }) => action === 'keep').length} of ${planned.length} records already exist`;

function aliasesText({ moves, planned }: Aliases): string {
  const existing = `no conflicts; ${planned.filter(({ exists }) => exists).length} of ${planned.length} already exist`;
  if (moves.length === 0) return existing;
  return `${existing}; ${moves.map(({ name }) => name).join(', ')} would follow: this service created the alias`;
}
interface Aliases {
  readonly moves: readonly RecordChange[];
  readonly planned: readonly PlannedAlias[];
}

const recordChangesText = (planned: readonly RecordChange[]) =>
  planned.every(isEmptyChange)
    ? 'every name points to the load balancer already'
    : `${planned.flatMap(({ deleted }) => deleted).length} would be replaced once HTTPS is verified at the load balancer`;
