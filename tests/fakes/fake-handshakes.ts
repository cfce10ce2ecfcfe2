import { HttpsUnreachableError } from '../../shared/errors';
import type { Handshakes, ServedCertificate } from '../../shared/ports/load-balancers';
import type { Journal } from './journal';

/** The certificate that a host serves for a name, or undefined when nothing answers. */
export type Serves = (
  host: string,
  serverName: string,
  keyAlgorithm: string,
  port: number,
) => Omit<ServedCertificate, 'address'> | undefined;

/** Handshakes with hosts in memory, each with two addresses. */
export function fakeHandshakes(journal: Journal, serves: Serves): Handshakes {
  return {
    async with(host, serverName, keyAlgorithm, port = 443) {
      journal.read(`handshakes.with ${host} ${serverName}`);
      const served = serves(host, serverName, keyAlgorithm, port);
      if (!served)
        throw new HttpsUnreachableError(`No TLS handshake with 192.0.2.1:${port} for ${serverName}: ECONNREFUSED`);
      return ['192.0.2.1', '192.0.2.2'].map((address) => ({ ...served, address }));
    },
  };
}
