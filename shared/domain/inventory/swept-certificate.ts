import * as z from 'zod';
import type { CertificateFacts, ServedFacts } from '../assessment/facts';
import { VERDICTS } from '../assessment/verdict';
import { formatSerial, sameSerial } from '../certificate/description';

/** The fields of a certificate that ACM's list returns. */
interface ListedCertificate {
  readonly domainNames: readonly string[];
  readonly keyAlgorithm: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/**
 * The facts about a certificate that the inventory shows: per load balancer one served certificate, preferably a wrong one, else one
 * that covers the name. Without gathered facts, the fields come from ACM's list.
 */
export function inventoryFacts(listed: ListedCertificate, facts: CertificateFacts | undefined) {
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
  const results = served.map((each) => handshakeResult(each, serial));
  const wrongFirst = results.sort((a, b) => urgency(b) - urgency(a));
  const isFirst = ({ loadBalancerArn }: HandshakeResult, index: number) =>
    wrongFirst.findIndex((each) => each.loadBalancerArn === loadBalancerArn) === index;
  return wrongFirst.filter(isFirst);
}

type HandshakeResult = ReturnType<typeof handshakeResult>;

function handshakeResult(handshake: ServedFacts, serial: string) {
  const { loadBalancerArn, domainName } = handshake;
  if ('error' in handshake) return { loadBalancerArn, domainName, error: handshake.error };
  if (sameSerial(handshake.serial, serial)) return { loadBalancerArn, domainName };
  if (handshake.coveredBy !== undefined) return { loadBalancerArn, domainName, coveredBy: handshake.coveredBy };
  return { loadBalancerArn, domainName, otherSerial: formatSerial(handshake.serial) };
}

const urgency = ({ error, otherSerial, coveredBy }: HandshakeResult) =>
  error !== undefined || otherSerial !== undefined ? 2 : Number(coveredBy !== undefined);

/** What a load balancer serves: this certificate, another one, or none. */
const served = z.object({
  loadBalancerArn: z.string(),
  /** The server name of the handshake. */
  domainName: z.string(),
  /** The serial number of a wrong certificate that is served instead. */
  otherSerial: z.string().optional(),
  /** The ARN of another managed certificate that is served instead and covers the name. */
  coveredBy: z.string().optional(),
  /** Why the handshake failed. */
  error: z.string().optional(),
});
/** The schema of one certificate in a sweep's results. */
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
  /** The name of a health issue or an error. */
  healthIssue: z.string().optional(),
  // The fields with defaults are missing in results that were written by earlier versions.
  domainNames: z.array(z.string()).default([]),
  keyAlgorithm: z.string().default(''),
  serial: z.string().optional(),
  /** ARNs of the resources that use it; incomplete if no facts were gathered. */
  usedBy: z.array(z.string()).default([]),
  served: z.array(served).default([]),
  /** Whether reconcile-certificate has work to do or a notification to send. */
  isDue: z.boolean(),
});
/** The result of a sweep for one certificate. */
export type SweptCertificate = z.output<typeof sweptCertificate>;
