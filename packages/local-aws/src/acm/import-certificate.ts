import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { ImportCertificateRequest, ImportCertificateResponse } from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { certificateAvailable } from './acm-event';
import { issued, type Certificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import { withTags } from './tags';
import type { AcmTimings } from './timings';
import { readX509Facts, type X509Facts } from './x509-facts';

const refused = (message: string) => new AwsError('ValidationException', message);
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

interface Dependencies {
  readonly world: World;
  readonly emit: World['emit'];
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly timings: AcmTimings;
  /** Called for each imported certificate. */
  readonly onIssued: (certificateArn: string) => void;
}

/** ImportCertificate: a new certificate, or a new version of an imported one. */
export function createImportCertificate({ world, emit, registry, usage, timings, onIssued }: Dependencies) {
  const { clock } = world;

  return (input: ImportCertificateRequest): ImportCertificateResponse => {
    const material = readMaterial(input, clock.now());
    const imported = (certificate: Certificate) => issued({ ...certificate, ...material.identity }, material.issued);
    const announce = (arn: string, action: 'IMPORT' | 'REIMPORT') =>
      clock.setTimeout(() => {
        const current = registry.get(arn);
        if (current) emit(certificateAvailable(current, action, usage, clock.now()));
      }, timings.event);

    if (input.CertificateArn !== undefined) {
      const { arn, type } = registry.find(input.CertificateArn);
      if (type !== 'IMPORTED') throw refused('Only an imported certificate can be imported again.');
      if (input.Tags) throw refused('Tags cannot be applied when a certificate is imported again.');
      registry.update(arn, imported);
      onIssued(arn);
      announce(arn, 'REIMPORT');
      return { CertificateArn: arn };
    }

    registry.checkQuota('IMPORTED');
    const arn = registry.newArn();
    registry.add({
      arn,
      type: 'IMPORTED',
      status: 'ISSUED',
      ...material.identity,
      validations: [],
      createdAt: clock.now(),
      visibleAt: clock.now(),
      optionsVisibleAt: clock.now(),
      tags: input.Tags ? withTags(new Map(), input.Tags) : new Map(),
      issued: material.issued,
    });
    onIssued(arn);
    announce(arn, 'IMPORT');
    return { CertificateArn: arn };
  };
}

function readMaterial(
  { Certificate: certificate, PrivateKey, CertificateChain }: ImportCertificateRequest,
  now: number,
) {
  const certificatePem = text(certificate);
  const privateKeyPem = text(PrivateKey);
  const chainPem = text(CertificateChain);
  if (certificatePem.match(PEM_CERTIFICATE)?.length !== 1)
    throw refused('Certificate must be exactly one PEM-encoded certificate; its chain belongs in CertificateChain.');
  const { facts, parsed } = readCertificate(certificatePem);
  if (!parsed.checkPrivateKey(readPrivateKey(privateKeyPem)))
    throw refused('The private key does not match the certificate.');
  if (facts.notAfter < now || facts.notBefore > now) throw refused('The certificate is not valid at this time.');
  if (!facts.keyAlgorithm) throw refused('The certificate has a key that ACM does not take.');
  const [first, ...others] = [...new Set([facts.commonName ?? [], facts.subjectAlternativeNames].flat())];
  if (first === undefined) throw refused('The local cloud does not keep certificates without a domain name.');
  const domainNames: Certificate['domainNames'] = [first, ...others];
  return {
    identity: { domainNames, keyAlgorithm: facts.keyAlgorithm },
    issued: { ...facts, certificatePem, chainPem, privateKeyPem, issuedAt: now },
  };
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

function readCertificate(certificatePem: string): { facts: X509Facts; parsed: X509Certificate } {
  try {
    return { facts: readX509Facts(certificatePem), parsed: new X509Certificate(certificatePem) };
  } catch {
    throw refused('The certificate is not a valid X.509 certificate in PEM.');
  }
}

function readPrivateKey(privateKeyPem: string): KeyObject {
  try {
    return createPrivateKey(privateKeyPem);
  } catch {
    throw refused('The private key must be PEM-encoded and without a passphrase.');
  }
}
