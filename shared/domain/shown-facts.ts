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
 * What people are shown of a certificate, of all that was gathered: one served certificate a load balancer, a wrong one first, then one that
 * covers for it. Of what nobody gathered facts of, ACM's list says the rest.
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
  const shown = served.map((look) => shownLook(look, serial));
  const wrongFirst = [...shown].sort((a, b) => urgency(b) - urgency(a));
  const isFirst = ({ loadBalancerArn }: ShownLook, index: number) =>
    wrongFirst.findIndex((each) => each.loadBalancerArn === loadBalancerArn) === index;
  return wrongFirst.filter(isFirst);
}

type ShownLook = ReturnType<typeof shownLook>;

function shownLook(look: ServedFacts, serial: string) {
  const { loadBalancerArn, domainName } = look;
  if ('error' in look) return { loadBalancerArn, domainName, error: look.error };
  if (sameSerial(look.serial, serial)) return { loadBalancerArn, domainName };
  if (look.coveredBy !== undefined) return { loadBalancerArn, domainName, coveredBy: look.coveredBy };
  return { loadBalancerArn, domainName, otherSerial: look.serial };
}

const urgency = ({ error, otherSerial, coveredBy }: ShownLook) =>
  error !== undefined || otherSerial !== undefined ? 2 : Number(coveredBy !== undefined);
