import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Clock } from '../clock';
import type { CertificateMaterial, CertificateStore } from '../world';
import type { ClientHello } from './client-hello';
import type { Listener } from './inventory';
import { securityPolicy, tlsOptionsOf, type SecurityPolicy } from './security-policies';
import { selectCertificate } from './server-certificate';

/** Finds the server for a client's handshake; undefined when there is no certificate for it. */
export type SecureServers = (hello: ClientHello | undefined) => Server | undefined;

/**
 * One HTTPS server per certificate of a listener, created when first needed, and again after a renewal or a change of
 * the security policy. Node.js's own SNI callback is not used: it neither sees the client's algorithms nor can it
 * withdraw the default certificate.
 */
export function createSecureServers(
  listener: Listener,
  certificates: CertificateStore,
  clock: Clock,
  handleRequest: RequestListener,
): SecureServers {
  const servers = new Map<string, { readonly version: string; readonly server: Server }>();

  const serverFor = (certificate: CertificateMaterial, policy: SecurityPolicy) => {
    const version = `${certificate.serial} ${policy.name}`;
    const known = servers.get(certificate.arn);
    if (known?.version === version) return known.server;
    const server = createServer(
      {
        cert: [certificate.certificatePem.trim(), certificate.chainPem.trim()].join('\n'),
        key: certificate.privateKeyPem,
        ...tlsOptionsOf(policy),
      },
      handleRequest,
    );
    servers.set(certificate.arn, { version, server });
    return server;
  };

  return (hello) => {
    const { sslPolicy, defaultCertificate, certificateList } = listener;
    if (!sslPolicy || !defaultCertificate) return undefined;
    const policy = securityPolicy(sslPolicy);
    const list = certificateList.flatMap((arn) => certificates.material(arn) ?? []);
    const certificate =
      (hello && selectCertificate(list, hello, policy, clock.now())) ?? certificates.material(defaultCertificate);
    return certificate && serverFor(certificate, policy);
  };
}
