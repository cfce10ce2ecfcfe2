import type { CertificateFacts, ServedFacts } from './certificate-facts';
import { sameSerial } from './serial';

/** What is known of a certificate from ACM's list. */
interface Listed {
  readonly domainNames: readonly string[];
  readonly keyAlgorithm: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/**
 * What people are shown of a certificate, of all that was gathered: one served certificate a load balancer, a wrong one first. Of what
 * nobody gathered facts of, ACM's list says the rest.
 */
export function shownFacts(listed: Listed, facts: CertificateFacts | undefined) {
  const { domainNames, keyAlgorithm, notBefore, notAfter } = facts?.description ?? listed;
  const attachedTo = (facts?.attachments ?? []).map(({ loadBalancerArn }) => loadBalancerArn);
  const serial = facts?.description?.serial;
  return {
    domainNames: [...domainNames],
    keyAlgorithm,
    notBefore,
    notAfter,
    serial,
    usedBy: [...new Set([...attachedTo, ...(facts?.description?.inUseBy ?? [])])],
    served: servedByEach(facts?.served ?? [], serial ?? ''),
  };
}

function servedByEach(served: readonly ServedFacts[], serial: string) {
  const wrongFirst = [...served].sort((a, b) => Number(isOther(b, serial)) - Number(isOther(a, serial)));
  const isFirst = ({ loadBalancerArn }: ServedFacts, index: number) =>
    wrongFirst.findIndex((each) => each.loadBalancerArn === loadBalancerArn) === index;
  return wrongFirst.filter(isFirst).map((look) => {
    const { loadBalancerArn, domainName } = look;
    if ('error' in look) return { loadBalancerArn, domainName, error: look.error };
    const otherSerial = isOther(look, serial) ? look.serial : undefined;
    return { loadBalancerArn, domainName, otherSerial };
  });
}

const isOther = (look: ServedFacts, serial: string) => 'error' in look || !sameSerial(look.serial, serial);
