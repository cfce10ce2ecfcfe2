import { findTags } from '../certificates/require-certificate';
import type { DeploymentPolicy } from '../config';
import type { Attachment, CertificateFacts, Obstacle, RecordFacts } from '../domain/assessment/facts';
import type { HEALTH_ISSUES } from '../domain/assessment/health-issues';
import type { CertificateDescription } from '../domain/certificate/description';
import { isManagedBy, isUnmanaged, isVerificationWanted, mayReplaceImported, TAGS } from '../domain/certificate/tags';
import { validationChange, type ValidationRecord, validationRecords } from '../domain/dns/validation-records';
import { baseOf, isAllowedDomain } from '../domain/names/domain-name';
import { listenerManagers } from '../domain/target/listener-managers';
import { isAllowedLoadBalancer, unverifiableReason } from '../domain/target/load-balancer';
import {
  CaaForbidsAmazonError,
  DelegationError,
  DnsLookupError,
  ZoneNotAllowedError,
  ZoneNotFoundError,
} from '../errors';
import type { Certificates } from '../ports/certificates';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { Handshakes, LoadBalancer, LoadBalancers } from '../ports/load-balancers';
import type { CertificateStates } from '../ports/state';
import { checkCaa } from '../preflight/check-dns';
import { findRecordedZones, zoneRecords } from '../preflight/find-zones';
import { areLeadingTo, followCnames } from '../preflight/validation-records';
import type { ZoneOfName } from '../steps';
import { findAttachments, forbiddenLoadBalancers, type FoundTarget } from './find-attachments';
import { findServed } from './find-served';

/** The sources of the facts. */
export interface FactSources {
  readonly certificates: Certificates;
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly loadBalancers: LoadBalancers;
  readonly handshakes: Handshakes;
  readonly certificateStates: CertificateStates;
  readonly policy: DeploymentPolicy;
  readonly stack: string;
  /** Whether imported certificates are replaced without a tag that allows it. */
  readonly replaceImported: boolean;
  readonly now: () => Date;
}

/** The facts, and the data that a workflow needs to act on them. */
export interface GatheredFacts {
  readonly facts: CertificateFacts;
  readonly tags: Readonly<Record<string, string>>;
  readonly zones: readonly ZoneOfName[];
  /** The names that a replacement must have: after the removal of a name, those of the certificate that replaced it. */
  readonly wantedNames: readonly string[];
  /** The load balancer in the certificate's tag, or the one that was created anew under its name, if there is one. */
  readonly target?: LoadBalancer | undefined;
}

/** Gathers the facts that the assessment of a certificate needs; read-only. */
export async function gatherFacts(certificateArn: string, sources: FactSources): Promise<GatheredFacts> {
  const described = await sources.certificates.describe(certificateArn);
  const tagged = described && (await findTags(certificateArn, sources.certificates));
  const description = tagged && described;
  const tags = tagged ?? {};
  const isManaged = isManagedBy(tags, sources.stack);
  const replaceImported = mayReplaceImported(tags, sources.replaceImported);
  const own = {
    certificateArn,
    description,
    isManaged,
    replaceImported,
    wantedKeyAlgorithm: tags[TAGS.keyAlgorithm],
    retiredAt: tags[TAGS.retired],
    replacedBy: tags[TAGS.replacedBy],
    targetArn: tags[TAGS.target],
  };
  const isImported = description?.type === 'IMPORTED';
  if (!description || isUnmanaged(isManaged, description.type)) {
    return { facts: { ...own, ...NO_FACTS }, tags, zones: [], wantedNames: description?.domainNames ?? [] };
  }

  const found = await findAttachments(description, tags, sources.loadBalancers);
  const wantedNames = (await findSuccessor(own, sources))?.domainNames ?? description.domainNames;
  const isIssuedByAcm = !isImported || replaceImported;
  const { obstacles, zones } = isIssuedByAcm
    ? await findObstacles(wantedNames, tags, sources)
    : { obstacles: [], zones: [] };
  const { announcedSerial, reattachments = [], lastNotified } = await sources.certificateStates.get(certificateArn);
  const isLeftAlone = lastNotified?.name === ATTACHMENT_CONTESTED;
  const isDisputed = isLeftAlone || reattachments.length > 0;
  const target = found.target?.loadBalancer;
  const facts = {
    ...own,
    recreatedTargetArn: target?.loadBalancerArn === own.targetArn ? undefined : target?.loadBalancerArn,
    targetProblem: own.targetArn === undefined ? undefined : targetProblem(own.targetArn, found.target, sources.policy),
    reattachments,
    isLeftAlone,
    otherManagers: isDisputed ? await findOtherManagers(found.target, sources.loadBalancers) : [],
    attachments: found.attachments,
    forbiddenTargets: forbiddenLoadBalancers(found, sources.policy).map(({ loadBalancerArn }) => loadBalancerArn),
    obstacles,
    records: await findRecords(description, zones, sources),
    served: isImported ? [] : await findServed(description, tags, found.attachments, sources),
    unverified: unverifiedReason(found.attachments, isVerificationWanted(tags, sources.policy.verify)),
    announcedSerial,
  };
  return { facts, tags, zones, wantedNames, target };
}

/** Why no handshake shows what is served on one of the listeners. */
function unverifiedReason(attachments: readonly Attachment[], isWanted: boolean): string | undefined {
  if (attachments.length === 0) return 'it is on no listener that this service can inspect';
  const reasons = attachments.flatMap((attachment) => unverifiableReason(attachment, isWanted) ?? []);
  return reasons[0];
}

const NO_FACTS = {
  reattachments: [],
  isLeftAlone: false,
  otherManagers: [],
  attachments: [],
  forbiddenTargets: [],
  obstacles: [],
  records: [],
  served: [],
};

const ATTACHMENT_CONTESTED: keyof typeof HEALTH_ISSUES = 'AttachmentContested';

async function findOtherManagers(target: FoundTarget | undefined, loadBalancers: LoadBalancers): Promise<string[]> {
  if (!target?.listener) return [];
  const tags = await loadBalancers.listTags([target.loadBalancer.loadBalancerArn, target.listener.listenerArn]);
  return listenerManagers(tags);
}

/** A tag can contain any text, so ACM is called only for a certificate ARN of the same account and Region. */
async function findSuccessor(
  { certificateArn, replacedBy }: { readonly certificateArn: string; readonly replacedBy: string | undefined },
  { certificates }: FactSources,
): Promise<CertificateDescription | undefined> {
  const isSibling = replacedBy?.startsWith(certificateArn.slice(0, certificateArn.lastIndexOf('/') + 1));
  return replacedBy !== undefined && isSibling ? await certificates.describe(replacedBy) : undefined;
}

function targetProblem(
  targetArn: string,
  target: FoundTarget | undefined,
  policy: DeploymentPolicy,
): string | undefined {
  if (!target) return `${targetArn}, the load balancer in its tag, no longer exists`;
  const { loadBalancer, problem } = target;
  if (isAllowedLoadBalancer(loadBalancer.name, policy.allowedLoadBalancers)) return problem;
  return `This deployment may not change ${loadBalancer.name}, the load balancer in its tag (allowedLoadBalancers)`;
}

const OBSTACLES = [DelegationError, ZoneNotFoundError, ZoneNotAllowedError, CaaForbidsAmazonError, DnsLookupError];

/** What would prevent ACM from issuing or renewing: the same checks as for a request. */
async function findObstacles(
  domainNames: readonly string[],
  tags: Readonly<Record<string, string>>,
  sources: FactSources,
) {
  const obstacles: Obstacle[] = [];
  const recordObstacle = async <Found>(check: Promise<Found>): Promise<Found | undefined> => {
    try {
      return await check;
    } catch (error) {
      if (!(error instanceof Error) || !OBSTACLES.some((ObstacleError) => error instanceof ObstacleError)) throw error;
      obstacles.push({ error: error.name, cause: error.message });
      return undefined;
    }
  };
  const outside = domainNames.filter((name) => !isAllowedDomain(name, sources.policy.allowedDomains));
  if (outside.length > 0) {
    const cause = `${outside.join(', ')}: outside the domains that this deployment may manage`;
    obstacles.push({ error: 'ZoneNotAllowedError', cause });
  }
  const zones = (await recordObstacle(findRecordedZones(domainNames, tags, sources))) ?? [];
  await recordObstacle(checkCaa(domainNames, sources.publicDns));
  return { obstacles, zones };
}

async function findRecords(
  { domainNames, validations }: CertificateDescription,
  zones: readonly ZoneOfName[],
  { hostedZones, publicDns }: FactSources,
): Promise<RecordFacts[]> {
  const wanted = validationRecords(domainNames, validations);
  if ('missing' in wanted) return [];
  const records = zoneRecords(hostedZones, zones);
  const facts: RecordFacts[] = [];
  for (const { domainName, name, value } of wanted.records) {
    const zoneId = zones.find((zone) => zone.domainName === baseOf(domainName))?.zoneId;
    if (zoneId === undefined) continue;
    const existing = await records.getCname(zoneId, name);
    const seen = await resolveRecord(name, publicDns);
    const isDelegated = await leadsToValue({ domainName, name, value }, existing, publicDns);
    facts.push({ name, value, zoneId, existing: isDelegated ? [value] : existing, seen });
  }
  return facts;
}

/** Whether a CNAME that is not ACM's leads to ACM's value. After a failed lookup it may: what public DNS returns decides later. */
async function leadsToValue(
  record: ValidationRecord,
  existing: readonly string[],
  publicDns: PublicDns,
): Promise<boolean> {
  if (validationChange(record, existing) !== 'conflict') return false;
  try {
    return await areLeadingTo(record.value, existing, publicDns);
  } catch (error) {
    if (error instanceof DnsLookupError) return true;
    throw error;
  }
}

async function resolveRecord(name: string, publicDns: PublicDns): Promise<RecordFacts['seen']> {
  try {
    return { values: await followCnames(name, publicDns) };
  } catch (error) {
    if (error instanceof DnsLookupError) return { error: error.message };
    throw error;
  }
}
