import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { createClock } from '../src/clock';
import { createElbv2, type Elbv2Options } from '../src/elbv2/elbv2';
import { createWire } from '../src/wire/wire';
import type { CertificateMaterial, CertificateStore, World } from '../src/world';

const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';
export const UNKNOWN_CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/11111111-2222-4333-8444-555555555555`;

const DAY = 86_400_000;
const KEY_ALGORITHMS = {
  RSA_2048: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  EC_prime256v1: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  EC_secp384r1: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
};
type KeyAlgorithm = keyof typeof KEY_ALGORITHMS;

const keyPairs = new Map<KeyAlgorithm, Promise<webcrypto.CryptoKeyPair>>();
let lastSerial = 0;

/** A key pair of each kind is enough for all the certificates of a test file: their serials distinguish them. */
function keyPairOf(keyAlgorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  const known = keyPairs.get(keyAlgorithm);
  if (known) return known;
  const made = webcrypto.subtle.generateKey(KEY_ALGORITHMS[keyAlgorithm], true, ['sign', 'verify']);
  keyPairs.set(keyAlgorithm, made);
  return made;
}

/** A self-signed certificate that ACM would have issued long ago, unless something else is said. */
export async function makeCertificate(
  domainNames: readonly string[],
  settings: Partial<CertificateMaterial> & { readonly keyAlgorithm?: KeyAlgorithm } = {},
): Promise<CertificateMaterial> {
  const { keyAlgorithm = 'EC_prime256v1' } = settings;
  const keys = await keyPairOf(keyAlgorithm);
  lastSerial += 1;
  const serial = (0x1000 + lastSerial).toString(16);
  const notBefore = settings.notBefore ?? Date.now() - DAY;
  const notAfter = settings.notAfter ?? Date.now() + 197 * DAY;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: `CN=${domainNames[0]}`,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    keys,
    signingAlgorithm: KEY_ALGORITHMS[keyAlgorithm],
  });
  return {
    arn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/00000000-0000-4000-8000-${serial.padStart(12, '0')}`,
    status: 'ISSUED',
    issuedAt: Date.now() - DAY,
    keyAlgorithm,
    signatureAlgorithm: keyAlgorithm === 'RSA_2048' ? 'SHA256WITHRSA' : 'SHA256WITHECDSA',
    domainNames,
    notBefore,
    notAfter,
    serial,
    certificatePem: certificate.toString('pem'),
    chainPem: '',
    privateKeyPem: PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    ...settings,
  };
}

/** A certificate store that holds what a test puts there. */
function createStore() {
  const materials = new Map<string, CertificateMaterial>();
  const pending = new Set<string>();
  const inUse = new Map<string, readonly string[]>();
  const store: CertificateStore = {
    material: (arn) => materials.get(arn),
    exists: (arn) => materials.has(arn) || pending.has(arn),
    setInUse: (consumer, arns) => void inUse.set(consumer, arns),
  };
  const put = (material: CertificateMaterial) => {
    materials.set(material.arn, material);
    return material;
  };
  return {
    store,
    inUse,
    put,
    putPending: (arn: string) => pending.add(arn),
    issue: async (...arguments_: Parameters<typeof makeCertificate>) => put(await makeCertificate(...arguments_)),
  };
}

/** Load balancers behind a real endpoint, with a real client, and what most tests create first. */
export async function startElbv2(options: Elbv2Options = {}) {
  const clock = createClock();
  const world: World = { clock, region: REGION, account: ACCOUNT, emit: () => undefined };
  const certificates = createStore();
  const elbv2 = createElbv2(world, { certificates: certificates.store }, options);
  const wire = createWire(world, [elbv2.service], { throttling: false });
  const client = new elb.ElasticLoadBalancingV2Client({
    region: REGION,
    endpoint: await wire.listen(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const send = client.send.bind(client);

  return {
    clock,
    certificates,
    elbv2,
    send,

    async createLoadBalancer(Name: string, input: Partial<elb.CreateLoadBalancerInput> = {}) {
      const Subnets = ['subnet-a', 'subnet-b'];
      const { LoadBalancers } = await send(new elb.CreateLoadBalancerCommand({ Name, Subnets, ...input }));
      return present(LoadBalancers?.[0]?.LoadBalancerArn);
    },

    async createListener(input: Partial<elb.CreateListenerInput>) {
      const DefaultActions = input.DefaultActions ?? [fixedResponse('hello')];
      const { Listeners } = await send(
        new elb.CreateListenerCommand({
          LoadBalancerArn: undefined,
          Protocol: 'HTTP',
          Port: 80,
          ...input,
          DefaultActions,
        }),
      );
      return present(Listeners?.[0]?.ListenerArn);
    },

    /** The real port behind a port of a load balancer. */
    realPort(port: number): number {
      const routes = Object.entries(elbv2.network.routes());
      return present(routes.find(([address]) => address.endsWith(`:${port}`))?.[1]);
    },

    async close() {
      client.destroy();
      await wire.close();
      await elbv2.close();
      clock.stop();
    },
  };
}

export type RunningElbv2 = Awaited<ReturnType<typeof startElbv2>>;

export function fixedResponse(MessageBody: string): elb.Action {
  return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody } };
}

export function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('Nothing is there');
  return value;
}

/** The wire code of the error with which a call fails. */
export async function errorCode(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof elb.ElasticLoadBalancingV2ServiceException))
    throw new Error(`No error of the service: ${String(error)}`);
  return error.name.replace(/Exception$/, '');
}
