import { counted } from '../terminal/console';
import type { ServiceQuotas } from './aws/service-quotas';
import { explain } from './errors';

/** A quota of the account in the Region. */
export interface Quota {
  readonly value: number;
  /** Why AWS's default is assumed instead of the account's value. */
  readonly assumedBecause?: string | undefined;
}

/** AWS's default, when the account's value cannot be read. */
export function assumedQuota(value: number, error: unknown): Quota {
  const { name, message } = explain(error);
  return { value, assumedBecause: `${name}: ${message}` };
}

/** Why a quota is assumed, as the end of a sentence; empty if it is known. */
export const assumptionText = ({ value, assumedBecause }: Quota): string =>
  assumedBecause === undefined ? '' : `; the quota is assumed to be AWS's default, ${value} (${assumedBecause})`;

/** How much of a quota of certificates is used, and whether the quota is assumed. */
export const quotaText = (used: number, quota: Quota, where: string): string =>
  quota.assumedBecause === undefined
    ? `${used} of ${counted(quota.value, 'certificate')} ${where}`
    : `${counted(used, 'certificate')} ${where}${assumptionText(quota)}`;

/** How many certificates ACM may issue; imported ones have quotas of their own. */
export interface CertificateQuotas {
  readonly certificates: Quota;
  readonly createdInYear: Quota;
}

/** Names in Service Quotas, and the defaults ("Quotas" in the ACM user guide; quotas of ACM in the AWS General Reference). */
const CERTIFICATES = { name: 'ACM certificates', default: 2_500 } as const;
const CREATED_IN_YEAR = { name: 'ACM certificates created in last 365 days', default: 5_000 } as const;

/** Reads the quotas from Service Quotas; where they cannot be read, AWS's defaults are assumed. */
export async function certificateQuotas(serviceQuotas: ServiceQuotas): Promise<CertificateQuotas> {
  try {
    const quotas = await serviceQuotas('acm');
    const quotaOf = ({ name, default: value }: { readonly name: string; readonly default: number }): Quota => {
      const known = quotas.get(name);
      return known === undefined ? { value, assumedBecause: `Service Quotas has no "${name}"` } : { value: known };
    };
    return { certificates: quotaOf(CERTIFICATES), createdInYear: quotaOf(CREATED_IN_YEAR) };
  } catch (error) {
    return {
      certificates: assumedQuota(CERTIFICATES.default, error),
      createdInYear: assumedQuota(CREATED_IN_YEAR.default, error),
    };
  }
}
