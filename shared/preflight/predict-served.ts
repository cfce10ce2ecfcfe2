import type { CoveringCertificates } from '../cache/covering-certificates';
import { findTags } from '../certificates/require-certificate';
import { type CertificateDescription, certificateIn } from '../domain/certificate/description';
import { precedence, type Precedence } from '../domain/certificate/precedence';
import { isManagedBy } from '../domain/certificate/tags';
import { coversName, KEY_ALGORITHMS, type KeyAlgorithm } from '../domain/names/certificate-names';
import { CertificatePrecedenceError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { LoadBalancers } from '../ports/load-balancers';

interface Dependencies {
  readonly certificates: Certificates;
  readonly coveringCertificates: CoveringCertificates;
  readonly loadBalancers: Pick<LoadBalancers, 'certificates'>;
  readonly stack: string;
  readonly now: () => Date;
}

interface RequestedCertificate {
  readonly domainNames: readonly string[];
  readonly keyAlgorithm: KeyAlgorithm;
  /** Its ARN, if it exists. */
  readonly certificateArn?: string | undefined;
}

/** Another certificate of the listener that is served, or may be, instead of the requested one. */
export interface Rival extends Precedence {
  readonly certificateArn: string;
  readonly keyAlgorithm: string;
  /** The requested names that it covers. */
  readonly domainNames: readonly string[];
}

/**
 * Predicts which other certificates of a listener are served for the names of a request, or may be. A default that is not in the list as
 * well is served only where no certificate of the list covers the name, so it is no rival.
 *
 * @returns the rivals that this deployment manages, and those against which AWS documents no order
 * @throws CertificatePrecedenceError if one that this deployment does not manage takes precedence
 */
export async function predictServed(
  requested: RequestedCertificate,
  listenerArn: string | undefined,
  dependencies: Dependencies,
): Promise<Rival[]> {
  if (listenerArn === undefined) return [];
  const onListener = await dependencies.loadBalancers.certificates(listenerArn);
  const others = onListener.filter(
    ({ certificateArn, isDefault }) =>
      // A listener may also have IAM server certificates, which are not in ACM.
      !isDefault && certificateArn !== requested.certificateArn && certificateIn(certificateArn),
  );
  const arns = others.map(({ certificateArn }) => certificateArn);
  const rivals: Rival[] = [];
  const foreign: (Rival & CertificateDescription)[] = [];
  for (const other of await dependencies.coveringCertificates(arns, requested.domainNames)) {
    const { certificateArn, keyAlgorithm } = other;
    const predicted = precedence(requested.keyAlgorithm, other, dependencies.now());
    if (predicted.outcome === 'wins') continue;
    const domainNames = requested.domainNames.filter((name) => coversName(other.domainNames, name));
    const isRefused = predicted.outcome === 'loses' && !(await isOurs(other, dependencies));
    if (isRefused) foreign.push({ ...other, ...predicted, domainNames });
    else rivals.push({ ...predicted, certificateArn, keyAlgorithm, domainNames });
  }
  if (foreign.length === 0) return rivals;
  const preferred = KEY_ALGORITHMS.find((keyAlgorithm) =>
    foreign.every((other) => precedence(keyAlgorithm, other, dependencies.now()).outcome === 'wins'),
  );
  throw new CertificatePrecedenceError(
    `${listenerArn} would serve ${foreign.map(rivalText).join(', and ')}, instead of the requested ${requested.keyAlgorithm} certificate. Remove what is not needed from the listener${
      preferred === undefined ? '' : `, or request keyAlgorithm ${preferred}, which takes precedence`
    }`,
  );
}

const rivalText = ({ domainNames, certificateArn, keyAlgorithm, reason }: Rival) =>
  `${domainNames.join(', ')} with ${certificateArn} (${keyAlgorithm}; ${reason}), which this deployment does not manage`;

async function isOurs({ certificateArn, type }: CertificateDescription, { certificates, stack }: Dependencies) {
  const tags = await findTags(certificateArn, certificates);
  return tags !== undefined && isManagedBy(tags, stack) && type !== 'IMPORTED';
}
