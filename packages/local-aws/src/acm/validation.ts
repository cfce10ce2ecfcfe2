import type { World } from '../world';
import { namesForbiddenByCaa } from './caa';
import { failed, timedOut, validated, type Certificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import { leadsTo, type Resolve } from './resolve';
import { lookUpInterval, type AcmTimings } from './timings';
import { validationRecord } from './validation-record';

/**
 * AWS's own domains, for which nobody else gets a certificate (ACM user guide, Troubleshoot certificate requests). That
 * the request is accepted and fails with ADDITIONAL_VERIFICATION_REQUIRED is reported by users, not documented.
 */
const AWS_SUFFIXES = ['amazonaws.com', 'cloudfront.net', 'elasticbeanstalk.com'];

/** Domains that ACM refuses after the request, with all their subdomains. */
export interface RefusedDomains {
  readonly additionalVerificationRequired?: readonly string[];
  readonly domainNotAllowed?: readonly string[];
}

interface Dependencies {
  readonly world: World;
  readonly registry: CertificateRegistry;
  readonly timings: AcmTimings;
  readonly resolve: Resolve;
  readonly refusedDomains: RefusedDomains;
  /** Called once, when all names are validated and CAA permits issuance. */
  readonly issue: (certificateArn: string) => void;
}

const isValidated = ({ validations }: Certificate) => validations.every(({ status }) => status === 'SUCCESS');

const isWithin = (domainName: string, domains: readonly string[]) =>
  domains.some((domain) => domainName === domain || domainName.endsWith(`.${domain}`));

/**
 * Takes a requested certificate from PENDING_VALIDATION to issuance, FAILED or VALIDATION_TIMED_OUT. With e-mail
 * validation it times out unless a test approves it.
 */
export function createValidation({ world, registry, timings, resolve, refusedDomains, issue }: Dependencies) {
  const { clock, account } = world;

  const pending = (arn: string): Certificate | undefined => {
    const certificate = registry.get(arn);
    return certificate?.status === 'PENDING_VALIDATION' ? certificate : undefined;
  };

  // ACM also fails names without a public suffix (INVALID_PUBLIC_DOMAIN). Here any name counts as public, `.test`
  // included.
  const refuse = ({ arn, domainNames }: Certificate): boolean => {
    const { additionalVerificationRequired = [], domainNotAllowed = [] } = refusedDomains;
    const notAllowed = domainNames.filter((name) => isWithin(name, domainNotAllowed));
    const unverified = domainNames.filter((name) =>
      isWithin(name, [...AWS_SUFFIXES, ...additionalVerificationRequired]),
    );
    if (notAllowed.length > 0) registry.update(arn, (current) => failed(current, 'DOMAIN_NOT_ALLOWED', notAllowed));
    else if (unverified.length > 0)
      registry.update(arn, (current) => failed(current, 'ADDITIONAL_VERIFICATION_REQUIRED', unverified));
    return notAllowed.length + unverified.length > 0;
  };

  const conclude = async ({ arn, domainNames }: Certificate) => {
    const forbidden = await namesForbiddenByCaa(resolve, domainNames);
    if (!pending(arn)) return;
    if (forbidden.length > 0) registry.update(arn, (current) => failed(current, 'CAA_ERROR', forbidden));
    else issue(arn);
  };

  /** Looks up the missing records; true when the certificate is no longer pending. */
  const lookUp = async (arn: string): Promise<boolean> => {
    const certificate = pending(arn);
    if (!certificate) return true;
    const due = certificate.validations.filter(
      ({ status, recordVisibleAt }) => status === 'PENDING_VALIDATION' && recordVisibleAt <= clock.now(),
    );
    const records = new Map(due.map(({ domainName }) => [domainName, validationRecord(account, domainName)]));
    const found = new Map<string, boolean>();
    for (const { Name, Value } of records.values())
      if (!found.has(Name)) found.set(Name, await leadsTo(resolve, Name, Value));
    const proven = [...records].filter(([, { Name }]) => found.get(Name)).map(([domainName]) => domainName);
    registry.update(arn, (current) => validated(current, proven));

    const after = pending(arn);
    if (!after) return true;
    if (!isValidated(after)) return false;
    await conclude(after);
    return true;
  };

  const keepLookingUp = (arn: string, requestedAt: number) => {
    const again = async () => {
      if (await lookUp(arn)) return;
      const age = clock.now() - requestedAt;
      clock.setTimeout(() => void clock.hold(again), lookUpInterval(timings, age));
    };
    clock.setTimeout(() => void clock.hold(again), timings.firstValidationRecord);
  };

  return {
    begin(certificate: Certificate): void {
      const { arn, createdAt, validationMethod } = certificate;
      clock.setTimeout(() => {
        const current = pending(arn);
        if (!current || refuse(current) || validationMethod !== 'DNS') return;
        keepLookingUp(arn, createdAt);
      }, timings.validationOptions);
      clock.setTimeout(() => {
        const current = pending(arn);
        if (current && !isValidated(current)) registry.update(arn, timedOut);
      }, timings.validationTimeout);
    },
    /** Approves a request that waits for e-mail. */
    approveByEmail(arn: string): void {
      const certificate = pending(arn);
      if (!certificate) throw new Error(`${arn} waits for no answer by e-mail`);
      registry.update(arn, (current) => validated(current, certificate.domainNames));
      void clock.hold(() => conclude(certificate));
    },
  };
}
