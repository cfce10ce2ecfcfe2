import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { promisify } from 'node:util';
import { createAuthority, type Authority, type Leaf, type LeafKeyAlgorithm } from '../src/acm/authority';
import { readX509Facts } from '../src/acm/x509-facts';

const DAY = 24 * 3600 * 1000;
const run = promisify(execFile);

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority(Date.now());
});

const issue = (domainNames: [string, ...string[]], keyAlgorithm: LeafKeyAlgorithm = 'EC_prime256v1') =>
  authority.issue({ domainNames, keyAlgorithm, notBefore: Date.now() - DAY, notAfter: Date.now() + 198 * DAY });

async function opensslVerify(leaf: Leaf): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'authority-'));
  const path = (name: string) => join(folder, name);
  try {
    await writeFile(path('root.pem'), authority.rootPem);
    await writeFile(path('chain.pem'), leaf.chainPem);
    await writeFile(path('leaf.pem'), leaf.certificatePem);
    const files = ['-CAfile', path('root.pem'), '-untrusted', path('chain.pem'), path('leaf.pem')];
    const { stdout } = await run('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', ...files]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

const hasOpenssl = run('openssl', ['version']).then(
  () => true,
  () => false,
);

describe.each<[LeafKeyAlgorithm, string, string[]]>([
  ['RSA_2048', 'rsa', ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT']],
  ['EC_prime256v1', 'ec', ['DIGITAL_SIGNATURE']],
  ['EC_secp384r1', 'ec', ['DIGITAL_SIGNATURE']],
])('a leaf with a key of %s', (keyAlgorithm, keyType, keyUsages) => {
  let leaf: Leaf;
  beforeAll(async () => {
    leaf = await issue(['example.test', '*.example.test'], keyAlgorithm);
  });

  it('has such a key, the names, and the usages of a TLS server alone', () => {
    const certificate = new X509Certificate(leaf.certificatePem);
    expect(certificate.publicKey.asymmetricKeyType).toBe(keyType);
    expect(readX509Facts(leaf.certificatePem)).toMatchObject({
      keyAlgorithm,
      commonName: 'example.test',
      subject: 'CN=example.test',
      issuer: 'Local Cloud',
      subjectAlternativeNames: ['example.test', '*.example.test'],
      keyUsages,
      extendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
      signatureAlgorithm: 'SHA256WITHECDSA',
    });
  });

  it('is accepted by openssl where there is one', async () => {
    if (!(await hasOpenssl)) return;
    await expect(opensslVerify(leaf)).resolves.toMatch(/leaf\.pem: OK$/);
  });

  it('serves TLS to a client that trusts the root', async () => {
    const server = createServer({ key: leaf.privateKeyPem, cert: leaf.certificatePem + leaf.chainPem });
    server.on('secureConnection', (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const peer = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, servername: 'www.example.test', ca: authority.rootPem });
      socket.once('error', reject).once('secureConnect', () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber.toLowerCase() ?? '');
        socket.destroy();
      });
    });
    await new Promise((resolve) => server.close(resolve));
    expect(peer).toBe(readX509Facts(leaf.certificatePem).serial);
  });
});

it('leaves the subject empty when the first name is longer than a common name may be', async () => {
  const long = `${'a'.repeat(60)}.example.test`;
  const leaf = await issue([long]);
  expect(readX509Facts(leaf.certificatePem)).toMatchObject({ commonName: undefined, subjectAlternativeNames: [long] });
  if (await hasOpenssl) await expect(opensslVerify(leaf)).resolves.toMatch(/leaf\.pem: OK$/);
});

it('gives every leaf a serial number of 16 bytes, positive and its own', async () => {
  const leaves = await Promise.all(Array.from({ length: 20 }, () => issue(['example.test'])));
  const serials = leaves.map(({ certificatePem }) => readX509Facts(certificatePem).serial);
  expect(new Set(serials).size).toBe(20);
  for (const serial of serials) expect(serial).toMatch(/^(0[1-9a-f]|[1-7][0-9a-f])[0-9a-f]{30}$/);
});

it('dates a leaf as requested, to the second', async () => {
  const notBefore = Date.UTC(2026, 10, 24);
  const notAfter = Date.UTC(2027, 5, 9, 23, 59, 59);
  const leaf = await authority.issue({ domainNames: ['example.test'], keyAlgorithm: 'RSA_2048', notBefore, notAfter });
  expect(readX509Facts(leaf.certificatePem)).toMatchObject({ notBefore, notAfter });
});
