import { formatSerial } from '../domain/certificate/description';
import { probeName } from '../domain/names/domain-name';
import { ServedCertificateMismatchError } from '../errors';
import type { Handshakes, ServedCertificate } from '../ports/load-balancers';
import type { FindCovering } from './find-covering';
import { performHandshakes } from './perform-handshakes';

/** A port of a load balancer that clients connect to. */
export interface Endpoint {
  readonly dnsName: string;
  readonly port: number;
  /** Identifies the certificates that may be served there beside the expected one. */
  readonly findCovering: FindCovering;
}

/** Which certificate a client gets for a name. */
export interface ServedBy {
  readonly domainName: string;
  readonly certificateArn: string;
}

interface Expectation {
  readonly names: { readonly domainNames: readonly string[]; readonly keyAlgorithm: string };
  /** The serial number of the expected certificate, for the message of the error. */
  readonly serial: string;
  /** The ARN of an expected certificate; undefined for any other. */
  identify(served: ServedCertificate): string | undefined;
}

/**
 * Performs TLS handshakes with every address of an endpoint for every name. Each must return an expected certificate, or another one that
 * this deployment keeps valid for that name: a load balancer chooses among the certificates that cover a name.
 *
 * @throws ServedCertificateMismatchError
 * @throws HttpsUnreachableError, DnsLookupError
 */
export async function verifyServed(
  { dnsName, port, findCovering }: Endpoint,
  { names, serial, identify }: Expectation,
  handshakes: Handshakes,
): Promise<{ readonly tlsVersion: string; readonly servedBy: ServedBy[] }> {
  const results = await Promise.all(
    names.domainNames.map(async (domainName) => {
      const probe = { dnsName, port, domainName, keyAlgorithm: names.keyAlgorithm };
      const served = await performHandshakes(probe, (each) => identify(each) !== undefined, handshakes);
      return served.map((each) => ({ ...each, domainName, serverName: probeName(domainName) }));
    }),
  );
  const servedBy: ServedBy[] = [];
  for (const served of results.flat()) {
    const { domainName, serverName, address, subject, issuer } = served;
    const certificateArn = identify(served) ?? (await findCovering(served.serial, domainName));
    if (certificateArn === undefined) {
      throw new ServedCertificateMismatchError(
        `${address}:${port} serves ${serverName} with certificate ${formatSerial(served.serial)} ("${subject}", issued by "${issuer}"), not with ${formatSerial(serial)}`,
      );
    }
    const isKnown = servedBy.some((each) => each.domainName === domainName && each.certificateArn === certificateArn);
    if (!isKnown) servedBy.push({ domainName, certificateArn });
  }
  return { tlsVersion: results.flat()[0]?.tlsVersion ?? '', servedBy };
}
