import { type Competitor, precedence } from '../../../shared/domain/certificate/precedence';
import type { KeyAlgorithm } from '../../../shared/domain/names/certificate-names';

const NOW = new Date('2026-11-23T08:00:00Z');
const RSA: Competitor = {
  keyAlgorithm: 'RSA_2048',
  signatureAlgorithm: 'SHA256WITHRSA',
  notAfter: '2027-06-09T08:00:00Z',
};
const EC: Competitor = { ...RSA, keyAlgorithm: 'EC_prime256v1', signatureAlgorithm: 'SHA256WITHECDSA' };
const expired = { notAfter: '2026-11-23T08:00:00Z' };

it.each<[KeyAlgorithm, string, Competitor, string]>([
  ['RSA_2048', 'a longer RSA key', { ...RSA, keyAlgorithm: 'RSA_4096' }, 'loses'],
  ['RSA_2048', 'an RSA-3072 key', { ...RSA, keyAlgorithm: 'RSA_3072' }, 'loses'],
  ['RSA_2048', 'a shorter RSA key', { ...RSA, keyAlgorithm: 'RSA_1024' }, 'wins'],
  ['RSA_2048', 'the same key and hash', RSA, 'undecided'],
  ['RSA_2048', 'the same, but expired', { ...RSA, ...expired }, 'wins'],
  ['RSA_2048', 'a longer, expired key', { ...RSA, keyAlgorithm: 'RSA_4096', ...expired }, 'wins'],
  ['RSA_2048', 'a stronger hash', { ...RSA, signatureAlgorithm: 'SHA384WITHRSA' }, 'loses'],
  [
    'RSA_2048',
    'the strongest hash and a shorter key',
    { keyAlgorithm: 'RSA_1024', signatureAlgorithm: 'SHA512WITHRSA' },
    'loses',
  ],
  [
    'RSA_2048',
    'SHA-1 and a longer key',
    { ...RSA, keyAlgorithm: 'RSA_4096', signatureAlgorithm: 'SHA1WITHRSA' },
    'wins',
  ],
  ['RSA_2048', 'MD5', { ...RSA, signatureAlgorithm: 'MD5WITHRSA' }, 'wins'],
  ['RSA_2048', 'an unknown hash', { keyAlgorithm: 'RSA_4096' }, 'undecided'],
  ['RSA_2048', 'an ECDSA key', EC, 'loses'],
  ['RSA_2048', 'an expired ECDSA key, because the kind of key is compared first', { ...EC, ...expired }, 'loses'],
  [
    'EC_prime256v1',
    'RSA with a longer key and a stronger hash',
    { keyAlgorithm: 'RSA_4096', signatureAlgorithm: 'SHA512WITHRSA' },
    'wins',
  ],
  [
    'EC_prime256v1',
    'an older ECDSA certificate of the same kind',
    { ...EC, notAfter: '2027-01-01T00:00:00Z' },
    'undecided',
  ],
  ['EC_prime256v1', 'a longer ECDSA key', { ...EC, keyAlgorithm: 'EC_secp384r1' }, 'loses'],
  ['EC_secp384r1', 'a shorter ECDSA key', EC, 'wins'],
  [
    'EC_secp384r1',
    'a shorter ECDSA key with a stronger hash than ACM may use',
    { ...EC, signatureAlgorithm: 'SHA384WITHECDSA' },
    'undecided',
  ],
  [
    'EC_secp384r1',
    'P-521 with SHA-512',
    { ...EC, keyAlgorithm: 'EC_secp521r1', signatureAlgorithm: 'SHA512WITHECDSA' },
    'loses',
  ],
])('%s against %s', (keyAlgorithm, _what, other, outcome) => {
  expect(precedence(keyAlgorithm, other, NOW).outcome).toBe(outcome);
});
