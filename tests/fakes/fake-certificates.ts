import type { CertificateRequest, Certificates, DescribedCertificate } from '../../shared/aws/certificates';
import { sameNames } from '../../shared/domain/certificate-names';
import { baseOf } from '../../shared/domain/domain-name';
import { CertificateQuotaExceededError } from '../../shared/errors';
import type { Journal } from './journal';

interface Setting {
  readonly journal: Journal;
  readonly now: () => Date;
  /** Whether public DNS has the CNAME: a certificate is issued only when it does, for each of its names. */
  readonly resolves: (record: { readonly name: string; readonly value: string }) => boolean;
}

type Writable = { -readonly [Key in keyof DescribedCertificate]: DescribedCertificate[Key] };
type Held = Writable & { readonly tags: Record<string, string>; readonly token: string | undefined };

const HOUR = 3_600_000;

/** ACM in memory: idempotent for an hour, records that come late when told so, issued only what DNS validates. */
export function fakeCertificates({ journal, now, resolves }: Setting) {
  const held = new Map<string, Held>();
  let recordsAfterMilliseconds = 0;
  let quota = Infinity;

  const must = (certificateArn: string) => {
    const certificate = held.get(certificateArn);
    if (!certificate) throw new Error(`the test knows no certificate ${certificateArn}`);
    return certificate;
  };
  const recordsOf = (certificate: Held) =>
    certificate.domainNames.map((domainName) => ({
      domainName,
      status: certificate.status === 'ISSUED' ? 'SUCCESS' : 'PENDING_VALIDATION',
      record:
        now().getTime() - Date.parse(certificate.createdAt) >= recordsAfterMilliseconds
          ? validationRecordOf(domainName)
          : undefined,
    }));

  const ports: Certificates = {
    async withNames(domainNames) {
      journal.read(`certificates.withNames ${domainNames.join(' ')}`);
      return [...held.values()].filter((each) => sameNames(each.domainNames, domainNames));
    },
    async tags(certificateArn) {
      journal.read(`certificates.tags ${certificateArn}`);
      return must(certificateArn).tags;
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
      return certificate && { ...certificate, validations: recordsOf(certificate) };
    },
  };

  const add = (
    request: Pick<CertificateRequest, 'domainNames' | 'keyAlgorithm' | 'tags'> & { readonly idempotencyToken?: string },
    status = 'PENDING_VALIDATION',
  ) => {
    const certificateArn = `arn:aws:acm:eu-west-1:111122223333:certificate/${held.size + 1}`;
    const { domainNames, keyAlgorithm, tags, idempotencyToken: token } = request;
    held.set(certificateArn, {
      certificateArn,
      domainNames,
      keyAlgorithm,
      status,
      createdAt: now().toISOString(),
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
    /** A certificate from before the test; it gives the ARN. */
    add,
    /** Takes the certificate away, as somebody with a console might. */
    remove: (certificateArn: string) => void held.delete(certificateArn),
    /** Ends the validation well, which ACM does only when it finds every record. */
    issue(certificateArn: string) {
      const certificate = must(certificateArn);
      const missing = recordsOf(certificate).filter(({ record }) => !record || !resolves(record));
      if (missing.length > 0) throw new Error(`ACM does not find the record of ${missing[0]?.domainName ?? ''}`);
      Object.assign(certificate, {
        status: 'ISSUED',
        serial: `0a:0${certificateArn.split('/')[1] ?? ''}`,
        notBefore: now().toISOString(),
        notAfter: new Date(now().getTime() + 198 * 24 * HOUR).toISOString(),
      });
    },
    /** Ends the validation badly. */
    fail: (certificateArn: string, status: string, failureReason?: string) =>
      void Object.assign(must(certificateArn), { status, failureReason }),
    /** From when on a certificate has its validation records, counted from the request. */
    giveRecordsAfter: (milliseconds: number) => void (recordsAfterMilliseconds = milliseconds),
    /** How many certificates the account may have. */
    limitTo: (certificates: number) => void (quota = certificates),
  };
}

/** What ACM asks for: the same record for a wildcard and its base, and the same each time. */
export const validationRecordOf = (domainName: string) => ({
  name: `_x1.${baseOf(domainName)}.`,
  value: `_y2.${baseOf(domainName).replaceAll('.', '-')}.acm-validations.aws.`,
});
