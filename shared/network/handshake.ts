import { connect, type TLSSocket } from 'node:tls';
import { HttpsUnreachableError } from '../errors';
import type { PublicDns } from '../ports/dns';
import type { ClientKeys, Handshakes, ServedCertificate } from '../ports/load-balancers';

const TIMEOUT_MILLISECONDS = 5_000;

/** TLS handshakes over the network. */
export function tlsHandshakes(publicDns: PublicDns): Handshakes {
  return {
    async perform(host, serverName, keys, port = 443) {
      const addresses = await publicDns.addresses(host);
      if (addresses.length === 0) throw new HttpsUnreachableError(`${host} has no IPv4 address in public DNS`);
      return Promise.all(addresses.map((address) => handshake(address, port, serverName, keys)));
    },
  };
}

/** OpenSSL's names of the signature algorithms that a client accepts; its own defaults are those of ordinary clients. */
const SIGNATURES: Readonly<Record<ClientKeys, string | undefined>> = {
  'ECDSA or RSA': undefined,
  ECDSA: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512',
  RSA: 'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
};

/**
 * Succeeds once the server has presented its certificate and proved its key. What follows may fail: a listener with mutual TLS ends the
 * handshake for want of a client certificate, with TLS 1.2 before it is complete, with TLS 1.3 afterwards.
 */
function handshake(address: string, port: number, serverName: string, keys: ClientKeys): Promise<ServedCertificate> {
  return new Promise((resolve, reject) => {
    const sigalgs = SIGNATURES[keys];
    const options = {
      ...{ host: address, port, servername: serverName },
      // The chain need not be verified: the serial number is compared with that of a certificate that ACM issued.
      rejectUnauthorized: false,
      ...({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' } as const),
      ...(sigalgs !== undefined && { sigalgs }),
      // OpenSSL then reports the end of the server's part of the handshake, with or without a response of OCSP.
      requestOCSP: true,
    };
    const socket = connect(options, () => {
      socket.end();
      succeed();
    });
    let served: ServedCertificate | undefined;
    const succeed = () => {
      resolve(served ?? servedBy(socket, address));
    };
    const fail = (cause: Error) => {
      socket.destroy();
      if (served) {
        resolve(served);
        return;
      }
      const attempt = `The TLS handshake with ${address}:${port} failed for ${serverName}`;
      reject(new HttpsUnreachableError(`${attempt}: ${cause.message}`, { cause }));
    };
    socket.on('OCSPResponse', () => (served = servedBy(socket, address)));
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => {
      fail(new Error(`no response within ${TIMEOUT_MILLISECONDS / 1_000} s`));
    });
    socket.on('error', fail);
  });
}

function servedBy(socket: TLSSocket, address: string): ServedCertificate {
  const certificate = socket.getPeerCertificate();
  return {
    address,
    tlsVersion: socket.getProtocol() ?? '',
    serial: certificate.serialNumber.toLowerCase(),
    subject: String(certificate.subject.CN),
    issuer: String(certificate.issuer.CN),
    notBefore: new Date(certificate.valid_from).toISOString(),
    notAfter: new Date(certificate.valid_to).toISOString(),
  };
}
