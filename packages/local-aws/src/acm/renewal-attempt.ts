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
  /** Why a renewal is refused for good; undefined when it is not. */
  readonly refusalOf: (certificate: Certificate) => FailureReason | undefined;
  /** Whether the certificate is still the one that is to be renewed. */
  readonly isLiving: (certificate: Certificate) => boolean;
}

/** One look at everything that a renewal needs; resolves to whether the certificate can be signed anew. */
export function createRenewalAttempt(dependencies: Dependencies) {
  const { world, health, registry, usage, timings, resolve, refusalOf, isLiving } = dependencies;
  const { clock, account } = world;

  const forbidByCaa = (certificate: Certificate, before: FailureReason | undefined) => {
    if (before === 'CAA_ERROR') return;
    const what = 'A CAA record forbids AWS Certificate Manager (ACM) to renew a certificate.';
    health(certificate, { eventTypeCode: 'CAA_CHECK_FAILURE', what, isTrouble: true });
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
      // Whether a renewal stays pending for CAA, as it does here, or fails is not documented: ACM tries again either way.
      update('PENDING_VALIDATION', { validatedNames, reason: 'CAA_ERROR' });
    } else update('PENDING_AUTO_RENEWAL', { validatedNames });
    return isProven && forbidden.length === 0;
  };
}

/**
 * The first validation request of this life, or the next: one times out after 72 hours, and the process is "repeated from
 * the beginning" ("Check a certificate's renewal status").
 */
const isRequestDue = ({ renewal }: Certificate, now: number, timeoutMilliseconds: number) =>
  !renewal || renewal.status === 'SUCCESS' || now - renewal.requestedAt >= timeoutMilliseconds;

/** Which names are validated now: by their records, or by somebody who answered ACM's mail. */
async function provenNames(
  resolve: Resolve,
  account: string,
  { domainNames, validationMethod, renewal }: Certificate,
): Promise<readonly string[]> {
  if (validationMethod !== 'DNS') return renewal?.validatedNames ?? [];
  // A domain and its wildcard share a record, which is looked up once.
  const records = domainNames.map((name) => ({ name, ...validationRecord(account, name) }));
  const found = new Map<string, boolean>();
  for (const { Name, Value } of records) if (!found.has(Name)) found.set(Name, await leadsTo(resolve, Name, Value));
  return records.filter(({ Name }) => found.get(Name)).map(({ name }) => name);
}
