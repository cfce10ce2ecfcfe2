import type { CertificateDescription } from '../domain/certificate/description';
import type { KeyAlgorithm as IssuedKeyAlgorithm } from '../domain/names/certificate-names';

/** A certificate as ACM lists it. */
export interface ListedCertificate {
  readonly certificateArn: string;
  readonly domainNames: readonly string[];
  /** Whether it has more names than the list shows. */
  readonly hasMoreNames: boolean;
  readonly keyAlgorithm: string;
  readonly status: string;
  readonly type: string;
  readonly isInUse: boolean;
  /** ISO 8601; of an imported one, when it was imported. */
  readonly createdAt?: string | undefined;
  /** ISO 8601; absent until it is issued, as is its end. */
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/** What to ask ACM for. The first name becomes the common name. */
export interface CertificateRequest {
  readonly domainNames: readonly [string, ...string[]];
  readonly keyAlgorithm: IssuedKeyAlgorithm;
  readonly idempotencyToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The certificates of the account in this Region. */
export interface Certificates {
  /** Every certificate of exactly these names, of every key type and every status. */
  withNames(domainNames: readonly string[]): Promise<ListedCertificate[]>;
  /** Every certificate of the Region. */
  list(): Promise<ListedCertificate[]>;
  /** One page of them, and where the next one begins. */
  page(
    size: number,
    nextToken?: string,
  ): Promise<{ certificates: ListedCertificate[]; nextToken?: string | undefined }>;
  /** @throws CertificateNotFoundError */
  tags(certificateArn: string): Promise<Record<string, string>>;
  /** Adds tags, replacing the values of those that stand. @throws CertificateNotFoundError */
  tag(certificateArn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes it; already gone is success. @throws CertificateInUseError */
  delete(certificateArn: string): Promise<void>;
  /** @throws CertificateQuotaExceededError when the account may have no more */
  request(request: CertificateRequest): Promise<string>;
  /** Undefined when ACM does not know the certificate, or does not know it yet: it may take seconds after the request. */
  describe(certificateArn: string): Promise<CertificateDescription | undefined>;
}
