import { acmCertificates, type ListedCertificate } from '../shared/aws/certificates';
import { route53HostedZones } from '../shared/aws/hosted-zones';
import { dynamoDbKeptCertificates, type SweptCertificate } from '../shared/aws/kept-certificates';
import { elbLoadBalancers } from '../shared/aws/load-balancers';
import { atMost } from '../shared/at-most';
import { gatherFacts, type FactSources } from '../shared/checks/gather-facts';
import { config, Deployment, Kept, Lives, Policy, TAGS } from '../shared/config';
import { assess, daysUntil, type Lifecycle } from '../shared/domain/assessment';
import { noticeDue } from '../shared/domain/notice';
import { endsTrouble, isDisruptive, needsWork } from '../shared/domain/verdict';
import { lambda } from '../shared/lambda';
import { tlsHandshakes } from '../shared/network/handshake';
import { publicDns } from '../shared/network/public-dns';
import { remembered } from '../shared/remembered';
import { AssessPage, type Gives, type Needs } from '../shared/workflow';

interface Dependencies extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}

/** A page takes some seconds; ACM's and Route 53's ten calls a second leave room for others. */
const CERTIFICATES_A_PAGE = 25;
const AT_ONCE = 4;

/** Assesses some certificates, remembers what was found of each, and counts. */
export const assessPage =
  ({ lifecycle, now, ...asked }: Dependencies) =>
  async ({ executionArn, page, tally }: Needs<typeof AssessPage>): Promise<Gives<typeof AssessPage>> => {
    const sources = remembered(asked);
    const listed = await sources.certificates.page(CERTIFICATES_A_PAGE, page?.nextToken);
    const swept = await atMost(AT_ONCE, listed.certificates, async (certificate) => {
      const found = await look(certificate, sources, lifecycle, now());
      await sources.keptCertificates.noteSwept(executionArn, found);
      return found;
    });
    const count = (is: (certificate: SweptCertificate) => boolean) => swept.filter(is).length;
    return {
      page: { number: (page?.number ?? 0) + 1, nextToken: listed.nextToken },
      tally: {
        assessed: (tally?.assessed ?? 0) + swept.length,
        managed: (tally?.managed ?? 0) + count(({ isManaged }) => isManaged),
        disruptive: (tally?.disruptive ?? 0) + count(({ verdict }) => isDisruptive(verdict)),
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
  const { facts, tags } = await gatherFacts(certificateArn, sources);
  const { verdict, reasons, trouble, daysLeft } = assess(facts, now, lifecycle);
  const { told } = await sources.keptCertificates.get(certificateArn);
  const isToBeTold =
    noticeDue(told, trouble, daysLeft) !== undefined && (trouble !== undefined || endsTrouble(verdict));
  return {
    certificateArn,
    domainName: tags[TAGS.domain] ?? certificate.domainNames[0] ?? '',
    type,
    verdict,
    reasons: [...reasons],
    isManaged: facts.isManaged,
    isInUse,
    daysLeft: daysLeft ?? daysUntil(notAfter, now),
    notAfter,
    isDue: needsWork(verdict) || isToBeTold,
  };
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
