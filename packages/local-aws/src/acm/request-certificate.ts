import {
  KeyAlgorithm,
  ValidationMethod,
  type CertificateOptions,
  type DomainValidationOption,
  type RequestCertificateRequest,
  type RequestCertificateResponse,
} from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import { isLeafKeyAlgorithm, LEAF_KEY_ALGORITHMS, type LeafKeyAlgorithm } from './authority';
import type { Certificate, DomainValidation } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import { checkEnum, checkLength, checkPattern } from './constraints';
import { baseDomain, requestedNames } from './domain-names';
import { withTags } from './tags';
import type { AcmTimings } from './timings';

const TOKEN_LIFETIME = 3600 * 1000;
const TOKEN = /^\w+$/;
const LONGEST_TOKEN = 32;

const invalid = (message: string) => new AwsError('InvalidParameterException', message);

interface Dependencies {
  readonly clock: Clock;
  readonly registry: CertificateRegistry;
  readonly timings: AcmTimings;
  readonly namesPerCertificate: number;
  /** Starts the validation of the new certificate. */
  readonly begin: (certificate: Certificate) => void;
}

/** RequestCertificate: a public certificate, validated by DNS or by e-mail. */
export function createRequestCertificate({ clock, registry, timings, namesPerCertificate, begin }: Dependencies) {
  /** The certificate that each idempotency token created, and when. */
  const tokens = new Map<string, { readonly arn: string; readonly at: number }>();

  return (input: RequestCertificateRequest): RequestCertificateResponse => {
    const domainNames = requestedNames(input.DomainName, input.SubjectAlternativeNames, namesPerCertificate);
    const keyAlgorithm = checkKeyAlgorithm(input.KeyAlgorithm);
    const validationMethod = checkValidationMethod(input.ValidationMethod);
    const validationDomains = checkValidationDomains(input.DomainValidationOptions, domainNames);
    checkToken(input.IdempotencyToken);
    checkOptions(input.Options);
    refuseUnmodelled(input);
    const tags = input.Tags ? withTags(new Map(), input.Tags) : new Map<string, string>();

    // A token identifies a request together with its parameters. What ACM does when it is reused with others is not
    // documented: here it is another request.
    const [domainName, ...others] = domainNames;
    const token = JSON.stringify([
      input.IdempotencyToken,
      domainName,
      others.toSorted(),
      keyAlgorithm,
      validationMethod,
    ]);
    const known = tokens.get(token);
    const now = clock.now();
    if (known && now - known.at < TOKEN_LIFETIME && registry.get(known.arn)) return { CertificateArn: known.arn };

    registry.checkQuota('AMAZON_ISSUED');
    const certificate: Certificate = {
      arn: registry.newArn(),
      type: 'AMAZON_ISSUED',
      status: 'PENDING_VALIDATION',
      domainNames,
      keyAlgorithm,
      validationMethod,
      validations: domainNames.map((name, index): DomainValidation => ({
        domainName: name,
        validationDomain: validationDomains.get(name) ?? baseDomain(name),
        status: 'PENDING_VALIDATION',
        recordVisibleAt: now + timings.firstValidationRecord + index * timings.betweenValidationRecords,
      })),
      createdAt: now,
      visibleAt: now + timings.visible,
      optionsVisibleAt: now + timings.validationOptions,
      tags,
    };
    registry.add(certificate);
    if (input.IdempotencyToken) tokens.set(token, { arn: certificate.arn, at: now });
    begin(certificate);
    return { CertificateArn: certificate.arn };
  };
}

function checkToken(token: string | undefined): void {
  if (token === undefined) return;
  checkLength(token, 1, LONGEST_TOKEN, 'idempotencyToken');
  checkPattern(token, TOKEN, 'idempotencyToken');
}

function checkKeyAlgorithm(keyAlgorithm: string = 'RSA_2048'): LeafKeyAlgorithm {
  checkEnum([keyAlgorithm], KeyAlgorithm, 'keyAlgorithm');
  if (isLeafKeyAlgorithm(keyAlgorithm)) return keyAlgorithm;
  // The rule is documented (RequestCertificate, KeyAlgorithm), its error is not.
  throw invalid(`${keyAlgorithm} is for imported certificates only; request one of ${LEAF_KEY_ALGORITHMS.join(', ')}.`);
}

/** The default is e-mail (Service Authorization Reference, acm:ValidationMethod). */
function checkValidationMethod(method: string = 'EMAIL'): 'DNS' | 'EMAIL' {
  checkEnum([method], ValidationMethod, 'validationMethod');
  if (method === 'DNS' || method === 'EMAIL') return method;
  throw invalid('Validation by HTTP is for CloudFront, which the local cloud does not have.');
}

/** The validation domain of each name: the name itself or a parent domain. */
function checkValidationDomains(
  options: readonly DomainValidationOption[] | undefined,
  domainNames: readonly string[],
) {
  const refused = (message: string) => new AwsError('InvalidDomainValidationOptionsException', message);
  const domains = new Map<string, string>();
  for (const { DomainName = '', ValidationDomain = '' } of options ?? []) {
    const name = DomainName.toLowerCase();
    const domain = ValidationDomain.toLowerCase();
    if (!domainNames.includes(name)) throw refused(`${DomainName} is not among the names of the request.`);
    if (domain !== name && !name.endsWith(`.${domain}`))
      throw refused(`${ValidationDomain} is neither ${DomainName} nor a domain above it.`);
    domains.set(name, domain);
  }
  return domains;
}

function checkOptions(options: CertificateOptions = {}): void {
  // The opt-out was removed (ACM user guide, June 2026); whether ACM ignores or refuses it is not documented.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is read to be refused
  if (options.CertificateTransparencyLoggingPreference === 'DISABLED')
    throw invalid('Certificate transparency logging opt-out is no longer available.');
  if (options.Export === 'ENABLED') throw invalid('The local cloud does not have exportable certificates.');
  if (options.ValidationMethod) throw invalid('Options.ValidationMethod is for UpdateCertificateOptions only.');
}

function refuseUnmodelled({ CertificateAuthorityArn, ManagedBy }: RequestCertificateRequest): void {
  if (CertificateAuthorityArn) throw invalid('The local cloud does not have private certificate authorities.');
  if (ManagedBy) throw invalid('The local cloud does not have certificates that CloudFront manages.');
}
