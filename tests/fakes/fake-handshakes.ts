import { HttpsUnreachableError } from '../../shared/errors';
import type { ClientKeys, Handshakes, ServedCertificate } from '../../shared/ports/load-balancers';
import type { Journal } from './journal';

/** The certificate that a host serves for a name; undefined when the handshake fails. */
export type Serves = (
  host: string,
  serverName: string,
  keys: ClientKeys,
  port: number,
) => Omit<ServedCertificate, 'address'> | undefined;

/** Handshakes with in-memory hosts that have two addresses each. */
export function fakeHandshakes(journal: Journal, serves: Serves): Handshakes {
  return {
    async perform(host, serverName, keys, port = 443) {
      journal.read(`handshakes.perform ${host} ${serverName}`);
      const served = serves(host, serverName, keys, port);
      if (!served)
        throw new HttpsUnreachableError(
          `The TLS handshake with 192.0.2.1:${port} failed for ${serverName}: ECONNREFUSED`,
        );
      return ['192.0.2.1', '192.0.2.2'].map((address) => ({ ...served, address }));
    },
  };
}
