import { type CertificateDescription, certificateIn, sameSerial } from '../domain/certificate/description';
import { isMaintainedBy } from '../domain/certificate/tags';
import { coversName } from '../domain/names/certificate-names';
import type { Certificates } from '../ports/certificates';
import type { LoadBalancers } from '../ports/load-balancers';
import { memoize } from '../cache/memoize';
import { findTags } from './require-certificate';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: Pick<LoadBalancers, 'certificates'>;
  readonly stack: string;
  readonly now: () => Date;
}

/** Finds the ARN of a certificate that may be served for a name; undefined for any other certificate. */
export type FindCovering = (serial: string, domainName: string) => Promise<string | undefined>;

/**
 * Identifies served certificates of a listener by their serial number: those that this deployment keeps valid and that cover the name.
 * Calls ACM only when it is asked for a serial number, and once for each.
 */
export function findCovering(listenerArn: string, dependencies: Dependencies): FindCovering {
  const findBySerial = memoize((serial) => findMaintained(serial, listenerArn, dependencies));
  return async (serial, domainName) => {
    const found = await findBySerial(serial);
    return found && coversName(found.domainNames, domainName) ? found.certificateArn : undefined;
  };
}

/** The certificate of the listener with the serial number, if this deployment maintains it. Sequential, to describe no more than needed. */
async function findMaintained(
  serial: string,
  listenerArn: string,
  { certificates, loadBalancers, stack, now }: Dependencies,
): Promise<CertificateDescription | undefined> {
  const onListener = await loadBalancers.certificates(listenerArn);
  for (const certificateArn of new Set(onListener.map((each) => each.certificateArn))) {
    // A listener may also have IAM server certificates, which are not in ACM.
    const description = certificateIn(certificateArn) && (await certificates.describe(certificateArn));
    if (!description || !sameSerial(description.serial ?? '', serial)) continue;
    const tags = await findTags(certificateArn, certificates);
    const isExpired = Date.parse(description.notAfter ?? '') <= now().getTime();
    return tags && !isExpired && isMaintainedBy(description, tags, stack) ? description : undefined;
  }
  return undefined;
}
