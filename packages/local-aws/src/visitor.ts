import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, connect, type DetailedPeerCertificate } from 'node:tls';
import type { Clock } from './clock';

/** A client that repeatedly visits domains through the load balancer, and records every invalid certificate. */
export interface Visitor {
  /**
   * Makes one TLS handshake and validates it at the cloud's time: names, dates, and the chain up to the trusted root.
   *
   * @returns why the certificate is invalid, if it is
   */
  visit(domainName: string): Promise<string | undefined>;
  readonly visits: () => number;
  /** The invalid certificates: when, where, why. */
  readonly invalid: readonly { readonly at: number; readonly domainName: string; readonly why: string }[];
  /** The serial number of the certificate last served for a domain. */
  serialOf(domainName: string): string | undefined;
}

/** @param httpsPort the port on 127.0.0.1 of the load balancer's HTTPS:443 */
export function createVisitor(clock: Clock, httpsPort: number, rootPem: string): Visitor {
  const root = new X509Certificate(rootPem);
  const invalid: { at: number; domainName: string; why: string }[] = [];
  const serials = new Map<string, string>();
  let visits = 0;
  return {
    async visit(domainName) {
      visits += 1;
      const why = await shakeHands(domainName, httpsPort).then(
        (served) => {
          serials.set(domainName, served.serialNumber);
          return problemOf(served, domainName, root, clock.now());
        },
        (error: unknown) => String(error),
      );
      if (why !== undefined) invalid.push({ at: clock.now(), domainName, why });
      return why;
    },
    visits: () => visits,
    invalid,
    serialOf: (domainName) => serials.get(domainName),
  };
}

function shakeHands(servername: string, port: number): Promise<DetailedPeerCertificate> {
  return new Promise((resolve, reject) => {
    // The machine's clock is not the cloud's: the certificate is validated afterwards.
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate(true));
      socket.destroy();
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')));
    socket.on('error', reject);
  });
}

/** Why a client on the cloud's clock would reject the certificate; undefined when it would not. */
function problemOf(
  served: DetailedPeerCertificate,
  domainName: string,
  root: X509Certificate,
  now: number,
): string | undefined {
  const identity = checkServerIdentity(domainName, served);
  if (identity) return identity.message;
  let certificate = new X509Certificate(served.raw);
  for (let link = served; ; link = link.issuerCertificate) {
    certificate = new X509Certificate(link.raw);
    if (now < Date.parse(certificate.validFrom)) return `not valid before ${certificate.validFrom}`;
    if (now > Date.parse(certificate.validTo)) return `expired on ${certificate.validTo}`;
    if (certificate.verify(root.publicKey)) return undefined;
    const issuer = link.issuerCertificate as DetailedPeerCertificate | undefined;
    if (!issuer || issuer === link) return 'the chain does not end at the trusted root';
    if (!certificate.verify(new X509Certificate(issuer.raw).publicKey)) return 'the chain is broken';
  }
}
