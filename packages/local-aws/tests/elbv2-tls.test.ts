import { request } from 'node:https';
import { connect, type ConnectionOptions } from 'node:tls';
import {
  AddListenerCertificatesCommand,
  DeleteListenerCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CertificateMaterial } from '../src/world';
import { type makeCertificate, present, startElbv2, type RunningElbv2 } from './elbv2-fixture';

type Settings = Parameters<typeof makeCertificate>[1];
const LATER = Date.now() + 90 * 86_400_000;

let cloud: RunningElbv2;
let loadBalancer: string;
let fallback: CertificateMaterial;

beforeEach(async () => {
  cloud = await startElbv2();
  loadBalancer = await cloud.createLoadBalancer('web');
  fallback = await cloud.certificates.issue(['default.example.test']);
});
afterEach(() => cloud.close());

const createSecureListener = (SslPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09') =>
  cloud.createListener({
    LoadBalancerArn: loadBalancer,
    Protocol: 'HTTPS',
    Port: 443,
    SslPolicy,
    Certificates: [{ CertificateArn: fallback.arn }],
  });

const add = (ListenerArn: string, { arn }: CertificateMaterial) =>
  cloud.send(new AddListenerCertificatesCommand({ ListenerArn, Certificates: [{ CertificateArn: arn }] }));

/** A real handshake; resolves to what the server chose. */
function handshake(options: ConnectionOptions = {}) {
  return new Promise<{ serial: string; protocol: string | null; cipher: string }>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: cloud.realPort(443), rejectUnauthorized: false, ...options });
    socket.on('secureConnect', () => {
      const serial = socket.getPeerCertificate().serialNumber.toLowerCase();
      resolve({ serial, protocol: socket.getProtocol(), cipher: socket.getCipher().name });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const servedTo = async (servername: string, options: ConnectionOptions = {}) =>
  (await handshake({ ...(servername ? { servername } : {}), ...options })).serial;

describe('the certificate that a listener serves', () => {
  it('is the one of the list whose name matches, and the default for everybody else', async () => {
    const listener = await createSecureListener();
    const exact = await cloud.certificates.issue(['app.example.test']);
    const wildcard = await cloud.certificates.issue(['*.shop.example.test', 'shop.example.test']);
    await add(listener, exact);
    await add(listener, wildcard);

    const served = {
      'app.example.test': exact,
      'APP.Example.Test': exact,
      'a.shop.example.test': wildcard,
      'shop.example.test': wildcard,
      'a.b.shop.example.test': fallback,
      'other.example.test': fallback,
      '': fallback,
    };
    for (const [name, certificate] of Object.entries(served)) {
      expect([name, await servedTo(name)]).toEqual([name, certificate.serial]);
    }
  });

  it('is ECDSA before RSA, as far as the client can verify it', async () => {
    const listener = await createSecureListener();
    const rsa = await cloud.certificates.issue(['app.example.test'], { keyAlgorithm: 'RSA_2048' });
    const ecdsa = await cloud.certificates.issue(['app.example.test']);
    await add(listener, rsa);
    await add(listener, ecdsa);

    expect(await servedTo('app.example.test')).toBe(ecdsa.serial);
    expect(await servedTo('app.example.test', { sigalgs: 'rsa_pss_rsae_sha256:RSA+SHA256' })).toBe(rsa.serial);
    const rsaOnly = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
    expect(await servedTo('app.example.test', rsaOnly)).toBe(rsa.serial);
  });

  it('is RSA even where the default certificate is ECDSA', async () => {
    const listener = await createSecureListener();
    const rsa = await cloud.certificates.issue(['app.example.test'], { keyAlgorithm: 'RSA_2048' });
    await add(listener, rsa);
    expect(await servedTo('app.example.test')).toBe(rsa.serial);
  });

  it('is an expired one only when no other of its kind matches', async () => {
    const listener = await createSecureListener();
    const expiring = await cloud.certificates.issue(['app.example.test'], {
      keyAlgorithm: 'EC_secp384r1',
      notAfter: Date.now() + 3_600_000,
    });
    await add(listener, expiring);
    const valid = await cloud.certificates.issue(['app.example.test']);
    await add(listener, valid);
    expect(await servedTo('app.example.test')).toBe(expiring.serial);

    await cloud.clock.advance(7_200_000);
    expect(await servedTo('app.example.test')).toBe(valid.serial);
    const Certificates = [{ CertificateArn: valid.arn }];
    await cloud.send(new RemoveListenerCertificatesCommand({ ListenerArn: listener, Certificates }));
    expect(await servedTo('app.example.test')).toBe(expiring.serial);
  });

  it.each<[string, Settings, Settings]>([
    ['with the longer key', { keyAlgorithm: 'EC_secp384r1' }, { keyAlgorithm: 'EC_prime256v1' }],
    ['with the higher SHA number', { signatureAlgorithm: 'SHA384WITHECDSA' }, { keyAlgorithm: 'EC_secp384r1' }],
    ['that ends last', { notAfter: LATER + 1000 }, { notAfter: LATER }],
  ])('is the one %s, whichever was added first', async (_, best, other) => {
    const settings = { notAfter: LATER };
    const [first, last] = [
      await cloud.certificates.issue(['app.example.test'], { ...settings, ...best }),
      await cloud.certificates.issue(['app.example.test'], { ...settings, ...other }),
    ];
    for (const order of [
      [first, last],
      [last, first],
    ]) {
      const listener = await createSecureListener();
      for (const certificate of order) await add(listener, certificate);
      expect(await servedTo('app.example.test')).toBe(first.serial);
      await cloud.send(new DeleteListenerCommand({ ListenerArn: listener }));
    }
  });

  it('is the one that was added first when nothing else distinguishes two', async () => {
    const listener = await createSecureListener();
    const first = await cloud.certificates.issue(['app.example.test'], { notAfter: LATER });
    const second = await cloud.certificates.issue(['app.example.test'], { notAfter: LATER });
    await add(listener, second);
    await add(listener, first);
    expect(await servedTo('app.example.test')).toBe(second.serial);
  });

  it('is the one that ACM gives at that moment, under the same ARN', async () => {
    const listener = await createSecureListener();
    const first = await cloud.certificates.issue(['app.example.test']);
    await add(listener, first);
    expect(await servedTo('app.example.test')).toBe(first.serial);

    const renewed = await cloud.certificates.issue(['app.example.test'], { arn: first.arn });
    expect(await servedTo('app.example.test')).toBe(renewed.serial);
  });

  it('is the new default after ModifyListener; the old one is gone for SNI unless it is in the list', async () => {
    const ListenerArn = await createSecureListener();
    const next = await cloud.certificates.issue(['next.example.test']);
    const modify = (arn: string) =>
      cloud.send(new ModifyListenerCommand({ ListenerArn, Certificates: [{ CertificateArn: arn }] }));

    await modify(next.arn);
    expect(await servedTo('default.example.test')).toBe(next.serial);

    await modify(fallback.arn);
    await add(ListenerArn, fallback);
    await modify(next.arn);
    expect(await servedTo('default.example.test')).toBe(fallback.serial);
  });
});

/** OpenSSL has ML-KEM from 3.5 on, which Node.js 20 and 22 do not come with. */
const itWithHybridGroups = Number.parseFloat(process.versions.openssl) >= 3.5 ? it : it.skip;

describe('the security policy', () => {
  it.each([
    ['ELBSecurityPolicy-TLS13-1-3-2021-06', 'TLSv1.3', ['TLSv1.2', 'TLSv1.1', 'TLSv1']],
    ['ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'TLSv1.3', ['TLSv1.1', 'TLSv1']],
    ['ELBSecurityPolicy-TLS-1-2-2017-01', 'TLSv1.2', ['TLSv1.1', 'TLSv1']],
    ['ELBSecurityPolicy-TLS-1-1-2017-01', 'TLSv1.2', ['TLSv1']],
    ['ELBSecurityPolicy-2016-08', 'TLSv1.2', []],
  ])('%s settles on %s and refuses %j', async (policy, best, refused) => {
    await createSecureListener(policy);
    expect((await handshake()).protocol).toBe(best);
    for (const version of ['TLSv1.2', 'TLSv1.1', 'TLSv1'] as const) {
      const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      if (refused.includes(version)) await expect(handshake(old)).rejects.toThrow();
      else expect((await handshake(old)).protocol).toBe(version);
    }
  });

  it('bounds the ciphers, in the order that the load balancer prefers', async () => {
    await createSecureListener('ELBSecurityPolicy-TLS13-1-2-Res-2021-06');
    const offer = (ciphers: string) => handshake({ maxVersion: 'TLSv1.2', ciphers });
    const cbc = 'ECDHE-ECDSA-AES128-SHA256';
    const [gcm256, gcm128] = ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256'];
    await expect(offer(cbc)).rejects.toThrow();
    expect((await offer(`${gcm256}:${gcm128}`)).cipher).toBe(gcm128);
  });

  itWithHybridGroups('agrees on a hybrid post-quantum key when it is a PQ policy, and only then', async () => {
    const ListenerArn = await createSecureListener('ELBSecurityPolicy-TLS13-1-2-PQ-2025-09');
    const hybridOnly = { ecdhCurve: 'X25519MLKEM768' };
    expect((await handshake(hybridOnly)).protocol).toBe('TLSv1.3');
    await cloud.send(new ModifyListenerCommand({ ListenerArn, SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }));
    await expect(handshake(hybridOnly)).rejects.toThrow();
  });

  it('takes effect for the next connection when it is changed', async () => {
    const ListenerArn = await createSecureListener('ELBSecurityPolicy-TLS13-1-2-2021-06');
    expect((await handshake({ maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
    await cloud.send(new ModifyListenerCommand({ ListenerArn, SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' }));
    await expect(handshake({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
  });
});

it('answers requests over TLS', async () => {
  await createSecureListener();
  const { status, body } = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ port: cloud.realPort(443), host: '127.0.0.1', rejectUnauthorized: false, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    })
      .on('error', reject)
      .end();
  });
  expect({ status, body }).toEqual({ status: 200, body: 'hello' });
});

it('survives clients that do not speak TLS', async () => {
  await createSecureListener();
  const { connect: connectPlain } = await import('node:net');
  await new Promise<void>((resolve) => {
    const socket = connectPlain(cloud.realPort(443), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.resume();
  });
  expect(await servedTo('default.example.test')).toBe(present(fallback).serial);
});
