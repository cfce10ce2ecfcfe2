import type { FailureReason, RenewalStatus } from '@aws-sdk/client-acm';
import type { World } from '../world';
import { namesForbiddenByCaa } from './caa';
import { renewalRequested, renewing, type Certificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import { renewalEligibility } from './describe-certificate';
import type { createHealth } from './health';
import { leadsTo, type Resolve } from './resolve';
import type { AcmTimings } from './timings';
import { validationRecord } from './validation-record';

interface Dependencies {
  readonly world: World;
  readonly health: ReturnType<typeof createHealth>;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly timings: AcmTimings;
  readonly resolve: Resolve;
  /** Why a renewal is permanently refused, if it is. */
  readonly refusalOf: (certificate: Certificate) => FailureReason | undefined;
  /** Whether the certificate still awaits this renewal. */
  readonly isLiving: (certificate: Certificate) => boolean;
}

/**
 * One attempt at a renewal: checks everything that it requires, and resolves to whether a new certificate can be
 * signed.
 */
export function createRenewalAttempt(dependencies: Dependencies) {
  const { world, health, registry, usage, timings, resolve, refusalOf, isLiving } = dependencies;
  const { clock, account } = world;

  const forbidByCaa = (certificate: Certificate, before: FailureReason | undefined) => {
    if (before === 'CAA_ERROR') return;
    const what = 'A CAA record forbids AWS Certificate Manager (ACM) to renew a certificate.';
    health(certificate, { eventTypeCode: 'CAA_CHECK_FAILURE', what, isActionRequired: true });
  };

  return async function attempt({ arn }: Certificate): Promise<boolean> {
    const update = (status: RenewalStatus, change: Parameters<typeof renewing>[3]) =>
      registry.update(arn, (current) => renewing(current, status, clock.now(), change));
    const found = registry.get(arn);
    if (!found || renewalEligibility(found, usage, clock.now()) === 'INELIGIBLE') return false;
    const refusal = refusalOf(found);
    if (refusal) {
      update('FAILED', { reason: refusal });
      return false;
    }
    if (isRequestDue(found, clock.now(), timings.validationTimeout))
      registry.update(arn, (current) => renewalRequested(current, clock.now()));

    const certificate = registry.get(arn) ?? found;
    const validatedNames = await provenNames(resolve, account, certificate);
    const isProven = validatedNames.length === certificate.domainNames.length;
    const forbidden = isProven ? await namesForbiddenByCaa(resolve, certificate.domainNames) : [];
    if (!isLiving(certificate)) return false;
    if (!isProven) update('PENDING_VALIDATION', { validatedNames });
    else if (forbidden.length > 0) {
      forbidByCaa(certificate, certificate.renewal?.reason);
      // Whether CAA leaves a renewal pending, as here, or fails it is not documented; ACM retries either way.
      update('PENDING_VALIDATION', { validatedNames, reason: 'CAA_ERROR' });
    } else update('PENDING_AUTO_RENEWAL', { validatedNames });
    return isProven && forbidden.length === 0;
  };
}

/**
 * Whether a validation request is due, the first or the next: one times out after 72 hours, and the process is
 * "repeated from the beginning" ("Check a certificate's renewal status").
 */
const isRequestDue = ({ renewal }: Certificate, now: number, timeoutMilliseconds: number) =>
  !renewal || renewal.status === 'SUCCESS' || now - renewal.requestedAt >= timeoutMilliseconds;

/** The names that are validated now, by their records or by e-mail. */
async function provenNames(
  resolve: Resolve,
  account: string,
  { domainNames, validationMethod, renewal }: Certificate,
): Promise<readonly string[]> {
  if (validationMethod !== 'DNS') return renewal?.validatedNames ?? [];
  // A domain and its wildcard share one record.
  const records = domainNames.map((name) => ({ name, ...validationRecord(account, name) }));
  const found = new Map<string, boolean>();
  for (const { Name, Value } of records) if (!found.has(Name)) found.set(Name, await leadsTo(resolve, Name, Value));
  return records.filter(({ Name }) => found.get(Name)).map(({ name }) => name);
}
