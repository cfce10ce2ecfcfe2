import { constants } from 'node:os';

/** The methods of Node's own TCP and UDP handles that take an address and a port; the result is 0 or a negative errno. */
type Method = (this: unknown, ...args: unknown[]) => number;
type Handle = Record<'connect' | 'connect6' | 'send' | 'send6', Method>;

/** Finds the real port on 127.0.0.1 behind a virtual destination such as `127.10.0.1:443`. */
export type FindRoute = (destination: string) => number | undefined;

/**
 * Puts the worker on the cloud's network: connections to virtual addresses go to their real ports, DNS packets to any
 * server go to the cloud's, and everything else except 127.0.0.1 is refused, so that a function cannot leave the
 * machine. Every client (net, tls, http, fetch, dgram) passes through Node's handles with the address already resolved.
 */
export function installSockets(findRoute: FindRoute, dnsPort: number): void {
  const realPort = (address: string, port: number) => {
    if (address === '127.0.0.1' || address === '::1') return port;
    if (port === 53) return dnsPort;
    return findRoute(`${address}:${port}`);
  };
  const tcp = handlePrototype('tcp_wrap', 'TCP');
  const udp = handlePrototype('udp_wrap', 'UDP');
  const { connect } = tcp;
  const { send } = udp;
  const dial: Method = function (request, address, port) {
    const real = realPort(String(address), Number(port));
    return real === undefined ? -constants.errno.ECONNREFUSED : connect.call(this, request, '127.0.0.1', real);
  };
  const post: Method = function (request, list, length, port, address, hasCallback) {
    const real = Number(port) === 53 ? dnsPort : realPort(String(address), Number(port));
    return real === undefined
      ? -constants.errno.ECONNREFUSED
      : send.call(this, request, list, length, real, '127.0.0.1', hasCallback);
  };
  Object.assign(tcp, { connect: dial, connect6: dial });
  Object.assign(udp, {
    send: post,
    send6: post,
    // A connected datagram socket would bypass `send`; nothing here needs one.
    connect: () => -constants.errno.ECONNREFUSED,
    connect6: () => -constants.errno.ECONNREFUSED,
  });
}

function handlePrototype(binding: string, name: string): Handle {
  const internals = process as unknown as { binding(module: string): Record<string, { prototype: Handle }> };
  const handle = internals.binding(binding)[name];
  if (!handle) throw new Error(`this version of Node.js has no ${binding}.${name}`);
  return handle.prototype;
}
