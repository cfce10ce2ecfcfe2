import { memoize } from '../cache/memoize';
import { findTags } from '../certificates/require-certificate';
import type { Attachment, SeenCertificate, ServedFacts } from '../domain/assessment/facts';
import { type CertificateDescription, certificateIn, sameSerial } from '../domain/certificate/description';
import { isMaintainedBy, TAGS } from '../domain/certificate/tags';
import { coversName } from '../domain/names/certificate-names';
import { probeName } from '../domain/names/domain-name';
import { whyNotVerifiable } from '../domain/target/load-balancer';
import { DnsLookupError, HttpsUnreachableError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { Handshakes, LoadBalancers } from '../ports/load-balancers';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly handshakes: Handshakes;
  readonly stack: string;
}

/**
 * Looks at what is served where a certificate is attached: one handshake a port and name; where addresses differ, the one that serves
 * something wrong is the fact. ACM is asked about another certificate only where one is seen.
 */
export async function findServed(
  description: CertificateDescription,
  tags: Readonly<Record<string, string>>,
  attachments: readonly Attachment[],
  dependencies: Dependencies,
): Promise<ServedFacts[]> {
  const { domainNames, keyAlgorithm, serial: own = '' } = description;
  const isOther = ({ serial }: SeenCertificate) => !sameSerial(serial, own);
  const facts: ServedFacts[] = [];
  const looked = new Set<string>();
  for (const attachment of attachments) {
    const { loadBalancerArn, dnsName, port, listenerArn } = attachment;
    if (looked.has(`${dnsName}:${port}`) || whyNotVerifiable(attachment) !== undefined) continue;
    looked.add(`${dnsName}:${port}`);
    const keptWith = memoize((serial) => findMaintained(serial, listenerArn, dependencies));
    const coverOf = async (serial: string, domainName: string) => {
      const kept = await keptWith(serial);
      // That the one whose place this takes is still served is no cover: the replacement has not taken.
      if (!kept || kept.certificateArn === tags[TAGS.replaces]) return undefined;
      return coversName(kept.domainNames, domainName) ? kept.certificateArn : undefined;
    };
    for (const domainName of domainNames) {
      try {
        const seen: SeenCertificate[] = [];
        for (const each of await dependencies.handshakes.with(dnsName, probeName(domainName), keyAlgorithm, port)) {
          const { serial, notAfter } = each;
          seen.push({ serial, notAfter, coveredBy: isOther(each) ? await coverOf(serial, domainName) : undefined });
        }
        const others = seen.filter(isOther);
        const shown = others.find(({ coveredBy }) => coveredBy === undefined) ?? others[0] ?? seen[0];
        if (shown) facts.push({ loadBalancerArn, domainName, ...shown });
      } catch (error) {
        if (!(error instanceof HttpsUnreachableError || error instanceof DnsLookupError)) throw error;
        // One that does not answer for one name answers for none, and each time-out is seconds.
        facts.push({ loadBalancerArn, domainName, error: error.message });
        break;
      }
    }
  }
  return facts;
}

/** The certificate of a listener that has the serial number, if this deployment keeps it; ACM is asked of one after the other until it is found. */
async function findMaintained(
  serial: string,
  listenerArn: string,
  { certificates, loadBalancers, stack }: Dependencies,
): Promise<CertificateDescription | undefined> {
  for (const { certificateArn } of await loadBalancers.certificates(listenerArn)) {
    // A server certificate of IAM may stand there as well, which ACM does not know.
    const description = certificateIn(certificateArn) && (await certificates.describe(certificateArn));
    if (!sameSerial(description?.serial ?? '', serial)) continue;
    const tags = await findTags(certificateArn, certificates);
    return description && tags && isMaintainedBy(description, tags, stack) ? description : undefined;
  }
  return undefined;
}
