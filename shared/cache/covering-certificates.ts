import type { CertificateDescription } from '../domain/certificate/description';
import { coversName } from '../domain/names/certificate-names';
import { mapConcurrent } from '../map-concurrent';
import type { Certificates } from '../ports/certificates';
import { memoize } from './memoize';

/** Finds those of the certificates that cover one of the names. */
export type CoveringCertificates = (
  certificateArns: readonly string[],
  domainNames: readonly string[],
) => Promise<CertificateDescription[]>;

/** An imported certificate may be imported again with other names, and a renewal moves the expiry. */
const CACHE_MILLISECONDS = 60 * 60_000;
/** More unknown certificates than this are listed, a thousand a call, rather than described one by one. */
const FEW = 2;
const CONCURRENCY = 5;

/** Finds certificates by name, and caches by ARN what it reads, because requests for one load balancer share its certificates. */
export function coveringCertificates(certificates: Certificates, now: () => Date): CoveringCertificates {
  const load = () => ({
    loadedAt: now().getTime(),
    names: new Map<string, readonly string[]>(),
    describe: memoize((certificateArn) => certificates.describe(certificateArn)),
  });
  let cache = load();

  return async (certificateArns, domainNames) => {
    if (now().getTime() - cache.loadedAt > CACHE_MILLISECONDS) cache = load();
    const { names, describe } = cache;
    const unknown = certificateArns.filter((certificateArn) => !names.has(certificateArn));
    if (unknown.length > FEW) {
      for (const listed of await certificates.list()) {
        if (!listed.hasMoreNames) names.set(listed.certificateArn, listed.domainNames);
      }
    }
    const covers = (covered: readonly string[]) => domainNames.some((domainName) => coversName(covered, domainName));
    const candidates = certificateArns.filter((certificateArn) => covers(names.get(certificateArn) ?? domainNames));
    const described = await mapConcurrent(CONCURRENCY, candidates, describe);
    for (const each of described) if (each) names.set(each.certificateArn, each.domainNames);
    return described.filter((each) => each !== undefined && covers(each.domainNames)) as CertificateDescription[];
  };
}
