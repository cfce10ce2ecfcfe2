import type { HostedZones } from './aws/hosted-zones';
import { memoize } from './memoize';

const KEPT_MILLISECONDS = 60_000;

/**
 * The same hosted zones, whose list and name servers are asked for once a minute: a thousand requests at once have their
 * zones in common, and Route 53 answers ten questions a second. Whoever misses a zone here must ask afresh.
 */
export function cachedHostedZones(hostedZones: HostedZones, now: () => Date): HostedZones {
  const ask = () => ({
    askedAt: now().getTime(),
    list: memoize(() => hostedZones.list()),
    get: memoize((zoneId) => hostedZones.get(zoneId)),
  });
  let memory = ask();
  const recent = () => {
    if (now().getTime() - memory.askedAt > KEPT_MILLISECONDS) memory = ask();
    return memory;
  };
  return { ...hostedZones, list: () => recent().list(''), get: (zoneId) => recent().get(zoneId) };
}
