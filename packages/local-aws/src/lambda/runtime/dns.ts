import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

type LookupOptions = dns.LookupOptions;

/**
 * Sends every DNS query of this worker to the cloud's server, which represents the whole public DNS: whichever server a
 * function chooses (a zone's name server, a public resolver), this one answers. Nothing leaves the machine.
 */
export function installDns(port: number): void {
  const servers = [`127.0.0.1:${port}`];
  dns.setServers(servers);
  dns.promises.setServers(servers);
  const onCloud = <T extends typeof dns.Resolver | typeof dns.promises.Resolver>(resolver: T): T =>
    new Proxy(resolver, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget) as InstanceType<T>;
        made.setServers(servers);
        return Object.assign(made, { setServers() {} });
      },
    });

  const machineLookup = dns.promises.lookup;
  const lookup = async (hostname: string, given?: LookupOptions | number) => {
    const options: LookupOptions = typeof given === 'number' ? { family: given } : (given ?? {});
    if (!hostname || isIP(hostname) || hostname === 'localhost') return machineLookup(hostname, options);
    const addresses = await resolveAddresses(hostname, options.family);
    return options.all ? addresses : addresses[0];
  };

  const lookupWithCallback = (hostname: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as (error: Error | null, address?: unknown, family?: number) => void;
    lookup(hostname, rest.length > 1 ? (rest[0] as LookupOptions) : undefined).then(
      (found) => (found && 'address' in found ? callback(null, found.address, found.family) : callback(null, found)),
      callback,
    );
  };

  Object.assign(dns, {
    Resolver: onCloud(dns.Resolver),
    setServers() {},
    lookup: Object.assign(lookupWithCallback, { [promisify.custom]: lookup }),
  });
  Object.assign(dns.promises, { Resolver: onCloud(dns.promises.Resolver), setServers() {}, lookup });
  syncBuiltinESMExports();
}

async function resolveAddresses(hostname: string, family: LookupOptions['family']): Promise<dns.LookupAddress[]> {
  const wanted = family === 4 || family === 'IPv4' ? [4] : family === 6 || family === 'IPv6' ? [6] : [4, 6];
  const answers = await Promise.allSettled(
    wanted.map((each) => (each === 4 ? dns.promises.resolve4(hostname) : dns.promises.resolve6(hostname))),
  );
  const found = answers.flatMap((answer, index) =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: wanted[index] ?? 4 })) : [],
  );
  if (found.length > 0) return found;
  // getaddrinfo has a single code for all failures to find a name.
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname,
  });
}
