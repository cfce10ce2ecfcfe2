import type { RecordSet } from '../../shared/domain/dns/record-change';
import { DNS_NAME } from './document';

/** A record at `app.example.com`, as Route 53 stores it. */
export const aRecord = (type: RecordSet['type'], values: string[], changes: Partial<RecordSet> = {}): RecordSet => ({
  ...{ name: 'app.example.com', type, ttl: 300, values },
  ...changes,
});

/** An alias at `app.example.com`, by default to the load balancer of the tests. */
export const anAlias = (type: 'A' | 'AAAA', dnsName = DNS_NAME): RecordSet => ({
  ...{ name: 'app.example.com', type, values: [] },
  aliasTarget: { hostedZoneId: 'Z32O12XQLNTSW2', dnsName, evaluateTargetHealth: false },
});
