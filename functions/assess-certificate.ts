import { acmCertificates } from '../shared/aws/certificates';
import { route53HostedZones } from '../shared/aws/hosted-zones';
import { dynamoDbKeptCertificates } from '../shared/aws/kept-certificates';
import { elbLoadBalancers } from '../shared/aws/load-balancers';
import { gatherFacts, type FactSources, type Gathered } from '../shared/checks/gather-facts';
import { config, Deployment, Kept, Lives, Policy } from '../shared/config';
import { assess } from '../shared/domain/assessment';
import type { Lifecycle } from '../shared/domain/lifecycle';
import { issuableKey } from '../shared/domain/certificate-names';
import { TAGS } from '../shared/domain/certificate-tags';
import { baseOf } from '../shared/domain/domain-name';
import { lambda } from '../shared/lambda';
import { tlsHandshakes } from '../shared/network/handshake';
import { publicDns } from '../shared/network/public-dns';
import { AssessCertificate, type Gives, type Needs } from '../shared/workflow';

interface Dependencies extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}

/** Gathers the facts of a certificate, turns them into a verdict, and gives what acting on it needs. */
export const assessCertificate =
  ({ lifecycle, now, ...sources }: Dependencies) =>
  async ({
    certificateArn,
    assessment: before,
  }: Needs<typeof AssessCertificate>): Promise<Gives<typeof AssessCertificate>> => {
    const gathered = await gatherFacts(certificateArn, sources);
    const looks = before?.looks ?? 0;
    const assessment = assess(gathered.facts, now(), lifecycle, looks);
    return { assessment: { ...assessment, looks: looks + 1 }, ...subjectOf(gathered) };
  };

function subjectOf({
  facts,
  tags,
  zones,
  wantedNames,
  target,
}: Gathered): Omit<Gives<typeof AssessCertificate>, 'assessment'> {
  const { certificateArn, description, wantedKeyAlgorithm } = facts;
  const [commonName, ...others] = wantedNames;
  if (!description || commonName === undefined) return {};
  const { type, notAfter, serial, keyAlgorithm } = description;
  const recorded = tags[TAGS.domain];
  const isStillWanted = wantedNames.some((name) => baseOf(name) === recorded);
  return {
    subject: { certificateArn, domainName: recorded ?? commonName, type, notAfter, serial, tags: { ...tags } },
    request: {
      domainName: isStillWanted && recorded !== undefined ? recorded : commonName,
      domainNames: [commonName, ...others],
      keyAlgorithm: issuableKey(wantedKeyAlgorithm ?? keyAlgorithm),
    },
    zones: [...zones],
    attachments: [...facts.attachments],
    target,
  };
}

export const handler = lambda(AssessCertificate, () => {
  const dns = publicDns();
  return assessCertificate({
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
