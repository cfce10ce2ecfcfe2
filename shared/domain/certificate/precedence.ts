import type { KeyAlgorithm } from '../names/certificate-names';

/** What an Application Load Balancer compares when several certificates of its list cover a name. */
export interface Competitor {
  readonly keyAlgorithm: string;
  /** As ACM names it, such as `SHA256WITHRSA`. */
  readonly signatureAlgorithm?: string | undefined;
  readonly notAfter?: string | undefined;
}

/** Whether a requested certificate takes precedence over another one, and why. */
export interface Precedence {
  readonly outcome: 'wins' | 'loses' | 'undecided';
  readonly reason: string;
}

/**
 * The hash functions with which ACM may sign a certificate, as bits of SHA; a certificate with a P-384 key is signed by one of two
 * authorities.
 */
const HASH_BITS: Readonly<Record<KeyAlgorithm, readonly number[]>> = {
  RSA_2048: [256],
  EC_prime256v1: [256],
  EC_secp384r1: [256, 384],
};

/**
 * Predicts which of two certificates in a listener's list is served to a client that accepts both, by AWS's published order: ECDSA keys
 * first, expired certificates last, then the highest SHA number, the longest key, and the validity period (Elastic Load Balancing, "Server
 * certificates for your Application Load Balancer"). AWS documents neither which validity period it prefers nor what decides a tie.
 *
 * @param keyAlgorithm of the requested certificate
 */
export function precedence(keyAlgorithm: KeyAlgorithm, other: Competitor, now: Date): Precedence {
  const outcomes = HASH_BITS[keyAlgorithm].map((bits) => compare({ keyAlgorithm, bits }, other, now));
  const [first = UNDECIDED] = outcomes;
  return outcomes.every(({ outcome }) => outcome === first.outcome) ? first : UNDECIDED;
}

const UNDECIDED: Precedence = { outcome: 'undecided', reason: 'AWS does not document which of the two is served' };

interface Requested {
  readonly keyAlgorithm: KeyAlgorithm;
  readonly bits: number;
}

function compare({ keyAlgorithm, bits }: Requested, other: Competitor, now: Date): Precedence {
  const byKind = Number(isEcdsa(keyAlgorithm)) - Number(isEcdsa(other.keyAlgorithm));
  if (byKind !== 0) return decided(byKind, 'ECDSA precedes RSA');
  if (Date.parse(other.notAfter ?? '') <= now.getTime()) return decided(1, 'an expired certificate comes last');
  const otherBits = hashBits(other.signatureAlgorithm);
  if (otherBits === undefined) return UNDECIDED;
  if (bits !== otherBits) return decided(bits - otherBits, 'the stronger hash function precedes');
  const byLength = keyBits(keyAlgorithm) - keyBits(other.keyAlgorithm);
  return byLength === 0 ? UNDECIDED : decided(byLength, 'the longer key precedes');
}

const decided = (difference: number, reason: string): Precedence => ({
  outcome: difference > 0 ? 'wins' : 'loses',
  reason,
});

/** Whether a key algorithm, as ACM names it, is of elliptic curves. */
export const isEcdsa = (keyAlgorithm: string) => keyAlgorithm.startsWith('EC');

const keyBits = (keyAlgorithm: string) => Number(/\d{3,}/.exec(keyAlgorithm)?.[0] ?? 0);

/** Zero for MD5, which every SHA precedes; undefined if ACM does not say. */
function hashBits(signatureAlgorithm: string | undefined): number | undefined {
  if (signatureAlgorithm === undefined) return undefined;
  return Number(/^SHA-?(\d+)/i.exec(signatureAlgorithm)?.[1] ?? 0);
}
