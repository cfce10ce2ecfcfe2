import type { PlannedCalls } from './lower-bound';

/**
 * The fewest calls that can put a certificate on a listener when everything is known beforehand: request it, read the
 * validation records, see that it is issued, write the records of each zone in one batch, attach it.
 */
export function floorCalls(names: number, zones: number): PlannedCalls[] {
  const Changes = Array.from({ length: Math.ceil(names / zones) }, () => ({ Action: 'CREATE' }));
  return [
    { service: 'acm', operation: 'RequestCertificate', times: 1 },
    { service: 'acm', operation: 'DescribeCertificate', times: 2 },
    { service: 'route53', operation: 'ChangeResourceRecordSets', times: zones, input: { ChangeBatch: { Changes } } },
    { service: 'elasticloadbalancing', operation: 'AddListenerCertificates', times: 1 },
  ];
}
