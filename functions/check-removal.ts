import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { elbLoadBalancers, type LoadBalancers } from '../shared/aws/load-balancers';
import { findAttachments } from '../shared/checks/find-attachments';
import { findStandIns } from '../shared/checks/find-stand-ins';
import { findZones } from '../shared/checks/find-zones';
import { readRemoval, type RemovalRequest } from '../shared/checks/read-removal';
import { tagsIfThere } from '../shared/checks/tags-if-there';
import { config, Deployment, Policy, STACK_TAG, TAGS } from '../shared/config';
import type { CertificateDescription } from '../shared/domain/certificate-facts';
import { certificateNames, isIssuable } from '../shared/domain/certificate-names';
import { baseOf } from '../shared/domain/domain-name';
import { matchesPattern } from '../shared/domain/pattern';
import { InvalidRequestError, NotManagedError, TargetNotAllowedError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { publicDns, type PublicDns } from '../shared/network/public-dns';
import { CheckRemoval, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: Policy;
  readonly stack: string;
  readonly now: () => Date;
}
interface Managed {
  readonly description: CertificateDescription;
  readonly tags: Record<string, string>;
}

/**
 * Finds what is left to do for a removal: a certificate, which of its names go, and what takes its place on the listeners.
 * Changes nothing. Already gone is success.
 *
 * @throws InvalidRequestError, NotManagedError, NoStandInCertificateError, TargetNotAllowedError
 */
export const checkRemoval =
  (needs: Dependencies) =>
  async ({ event, removal: before }: Needs<typeof CheckRemoval>): Promise<Gives<typeof CheckRemoval>> => {
    const asked = readRemoval(event);
    const found = await find(asked, needs);
    const { domainName } = asked;
    const removed = domainName === undefined ? (found?.description.domainNames ?? []) : [domainName];
    const remaining = (found?.description.domainNames ?? []).filter((name) => !removed.includes(name));
    const domainNames = [...new Set([...(before?.domainNames ?? []), ...removed])];
    const unpointNames = before?.unpointNames ?? (await namesOfNoOther(removed, found, asked, needs));
    const removal = { domainName, domainNames, unpointNames, remaining };
    if (!found) return { removal, subject: undefined };

    const { description, tags } = found;
    const { certificateArn, type, notAfter, serial } = description;
    const attachments = await findOwnAttachments(found, needs);
    const subject = { certificateArn, domainName: tags[TAGS.domain] ?? removed[0] ?? '', type, notAfter, serial, tags };
    if (remaining.length > 0) return { removal, subject, attachments, ...(await wanted(found, remaining, needs)) };
    return { removal, subject, attachments: await findStandIns(certificateArn, attachments, needs) };
  };

async function find(asked: RemovalRequest, needs: Dependencies): Promise<Managed | undefined> {
  const { certificates, stack } = needs;
  const { domainName, certificateArn } = asked;
  if (certificateArn !== undefined) {
    const description = await certificates.describe(certificateArn);
    if (!description) return undefined;
    const tags = await certificates.tags(certificateArn);
    if (tags[STACK_TAG] === stack) return { description, tags };
    throw new NotManagedError(`${certificateArn} does not carry the tag ${STACK_TAG} = ${stack}`);
  }
  for (const listed of await certificates.list()) {
    // A list shows a hundred names at most.
    if (!listed.hasMoreNames && !listed.domainNames.some((name) => name === domainName)) continue;
    const tags = await tagsIfThere(listed.certificateArn, certificates);
    if (tags?.[STACK_TAG] !== stack) continue;
    const description = await certificates.describe(listed.certificateArn);
    if (!description?.domainNames.some((name) => name === domainName)) continue;
    // One that was replaced and is detached waits for its deletion.
    const isDone =
      tags[TAGS.replacedBy] !== undefined &&
      (await attachmentsOf({ description, tags }, needs)).attachments.length === 0;
    if (!isDone) return { description, tags };
  }
  return undefined;
}

/** A domain goes with all its certificates; a certificate alone leaves the names that another one of ours serves. */
async function namesOfNoOther(
  removed: readonly string[],
  found: Managed | undefined,
  asked: RemovalRequest,
  { certificates, stack }: Dependencies,
): Promise<string[]> {
  if (asked.domainName !== undefined) return [...removed];
  const served = new Set<string>();
  for (const { certificateArn, domainNames } of await certificates.list()) {
    const shared = domainNames.filter((name) => removed.includes(name));
    if (shared.length === 0 || certificateArn === found?.description.certificateArn) continue;
    const tags = await tagsIfThere(certificateArn, certificates);
    if (tags?.[STACK_TAG] === stack && tags[TAGS.retired] === undefined) shared.forEach((name) => served.add(name));
  }
  return removed.filter((name) => !served.has(name));
}

function attachmentsOf({ description, tags }: Managed, { loadBalancers }: Dependencies) {
  const target = tags[TAGS.target];
  const candidates = [...description.inUseBy, ...(target === undefined ? [] : [target])];
  return findAttachments(description.certificateArn, candidates, loadBalancers);
}

async function findOwnAttachments(managed: Managed, needs: Dependencies) {
  const { policy } = needs;
  const found = await attachmentsOf(managed, needs);
  const forbidden = found.loadBalancers.find(
    ({ loadBalancerArn, name }) =>
      !matchesPattern(name, policy.allowedLoadBalancers) &&
      found.attachments.some((attachment) => attachment.loadBalancerArn === loadBalancerArn),
  );
  if (!forbidden) return found.attachments;
  throw new TargetNotAllowedError(
    `${managed.description.certificateArn} is attached to ${forbidden.name}, which this deployment may not change (allowedLoadBalancers: ${policy.allowedLoadBalancers || 'none'})`,
  );
}

/** The certificate without the removed name: what has to be requested, and the zones of its names. */
async function wanted({ description, tags }: Managed, remaining: readonly string[], needs: Dependencies) {
  const recorded = tags[TAGS.domain];
  const domainName = remaining.find((name) => baseOf(name) === recorded) ?? remaining[0] ?? '';
  const ordered = certificateNames(domainName, remaining, needs.policy.namesPerCertificate);
  if ('problem' in ordered) {
    throw new InvalidRequestError(`domainName: without it the certificate ${ordered.problem}`);
  }
  const { keyAlgorithm } = description;
  const zones = await findZones(remaining, undefined, needs);
  return {
    request: {
      domainName,
      domainNames: [...ordered.names] satisfies string[] as [string, ...string[]],
      keyAlgorithm: isIssuable(keyAlgorithm) ? keyAlgorithm : ('RSA_2048' as const),
    },
    zones,
  };
}

export const handler = lambda(CheckRemoval, () =>
  checkRemoval({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    hostedZones: route53HostedZones(),
    publicDns: publicDns(),
    policy: config(Policy),
    ...config(Deployment),
    now: () => new Date(),
  }),
);
