import { createSecureContext, type SecureVersion } from 'node:tls';
import { AwsError } from '../aws-error';
import { page } from './input';
import type {
  DescribeSSLPoliciesInput,
  DescribeSSLPoliciesOutput,
  SslPolicy,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** The API's default policy; it still allows TLS 1.0. */
export const DEFAULT_SECURITY_POLICY = 'ELBSecurityPolicy-2016-08';

/** The TLS versions and ciphers that a secure listener accepts. */
export interface SecurityPolicy {
  readonly name: string;
  readonly protocols: readonly SecureVersion[];
  /** In the server's order of preference. */
  readonly ciphers: readonly string[];
  /** Post-quantum policies add ML-KEM hybrid groups to the key exchange. */
  readonly postQuantum: boolean;
}

const TLS13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const ECDHE_AES128_GCM = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'];
const ECDHE_AES256_GCM = ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'];
const ECDHE_AES128_SHA256 = ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-RSA-AES128-SHA256'];
const ECDHE_AES256_SHA384 = ['ECDHE-ECDSA-AES256-SHA384', 'ECDHE-RSA-AES256-SHA384'];
const ECDHE_AES128_SHA = ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA'];
const ECDHE_AES256_SHA = ['ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES256-SHA'];

const GCM_ONLY = [...ECDHE_AES128_GCM, ...ECDHE_AES256_GCM];
const FORWARD_SECRECY = [...ECDHE_AES128_GCM, ...ECDHE_AES128_SHA256, ...ECDHE_AES256_GCM, ...ECDHE_AES256_SHA384];
const FORWARD_SECRECY_SHA1 = [
  ...ECDHE_AES128_GCM,
  ...ECDHE_AES128_SHA256,
  ...ECDHE_AES128_SHA,
  ...ECDHE_AES256_GCM,
  ...ECDHE_AES256_SHA384,
  ...ECDHE_AES256_SHA,
];
const RSA_EXCHANGE = ['AES128-GCM-SHA256', 'AES128-SHA256', 'AES256-GCM-SHA384', 'AES256-SHA256'];
const RSA_EXCHANGE_SHA1 = [
  'AES128-GCM-SHA256',
  'AES128-SHA256',
  'AES128-SHA',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'AES256-SHA',
];

const EVERYTHING = [...FORWARD_SECRECY_SHA1, ...RSA_EXCHANGE_SHA1];

const V1_3: SecureVersion[] = ['TLSv1.3'];
const V1_2: SecureVersion[] = ['TLSv1.2'];
const V1_1: SecureVersion[] = ['TLSv1.2', 'TLSv1.1'];
const V1_0: SecureVersion[] = ['TLSv1.2', 'TLSv1.1', 'TLSv1'];

/**
 * The policies that are modelled ("Security policies for your Application Load Balancer"). The FIPS and RFC 9151
 * families are not: they require a validated module that Node.js lacks.
 */
const POLICIES: readonly SecurityPolicy[] = [
  classic('ELBSecurityPolicy-2016-08', V1_0, EVERYTHING),
  classic('ELBSecurityPolicy-TLS-1-1-2017-01', V1_1, EVERYTHING),
  classic('ELBSecurityPolicy-TLS-1-2-2017-01', V1_2, [...FORWARD_SECRECY, ...RSA_EXCHANGE]),
  classic('ELBSecurityPolicy-TLS-1-2-Ext-2018-06', V1_2, EVERYTHING),
  classic('ELBSecurityPolicy-FS-2018-06', V1_0, FORWARD_SECRECY_SHA1),
  classic('ELBSecurityPolicy-FS-1-1-2019-08', V1_1, FORWARD_SECRECY_SHA1),
  classic('ELBSecurityPolicy-FS-1-2-2019-08', V1_2, FORWARD_SECRECY_SHA1),
  classic('ELBSecurityPolicy-FS-1-2-Res-2019-08', V1_2, FORWARD_SECRECY),
  classic('ELBSecurityPolicy-FS-1-2-Res-2020-10', V1_2, GCM_ONLY),
  classic('ELBSecurityPolicy-TLS13-1-1-2021-06', [...V1_3, ...V1_1], [...TLS13, ...EVERYTHING]),
  ...withPostQuantum('ELBSecurityPolicy-TLS13-1-3', V1_3, TLS13),
  ...withPostQuantum('ELBSecurityPolicy-TLS13-1-2-Res', [...V1_3, ...V1_2], [...TLS13, ...GCM_ONLY]),
  ...withPostQuantum('ELBSecurityPolicy-TLS13-1-2', [...V1_3, ...V1_2], [...TLS13, ...FORWARD_SECRECY]),
  ...withPostQuantum(
    'ELBSecurityPolicy-TLS13-1-2-Ext1',
    [...V1_3, ...V1_2],
    [...TLS13, ...FORWARD_SECRECY, ...RSA_EXCHANGE],
  ),
  ...withPostQuantum('ELBSecurityPolicy-TLS13-1-2-Ext2', [...V1_3, ...V1_2], [...TLS13, ...EVERYTHING]),
  ...withPostQuantum('ELBSecurityPolicy-TLS13-1-0', [...V1_3, ...V1_0], [...TLS13, ...EVERYTHING]),
];

function classic(name: string, protocols: readonly SecureVersion[], ciphers: readonly string[]): SecurityPolicy {
  return { name, protocols, ciphers, postQuantum: false };
}

function withPostQuantum(family: string, protocols: readonly SecureVersion[], ciphers: readonly string[]) {
  return [
    classic(`${family}-2021-06`, protocols, ciphers),
    { name: `${family}-PQ-2025-09`, protocols, ciphers, postQuantum: true },
  ];
}

/** @throws AwsError `SSLPolicyNotFound`, also for a policy of AWS that is not modelled */
export function securityPolicy(name: string): SecurityPolicy {
  const policy = POLICIES.find((candidate) => candidate.name === name);
  if (!policy) throw new AwsError('SSLPolicyNotFound', `SSL policy '${name}' not found`);
  return policy;
}

// AWS does not publish the classic groups of its policies; every browser offers these.
const CLASSIC_GROUPS = ['X25519', 'prime256v1', 'secp384r1'];
/**
 * OpenSSL supports them since 3.5 (Node.js 24); with older versions a post-quantum policy negotiates classic groups
 * only.
 */
const HYBRID_GROUPS = ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'].filter(isGroupSupported);

function isGroupSupported(group: string): boolean {
  try {
    createSecureContext({ ecdhCurve: group });
    return true;
  } catch {
    return false;
  }
}

/** The policy as options of Node.js's TLS server. */
export function tlsOptionsOf(policy: SecurityPolicy) {
  const allowsLegacy = policy.protocols.includes('TLSv1.1');
  return {
    minVersion: policy.protocols.at(-1),
    maxVersion: policy.protocols[0],
    // OpenSSL 3 refuses TLS 1.0 and 1.1 above security level 0, because their signatures rest on SHA-1.
    ciphers: [...policy.ciphers, ...(allowsLegacy ? ['@SECLEVEL=0'] : [])].join(':'),
    ecdhCurve: [...(policy.postQuantum ? HYBRID_GROUPS : []), ...CLASSIC_GROUPS].join(':'),
    honorCipherOrder: true,
  };
}

/** The operation DescribeSSLPolicies. */
export function describeSslPolicies(input: DescribeSSLPoliciesInput): DescribeSSLPoliciesOutput {
  if (input.LoadBalancerType === 'gateway') {
    throw new AwsError('ValidationError', 'Gateway Load Balancers have no security policies');
  }
  const policies = input.Names?.length ? input.Names.map(securityPolicy) : POLICIES;
  const { items, ...next } = page(policies, input);
  return { SslPolicies: items.map(toSslPolicy), ...next };
}

function toSslPolicy({ name, protocols, ciphers }: SecurityPolicy): SslPolicy {
  return {
    Name: name,
    SslProtocols: [...protocols],
    Ciphers: ciphers.map((cipher, index) => ({ Name: cipher, Priority: index + 1 })),
    SupportedLoadBalancerTypes: ['application', 'network'],
  };
}
