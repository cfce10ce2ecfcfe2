import type { CertificateDescription } from '../../shared/domain/certificate/description';
import { sameNames } from '../../shared/domain/names/certificate-names';
import { baseOf } from '../../shared/domain/names/domain-name';
import { CertificateInUseError, CertificateNotFoundError, CertificateQuotaExceededError } from '../../shared/errors';
import type { CertificateRequest, Certificates, ListedCertificate } from '../../shared/ports/certificates';
import type { Journal } from './journal';

interface Setting {
  readonly journal: Journal;
  readonly now: () => Date;
  /** Whether public DNS has the CNAME: a certificate is issued only when it does, for each of its names. */
  readonly resolves: (record: { readonly name: string; readonly value: string }) => boolean;
  /** The load balancers that use the certificate. */
  readonly usedBy?: (certificateArn: string) => readonly string[];
}

type Writable = { -readonly [Key in keyof CertificateDescription]: CertificateDescription[Key] };
type Held = Writable & { readonly tags: Record<string, string>; readonly token: string | undefined };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** ACM in memory: idempotent for an hour, optionally with late validation records, and issues only what DNS validates. */
export function fakeCertificates({ journal, now, resolves, usedBy = () => [] }: Setting) {
  const held = new Map<string, Held>();
  let recordsAfterMilliseconds = 0;
  let quota = Infinity;

  const must = (certificateArn: string) => {
    const certificate = held.get(certificateArn);
    if (!certificate) throw new Error(`the fake has no certificate ${certificateArn}`);
    return certificate;
  };
  const recordsOf = (certificate: Held) =>
    certificate.domainNames.map((domainName) => ({
      domainName,
      status: certificate.status === 'ISSUED' ? 'SUCCESS' : 'PENDING_VALIDATION',
      record:
        certificate.validationMethod === 'DNS' &&
        now().getTime() - Date.parse(certificate.createdAt) >= recordsAfterMilliseconds
          ? validationRecordOf(domainName)
          : undefined,
    }));

  const inUseBy = (certificate: Held) => [...certificate.inUseBy, ...usedBy(certificate.certificateArn)];
  const listed = (certificate: Held): ListedCertificate => ({
    ...certificate,
    hasMoreNames: false,
    isInUse: inUseBy(certificate).length > 0,
  });
  const known = (certificateArn: string) => {
    const certificate = held.get(certificateArn);
    if (!certificate) throw new CertificateNotFoundError(`Could not find certificate ${certificateArn}`);
    return certificate;
  };

  const ports: Certificates = {
    async listByNames(domainNames) {
      journal.read(`certificates.listByNames ${domainNames.join(' ')}`);
      return [...held.values()].filter((each) => sameNames(each.domainNames, domainNames)).map(listed);
    },
    async list() {
      journal.read('certificates.list');
      return [...held.values()].map(listed);
    },
    async listPage(size, nextToken = '0') {
      journal.read(`certificates.listPage ${nextToken}`);
      const end = Number(nextToken) + size;
      const certificates = [...held.values()].slice(Number(nextToken), end).map(listed);
      return { certificates, nextToken: end < held.size ? String(end) : undefined };
    },
    async listTags(certificateArn) {
      journal.read(`certificates.listTags ${certificateArn}`);
      return { ...known(certificateArn).tags };
    },
    async addTags(certificateArn, tags) {
      journal.change(`certificates.addTags ${certificateArn} ${Object.keys(tags).join(' ')}`);
      Object.assign(known(certificateArn).tags, tags);
    },
    async delete(certificateArn) {
      journal.change(`certificates.delete ${certificateArn}`);
      const certificate = held.get(certificateArn);
      if (!certificate) return;
      const consumers = inUseBy(certificate);
      if (consumers.length > 0) throw new CertificateInUseError(`${certificateArn} is used by ${consumers.join(', ')}`);
      held.delete(certificateArn);
    },
    async request(request) {
      journal.change(`certificates.request ${request.domainNames.join(' ')}`);
      const repeated = [...held.values()].find(
        ({ token, createdAt }) => token === request.idempotencyToken && now().getTime() - Date.parse(createdAt) < HOUR,
      );
      if (repeated) return repeated.certificateArn;
      if (held.size >= quota) throw new CertificateQuotaExceededError('acm:RequestCertificate: no more certificates');
      return add(request);
    },
    async describe(certificateArn) {
      journal.read(`certificates.describe ${certificateArn}`);
      const certificate = held.get(certificateArn);
      return certificate && { ...certificate, inUseBy: inUseBy(certificate), validations: recordsOf(certificate) };
    },
  };

  let numbered = 0;
  const add = (
    request: Pick<CertificateRequest, 'domainNames' | 'keyAlgorithm' | 'tags'> & { readonly idempotencyToken?: string },
    status = 'PENDING_VALIDATION',
  ) => {
    numbered += 1;
    const certificateArn = `arn:aws:acm:eu-west-1:111122223333:certificate/${numbered}`;
    const { domainNames, keyAlgorithm, tags, idempotencyToken: token } = request;
    held.set(certificateArn, {
      certificateArn,
      domainNames,
      keyAlgorithm,
      signatureAlgorithm: keyAlgorithm.startsWith('EC') ? 'SHA256WITHECDSA' : 'SHA256WITHRSA',
      status,
      type: 'AMAZON_ISSUED',
      validationMethod: 'DNS',
      createdAt: now().toISOString(),
      inUseBy: [],
      validations: [],
      tags: { ...tags },
      token,
    });
    return certificateArn;
  };

  return {
    ...ports,
    /** Every certificate, the oldest first. */
    all: () => [...held.values()],
    /** Adds an existing certificate and returns its ARN. */
    add,
    /** Deletes the certificate, as in the console. */
    remove: (certificateArn: string) => void held.delete(certificateArn),
    /** The validation records of a certificate, in the format of a zone. */
    recordsOf: (certificateArn: string) => {
      const bases = new Set(must(certificateArn).domainNames.map(baseOf));
      return [...bases].map((domainName) => {
        const { name, value } = validationRecordOf(domainName);
        return { domainName, name: name.slice(0, -1), value: value.slice(0, -1) };
      });
    },
    /** Whether ACM would find every record. */
    isValidated: (certificateArn: string) =>
      recordsOf(must(certificateArn)).every(({ record }) => record !== undefined && resolves(record)),
    /** Issues the certificate; throws when a record is missing in DNS. */
    issue(certificateArn: string) {
      const certificate = must(certificateArn);
      const missing = recordsOf(certificate).filter(({ record }) => !record || !resolves(record));
      if (missing.length > 0) throw new Error(`ACM does not find the record of ${missing[0]?.domainName ?? ''}`);
      Object.assign(certificate, {
        status: 'ISSUED',
        serial: `0a:0${certificateArn.split('/')[1] ?? ''}`,
        issuedAt: now().toISOString(),
        notBefore: now().toISOString(),
        notAfter: new Date(now().getTime() + 198 * DAY).toISOString(),
        renewalEligibility: 'ELIGIBLE',
      });
    },
    /** Changes the description of a certificate. */
    set: (certificateArn: string, changes: Partial<CertificateDescription>) =>
      void Object.assign(must(certificateArn), changes),
    /** A managed renewal: the same ARN, a new serial number, a new validity period. */
    renew(certificateArn: string) {
      const certificate = must(certificateArn);
      Object.assign(certificate, {
        serial: `0b:${certificate.serial ?? ''}`,
        notBefore: now().toISOString(),
        notAfter: new Date(now().getTime() + 198 * DAY).toISOString(),
        renewal: { status: 'SUCCESS', updatedAt: now().toISOString() },
      });
    },
    /** Imports a certificate of another authority that is valid for the given days. */
    import(domainNames: readonly [string, ...string[]], days: number, tags: Readonly<Record<string, string>> = {}) {
      const certificateArn = add({ domainNames, keyAlgorithm: 'RSA_2048', tags }, 'ISSUED');
      Object.assign(must(certificateArn), {
        type: 'IMPORTED',
        validationMethod: undefined,
        serial: `0c:0${numbered}`,
        notBefore: now().toISOString(),
        notAfter: new Date(now().getTime() + days * DAY).toISOString(),
      });
      return certificateArn;
    },
    /** Fails the validation. */
    fail: (certificateArn: string, status: string, failureReason?: string) =>
      void Object.assign(must(certificateArn), { status, failureReason }),
    /** The delay between a request and its validation records. */
    giveRecordsAfter: (milliseconds: number) => void (recordsAfterMilliseconds = milliseconds),
    /** Sets the quota of the account. */
    limitTo: (certificates: number) => void (quota = certificates),
  };
}

/** The validation record of a name: always the same, and the same for a wildcard and its base. */
export const validationRecordOf = (domainName: string) => ({
  name: `_x1.${baseOf(domainName)}.`,
  value: `_y2.${baseOf(domainName).replaceAll('.', '-')}.acm-validations.aws.`,
});
