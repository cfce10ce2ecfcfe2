import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { callAwsPages, clientOptions } from '../../shared/aws/call-aws';

/** Reads a service's quotas, by their names in Service Quotas. */
export type ServiceQuotas = (serviceCode: string) => Promise<ReadonlyMap<string, number>>;

/**
 * Reads a service's quotas in this account and Region. Values applied to the account take precedence over AWS's defaults; a quota
 * that was never raised may be among the defaults alone (Service Quotas API, ListServiceQuotas).
 */
export async function serviceQuotas(
  serviceCode: string,
  client = new ServiceQuotasClient(clientOptions),
): Promise<ReadonlyMap<string, number>> {
  const input = { ServiceCode: serviceCode };
  const found: ServiceQuota[] = [];
  const defaults = paginateListAWSDefaultServiceQuotas({ client }, input);
  for await (const { Quotas = [] } of callAwsPages('servicequotas:ListAWSDefaultServiceQuotas', defaults)) {
    found.push(...Quotas);
  }
  const granted = paginateListServiceQuotas({ client }, input);
  for await (const { Quotas = [] } of callAwsPages('servicequotas:ListServiceQuotas', granted)) found.push(...Quotas);
  return new Map(found.map(({ QuotaName = '', Value = 0 }) => [QuotaName, Value]));
}
