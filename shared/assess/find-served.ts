import type { DeploymentPolicy } from '../config';
import { findCovering } from '../certificates/find-covering';
import { performHandshakes } from '../certificates/perform-handshakes';
import type { Attachment, ServedCertificate, ServedFacts } from '../domain/assessment/facts';
import { type CertificateDescription, sameSerial } from '../domain/certificate/description';
import { isVerificationWanted, TAGS } from '../domain/certificate/tags';
import { unverifiableReason } from '../domain/target/load-balancer';
import { DnsLookupError, HttpsUnreachableError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { Handshakes, LoadBalancers } from '../ports/load-balancers';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly handshakes: Handshakes;
  readonly stack: string;
  readonly policy: Pick<DeploymentPolicy, 'verify'>;
  readonly now: () => Date;
}

/**
 * Finds the certificates that are served where a certificate is attached, with one handshake per port and name. When the addresses of
 * a load balancer differ, a wrong certificate is reported. Calls ACM about another certificate only when it is served.
 */
export async function findServed(
  description: CertificateDescription,
  tags: Readonly<Record<string, string>>,
  attachments: readonly Attachment[],
  dependencies: Dependencies,
): Promise<ServedFacts[]> {
  const { domainNames, keyAlgorithm, serial: own = '' } = description;
  const isOther = ({ serial }: ServedCertificate) => !sameSerial(serial, own);
  const facts: ServedFacts[] = [];
  const isWanted = isVerificationWanted(tags, dependencies.policy.verify);
  const probed = new Set<string>();
  for (const attachment of attachments) {
    const { loadBalancerArn, dnsName, port, listenerArn } = attachment;
    if (probed.has(`${dnsName}:${port}`) || unverifiableReason(attachment, isWanted) !== undefined) continue;
    probed.add(`${dnsName}:${port}`);
    const covering = findCovering(listenerArn, dependencies);
    const coveringArn = async (serial: string, domainName: string) => {
      const other = await covering(serial, domainName);
      // The replaced certificate does not count: while it is served, the replacement is not in effect.
      return other === tags[TAGS.replaces] ? undefined : other;
    };
    for (const domainName of domainNames) {
      const probe = { dnsName, port, domainName, keyAlgorithm };
      try {
        const seen: ServedCertificate[] = [];
        for (const each of await performHandshakes(probe, (served) => !isOther(served), dependencies.handshakes)) {
          const { serial, notAfter } = each;
          seen.push({ serial, notAfter, coveredBy: isOther(each) ? await coveringArn(serial, domainName) : undefined });
        }
        const others = seen.filter(isOther);
        const reported = others.find(({ coveredBy }) => coveredBy === undefined) ?? others[0] ?? seen[0];
        if (reported) facts.push({ loadBalancerArn, domainName, ...reported });
      } catch (error) {
        if (!(error instanceof HttpsUnreachableError || error instanceof DnsLookupError)) throw error;
        // A load balancer that fails for one name fails for all, and each time-out takes seconds.
        facts.push({ loadBalancerArn, domainName, error: error.message });
        break;
      }
    }
  }
  return facts;
}
