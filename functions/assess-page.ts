import { acmCertificates, type ListedCertificate } from '../shared/aws/certificates';
import { route53HostedZones } from '../shared/aws/hosted-zones';
import { dynamoDbKeptCertificates, type SweptCertificate } from '../shared/aws/kept-certificates';
import { elbLoadBalancers } from '../shared/aws/load-balancers';
import { atMost } from '../shared/at-most';
import { gatherFacts, type FactSources } from '../shared/checks/gather-facts';
import { tagsIfThere } from '../shared/checks/tags-if-there';
import { config, Deployment, Kept, Lives, Policy, STACK_TAG, TAGS } from '../shared/config';
import { assess, daysUntil } from '../shared/domain/assessment';
import type { CertificateFacts } from '../shared/domain/certificate-facts';
import type { Lifecycle } from '../shared/domain/lifecycle';
import { noticeDue } from '../shared/domain/notice';
import { shownFacts } from '../shared/domain/shown-facts';
import { endsTrouble, isDisruptive, needsWork, type Assessment } from '../shared/domain/verdict';
import { lambda } from '../shared/lambda';
import { tlsHandshakes } from '../shared/network/handshake';
import { publicDns } from '../shared/network/public-dns';
import { remembered } from '../shared/remembered';
import { AssessPage, type Gives, type Needs } from '../shared/workflow';

interface Dependencies extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}
type Tags = Readonly<Record<string, string>>;

/** So many that no page can ask ACM more than its ten a second (ACM user guide, "Quotas"); the workflow pauses after each. */
const CERTIFICATES_A_PAGE = 10;
const AT_ONCE = 4;

/** Assesses some certificates, remembers what was found of each, and counts. */
export const assessPage =
  ({ lifecycle, now, ...asked }: Dependencies) =>
  async ({ sweepId, page, tally }: Needs<typeof AssessPage>): Promise<Gives<typeof AssessPage>> => {
    const sources = remembered(asked);
    const listed = await sources.certificates.page(CERTIFICATES_A_PAGE, page?.nextToken);
    const swept = await atMost(AT_ONCE, listed.certificates, async (certificate) => {
      const found = await look(certificate, sources, lifecycle, now());
      await sources.keptCertificates.noteSwept(sweepId, found);
      return found;
    });
    const disruptive = swept.filter(({ verdict }) => isDisruptive(verdict));
    const daysLeft = disruptive.map((certificate) => certificate.daysLeft ?? Infinity);
    const leastDaysLeft = Math.min(tally?.disruptiveDaysLeft ?? Infinity, ...daysLeft);
    const count = (is: (certificate: SweptCertificate) => boolean) => swept.filter(is).length;
    return {
      page: { number: (page?.number ?? 0) + 1, nextToken: listed.nextToken },
      tally: {
        assessed: (tally?.assessed ?? 0) + swept.length,
        managed: (tally?.managed ?? 0) + count(({ isManaged }) => isManaged),
        disruptive: (tally?.disruptive ?? 0) + disruptive.length,
        disruptiveDaysLeft: leastDaysLeft === Infinity ? undefined : leastDaysLeft,
      },
    };
  };

async function look(
  certificate: ListedCertificate,
  sources: FactSources,
  lifecycle: Lifecycle,
  now: Date,
): Promise<SweptCertificate> {
  const { certificateArn, type, isInUse, notAfter } = certificate;
  const tags = await tagsIfThere(certificateArn, sources.certificates);
  const { facts, ...assessment } = await assessmentOf(certificate, tags, sources, lifecycle, now);
  const { verdict, reasons, trouble, daysLeft } = assessment;
  const { told } = await sources.keptCertificates.get(certificateArn);
  const isToBeTold =
    noticeDue(told, trouble, daysLeft) !== undefined && (trouble !== undefined || endsTrouble(verdict));
  return {
    certificateArn,
    domainName: tags?.[TAGS.domain] ?? certificate.domainNames[0] ?? '',
    type,
    verdict,
    reasons: [...reasons],
    isManaged: tags?.[STACK_TAG] === sources.stack,
    isInUse,
    daysLeft: daysLeft ?? daysUntil(notAfter, now),
    trouble: trouble?.name,
    ...shownFacts(certificate, facts),
    isDue: needsWork(verdict) || isToBeTold,
  };
}

/** Of what is somebody else's, the list says enough. */
async function assessmentOf(
  { certificateArn, type }: ListedCertificate,
  tags: Tags | undefined,
  sources: FactSources,
  lifecycle: Lifecycle,
  now: Date,
): Promise<Assessment & { readonly facts?: CertificateFacts }> {
  if (!tags) return { verdict: 'gone', reasons: ['It was deleted during the sweep.'] };
  if (tags[STACK_TAG] !== sources.stack && type !== 'IMPORTED') {
    return { verdict: 'not-managed', reasons: ['It does not carry the tag of this deployment.'] };
  }
  const { facts } = await gatherFacts(certificateArn, sources);
  return { ...assess(facts, now, lifecycle), facts };
}

export const handler = lambda(AssessPage, () => {
  const dns = publicDns();
  return assessPage({
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    publicDns: dns,
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(dns),
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    policy: config(Policy),
    ...config(Deployment),
    ...config(Lives),
    now: () => new Date(),
  });
});
