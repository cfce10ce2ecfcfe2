import { createHash } from 'node:crypto';
import { baseDomain } from './domain-names';

/** Named as the members of ACM's `ResourceRecord`. */
export interface ValidationRecord {
  readonly Name: string;
  readonly Type: 'CNAME';
  readonly Value: string;
}

/**
 * The CNAME that proves an account's control over a name: the same for every certificate and in every Region, and
 * shared by a domain and its wildcard (ACM user guide, DNS validation).
 */
export function validationRecord(account: string, domainName: string): ValidationRecord {
  const base = baseDomain(domainName);
  const digest = createHash('sha512').update(`${account} ${base}`).digest();
  const letters = [...digest.subarray(32, 42)].map((byte) => String.fromCharCode('a'.charCodeAt(0) + (byte % 26)));
  return {
    Name: `_${digest.toString('hex', 0, 16)}.${base}.`,
    Type: 'CNAME',
    Value: `_${digest.toString('hex', 16, 32)}.${letters.join('')}.acm-validations.aws.`,
  };
}
