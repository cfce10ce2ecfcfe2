import * as sdk from '@aws-sdk/client-service-quotas';
import type { AcmQuotas } from '../acm/certificate-registry';
import { AwsError } from '../aws-error';
import type { Service } from '../world';

/** The names of ACM's quotas (AWS General Reference, "AWS Certificate Manager endpoints and quotas"). */
const ACM_NAMES: Readonly<Record<keyof AcmQuotas, string>> = {
  certificates: 'ACM certificates',
  certificatesPerYear: 'ACM certificates created in last 365 days',
  importedCertificates: 'Imported certificates',
  importedCertificatesPerYear: 'Imported certificates in last 365 days',
  namesPerCertificate: 'Domain names per ACM certificate',
};

/**
 * Service Quotas for the quotas that are enforced here: ACM's. Quota codes are omitted, since AWS publishes no list of
 * them.
 *
 * @param granted the account's quotas
 * @param defaults the quotas of a new account
 */
export function createServiceQuotas(granted: AcmQuotas, defaults: AcmQuotas): Service {
  const quotas = (values: AcmQuotas, isWanted: (name: keyof AcmQuotas) => boolean) =>
    (Object.keys(ACM_NAMES) as (keyof AcmQuotas)[]).filter(isWanted).map((name): sdk.ServiceQuota => ({
      ServiceCode: 'acm',
      ServiceName: 'AWS Certificate Manager (ACM)',
      QuotaName: ACM_NAMES[name],
      Value: values[name],
      Adjustable: true,
      GlobalQuota: false,
    }));
  const check = ({ ServiceCode }: { readonly ServiceCode?: string | undefined }) => {
    if (ServiceCode !== 'acm')
      throw new AwsError(
        'NoSuchResourceException',
        `The local cloud knows no quotas of the service ${ServiceCode ?? ''}.`,
      );
  };

  return {
    signingName: 'servicequotas',
    sdk,
    operations: {
      // A quota that was never raised is among the defaults only.
      ListServiceQuotas(input: sdk.ListServiceQuotasCommandInput): sdk.ListServiceQuotasResponse {
        check(input);
        return { Quotas: quotas(granted, (name) => granted[name] !== defaults[name]) };
      },
      ListAWSDefaultServiceQuotas(
        input: sdk.ListAWSDefaultServiceQuotasCommandInput,
      ): sdk.ListAWSDefaultServiceQuotasResponse {
        check(input);
        return { Quotas: quotas(defaults, () => true) };
      },
    },
  };
}
