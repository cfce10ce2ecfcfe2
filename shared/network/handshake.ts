import { connect } from 'node:tls';
import { HttpsUnreachableError } from '../errors';
import type { PublicDns } from '../ports/dns';
import type { Handshakes, ServedCertificate } from '../ports/load-balancers';

const TIMEOUT_MILLISECONDS = 5_000;

/** TLS handshakes over the network. */
export function tlsHandshakes(publicDns: PublicDns): Handshakes {
  return {
    async perform(host, serverName, keyAlgorithm, port = 443) {
      const addresses = await publicDns.addresses(host);
      if (addresses.length === 0) throw new HttpsUnreachableError(`${host} has no IPv4 address in public DNS`);
      return Promise.all(addresses.map((address) => handshake(address, port, serverName, keyAlgorithm)));
    },
  };
}

/** OpenSSL's names of the accepted signature algorithms, by key type. */
const SIGNATURES = {
  EC: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512',
  RSA: 'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
};

function handshake(
  address: string,
  port: number,
  serverName: string,
  keyAlgorithm: string,
): Promise<ServedCertificate> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      socket.destroy();
      const reason = cause instanceof Error ? cause.message : String(cause);
      reject(
        new HttpsUnreachableError(`The TLS handshake with ${address}:${port} failed for ${serverName}: ${reason}`, {
          cause,
        }),
      );
    };
    // The chain need not be verified: the serial number is compared with that of the certificate that ACM issued.
    const sigalgs = SIGNATURES[keyAlgorithm.startsWith('EC') ? 'EC' : 'RSA'];
    const options = { host: address, port, servername: serverName, rejectUnauthorized: false, sigalgs };
    const socket = connect(options, () => {
      const served = socket.getPeerCertificate();
      const tlsVersion = socket.getProtocol() ?? '';
      socket.end();
      resolve({
        address,
        tlsVersion,
        serial: served.serialNumber.toLowerCase(),
        subject: String(served.subject.CN),
        issuer: String(served.issuer.CN),
        notBefore: new Date(served.valid_from).toISOString(),
        notAfter: new Date(served.valid_to).toISOString(),
      });
    });
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => {
      fail(new Error(`no response within ${TIMEOUT_MILLISECONDS / 1_000} s`));
    });
    socket.on('error', fail);
  });
}
