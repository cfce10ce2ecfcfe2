import type { LoadBalancers } from '../aws/load-balancers';
import { placeOf } from '../domain/listener';
import { NoFallbackCertificateError } from '../errors';

/**
 * For each listener that still has the certificate: what must become its default before the certificate can be taken off,
 * undefined where it stands in the list alone.
 *
 * @param newArn what takes its place everywhere; else each listener's own stand-in does
 * @throws NoFallbackCertificateError naming the listener for which there is none
 * @throws TargetNotFoundError when a listener is gone
 */
export async function findSuccessors(
  certificateArn: string,
  attachments: readonly { readonly listenerArn: string; readonly fallbackDefaultArn?: string | undefined }[],
  newArn: string | undefined,
  loadBalancers: LoadBalancers,
): Promise<Map<string, string | undefined>> {
  const successors = new Map<string, string | undefined>();
  for (const { listenerArn, fallbackDefaultArn } of attachments) {
    const place = placeOf(certificateArn, await loadBalancers.certificates(listenerArn));
    const successor = newArn ?? fallbackDefaultArn;
    if (place === 'default' && successor === undefined) {
      throw new NoFallbackCertificateError(`${certificateArn} is the default certificate of ${listenerArn}`);
    }
    if (place) successors.set(listenerArn, place === 'default' ? successor : undefined);
  }
  return successors;
}
