import { isEcdsa } from '../domain/certificate/precedence';
import { probeName } from '../domain/names/domain-name';
import type { Handshakes, ServedCertificate } from '../ports/load-balancers';

/** A name, and how clients connect for it. */
interface Probe {
  readonly dnsName: string;
  readonly port: number;
  readonly domainName: string;
  /** Of the certificate that is expected. */
  readonly keyAlgorithm: string;
}

/**
 * Performs the handshakes of an ordinary client for a name and, where they return another certificate than the expected one, those of a
 * client that accepts no other kind of key: it may get a different certificate.
 *
 * @throws HttpsUnreachableError, DnsLookupError
 */
export async function performHandshakes(
  { dnsName, port, domainName, keyAlgorithm }: Probe,
  isExpected: (served: ServedCertificate) => boolean,
  handshakes: Handshakes,
): Promise<ServedCertificate[]> {
  const serverName = probeName(domainName);
  const ordinary = await handshakes.perform(dnsName, serverName, 'ECDSA or RSA', port);
  if (ordinary.every(isExpected)) return ordinary;
  const kind = isEcdsa(keyAlgorithm) ? 'ECDSA' : 'RSA';
  return [...ordinary, ...(await handshakes.perform(dnsName, serverName, kind, port))];
}
