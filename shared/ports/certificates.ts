import type { CertificateDescription } from '../domain/certificate/description';
import type { KeyAlgorithm } from '../domain/names/certificate-names';

/** A certificate in the list of ACM. */
export interface ListedCertificate {
  readonly certificateArn: string;
  readonly domainNames: readonly string[];
  /** Whether it has more names than the list shows. */
  readonly hasMoreNames: boolean;
  readonly keyAlgorithm: string;
  readonly status: string;
  readonly type: string;
  readonly isInUse: boolean;
  /** ISO 8601; the time of the import for an imported certificate. */
  readonly createdAt?: string | undefined;
  /** ISO 8601; both absent until it is issued. */
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/** A request to ACM. The first name becomes the common name. */
export interface CertificateRequest {
  readonly domainNames: readonly [string, ...string[]];
  readonly keyAlgorithm: KeyAlgorithm;
  readonly idempotencyToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The certificates of the account in this Region. */
export interface Certificates {
  /** The certificates with exactly these names, of every key type and status. */
  listByNames(domainNames: readonly string[]): Promise<ListedCertificate[]>;
  /** Every certificate of the Region. */
  list(): Promise<ListedCertificate[]>;
  /** One page of that list, and the token of the next page. */
  listPage(
    size: number,
    nextToken?: string,
  ): Promise<{ certificates: ListedCertificate[]; nextToken?: string | undefined }>;
  /** @throws CertificateNotFoundError */
  listTags(certificateArn: string): Promise<Record<string, string>>;
  /** Adds tags, overwriting existing values. @throws CertificateNotFoundError */
  addTags(certificateArn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes it; succeeds when it no longer exists. @throws CertificateInUseError */
  delete(certificateArn: string): Promise<void>;
  /** @throws CertificateQuotaExceededError when a quota of the account is used up */
  request(request: CertificateRequest): Promise<string>;
  /** Undefined when the certificate does not exist, or is not visible yet, which takes seconds after the request. */
  describe(certificateArn: string): Promise<CertificateDescription | undefined>;
}
