import * as z from 'zod';
import type { CertificateFacts, ServedFacts } from '../assessment/facts';
import { VERDICTS } from '../assessment/verdict';
import { sameSerial } from '../certificate/description';

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

/** What a load balancer serves in a certificate's place, or that it serves this one. */
const served = z.object({
  loadBalancerArn: z.string(),
  /** The name that was asked for. */
  domainName: z.string(),
  /** What is wrongly served instead: present when it is another certificate that does not cover the name for this deployment. */
  otherSerial: z.string().optional(),
  /** The ARN of another certificate that this deployment keeps, with which the name is served. */
  coveredBy: z.string().optional(),
  /** Why nothing was seen. */
  error: z.string().optional(),
});
export const sweptCertificate = z.object({
  certificateArn: z.string(),
  domainName: z.string(),
  type: z.string(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()),
  isManaged: z.boolean(),
  isInUse: z.boolean(),
  daysLeft: z.number().optional(),
  notBefore: z.string().optional(),
  notAfter: z.string().optional(),
  /** A health issue that somebody should know of: an error of the service, or one of TROUBLES. */
  healthIssue: z.string().optional(),
  /** What people are shown of it; a row that was written before there was such a thing has none. */
  domainNames: z.array(z.string()).default([]),
  keyAlgorithm: z.string().default(''),
  serial: z.string().optional(),
  /** ARNs of what uses it, as far as somebody looked. */
  usedBy: z.array(z.string()).default([]),
  served: z.array(served).default([]),
  /** Whether reconcile-certificate has something to do, or to tell. */
  isDue: z.boolean(),
});
/** What a sweep found of one certificate. */
export type SweptCertificate = z.output<typeof sweptCertificate>;
