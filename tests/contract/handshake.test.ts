import { createServer, type Server, type TlsOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { createAuthority, type Leaf, type LeafKeyAlgorithm } from 'local-aws/acm/authority';
import { HttpsUnreachableError } from '../../shared/errors';
import { tlsHandshakes } from '../../shared/network/handshake';
import type { ClientKeys } from '../../shared/ports/load-balancers';
import { fakeAccount } from '../fakes/fake-account';

const NAME = 'app.example.com';
const DAY = 86_400_000;
const leaves = new Map<LeafKeyAlgorithm, Leaf>();
const servers: Server[] = [];
let rootPem = '';

beforeAll(async () => {
  const authority = await createAuthority(Date.now());
  ({ rootPem } = authority);
  for (const keyAlgorithm of ['RSA_2048', 'EC_prime256v1'] as const) {
    const validity = { notBefore: Date.now() - DAY, notAfter: Date.now() + DAY };
    leaves.set(keyAlgorithm, await authority.issue({ domainNames: [NAME], keyAlgorithm, ...validity }));
  }
});

afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed)))));

/** Listens on 127.0.0.1 with the certificates, and performs a handshake there. */
async function handshake(keyAlgorithms: readonly LeafKeyAlgorithm[], keys: ClientKeys, options: TlsOptions = {}) {
  const served = keyAlgorithms.flatMap((keyAlgorithm) => leaves.get(keyAlgorithm) ?? []);
  const server = createServer({
    cert: served.map(({ certificatePem, chainPem }) => `${certificatePem}\n${chainPem}`),
    key: served.map(({ privateKeyPem }) => privateKeyPem),
    ...options,
  });
  // A failed handshake is the client's to report.
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { publicDns } = fakeAccount();
  const handshakes = tlsHandshakes({ ...publicDns, addresses: async () => ['127.0.0.1'] });
  const [result] = await handshakes.perform('web', NAME, keys, (server.address() as AddressInfo).port);
  return result;
}

const BOTH = ['RSA_2048', 'EC_prime256v1'] as const;
const issuedBy = { address: '127.0.0.1', subject: NAME, issuer: 'Local Cloud Issuing CA' };

it.each<[LeafKeyAlgorithm, ClientKeys]>([
  ['RSA_2048', 'ECDSA or RSA'],
  ['RSA_2048', 'RSA'],
  ['EC_prime256v1', 'ECDSA or RSA'],
  ['EC_prime256v1', 'ECDSA'],
])('returns the certificate with a key of %s to a client that accepts %s', async (keyAlgorithm, keys) => {
  expect(await handshake([keyAlgorithm], keys)).toMatchObject({ ...issuedBy, tlsVersion: 'TLSv1.3' });
});

it.each<[LeafKeyAlgorithm, ClientKeys]>([
  ['RSA_2048', 'ECDSA'],
  ['EC_prime256v1', 'RSA'],
])('fails where there is only %s for a client that accepts only %s', async (keyAlgorithm, keys) => {
  await expect(handshake([keyAlgorithm], keys)).rejects.toThrow(HttpsUnreachableError);
});

it.each(['TLSv1.2', 'TLSv1.3'] as const)('returns the certificate for each kind of key with %s', async (maxVersion) => {
  const [ecdsa, rsa, either] = await Promise.all(
    (['ECDSA', 'RSA', 'ECDSA or RSA'] as const).map((keys) => handshake(BOTH, keys, { maxVersion })),
  );
  expect(ecdsa?.serial).not.toBe(rsa?.serial);
  expect(either?.tlsVersion).toBe(maxVersion);
  expect([ecdsa?.serial, rsa?.serial]).toContain(either?.serial);
});

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'returns the certificate of a server that requires one of the client, with %s',
  async (version) => {
    const mutual = {
      requestCert: true,
      rejectUnauthorized: true,
      ca: rootPem,
      minVersion: version,
      maxVersion: version,
    };
    for (const keys of ['ECDSA or RSA', 'RSA'] as const) {
      expect(await handshake(BOTH, keys, mutual)).toMatchObject({ ...issuedBy, tlsVersion: version });
    }
  },
);

it('offers no version before TLS 1.2', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(handshake(BOTH, 'ECDSA or RSA', old)).rejects.toThrow(
    /The TLS handshake with 127\.0\.0\.1:\d+ failed for app\.example\.com: /,
  );
});
