import type { ServiceQuotas } from './aws/service-quotas';
import { assumedQuota, type Quota } from './quotas';

/** How many certificates of ACM's own there may be, and be created within 365 days. */
export interface CertificateQuotas {
  readonly certificates: Quota;
  readonly createdInYear: Quota;
}

/** Names in Service Quotas, and the defaults ("Quotas" in the ACM user guide; quotas of ACM in the AWS General Reference). */
const CERTIFICATES = { name: 'ACM certificates', default: 2_500 } as const;
const CREATED_IN_YEAR = { name: 'ACM certificates created in last 365 days', default: 5_000 } as const;

/** Asks Service Quotas; whoever may not, or gets no answer, goes on with AWS's defaults and is told so. */
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
