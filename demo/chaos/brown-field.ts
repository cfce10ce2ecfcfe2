import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { between, type Random } from 'local-aws/faults/random';

const HOUR = 3_600_000;

/** What exists in the account before the life begins, and who else changes it. */
export interface BrownField {
  readonly records: readonly ExistingRecord[];
  /** When another controller takes the service's certificates off the listener of `web`, in milliseconds after the start. */
  readonly removals: readonly number[];
}

/** A record that nobody asked this service to change. */
export interface ExistingRecord {
  readonly what: string;
  /** The requests for these names must be refused: the record points them elsewhere, or a name below them would stop resolving. */
  readonly conflictsWith: readonly string[];
  /** @param dnsName of the load balancer `web` */
  recordSet(dnsName: string, canonicalHostedZoneId: string): ResourceRecordSet;
}

const alias = (Name: string, DNSName: string, HostedZoneId: string): ResourceRecordSet => ({
  Name,
  Type: 'A',
  AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false },
});

const OTHER_SERVER = [{ Value: '192.0.2.7' }];

/** One of each list may exist. */
const RECORDS: readonly (readonly ExistingRecord[])[] = [
  [
    {
      what: 'single.example.test is a CNAME to the load balancer',
      conflictsWith: [],
      recordSet: (dnsName) => ({
        Name: 'single.example.test',
        Type: 'CNAME',
        TTL: 300,
        ResourceRecords: [{ Value: dnsName }],
      }),
    },
    {
      what: 'single.example.test is an alias to the load balancer, as the console writes it',
      conflictsWith: [],
      recordSet: (dnsName, zoneId) => alias('single.example.test', `dualstack.${dnsName}`, zoneId),
    },
    {
      what: 'single.example.test has a weighted record',
      conflictsWith: ['single.example.test'],
      recordSet: () => ({
        Name: 'single.example.test',
        Type: 'A',
        TTL: 60,
        SetIdentifier: 'blue',
        Weight: 10,
        ResourceRecords: OTHER_SERVER,
      }),
    },
  ],
  [
    {
      what: 'one.example.test is served by another server',
      conflictsWith: ['one.example.test'],
      recordSet: () => ({ Name: 'one.example.test', Type: 'A', TTL: 300, ResourceRecords: OTHER_SERVER }),
    },
  ],
  [
    {
      what: 'a wildcard has a TXT record',
      conflictsWith: [],
      recordSet: () => ({
        Name: '*.example.test',
        Type: 'TXT',
        TTL: 300,
        ResourceRecords: [{ Value: '"v=spf1 -all"' }],
      }),
    },
    {
      what: 'a wildcard is an alias to the load balancer',
      conflictsWith: ['*.wide.example.test'],
      recordSet: (dnsName, zoneId) => alias('*.example.test', dnsName, zoneId),
    },
  ],
];

/** The controller gives up, or goes on until the service does. */
const REMOVALS = [0, 0, 1, 2, 3] as const;
/** A sweep lies between two removals. */
const BETWEEN_REMOVALS_HOURS = 30;

/** Draws what exists already. */
export function drawBrownField(random: Random): BrownField {
  const records = RECORDS.flatMap((choices) => {
    const drawn = random() < 0.4 ? choices[between(random, 0, choices.length - 1)] : undefined;
    return drawn ? [drawn] : [];
  });
  const count = REMOVALS[between(random, 0, REMOVALS.length - 1)] ?? 0;
  const first = between(random, 24, 40);
  const removals = Array.from({ length: count }, (_, n) => (first + n * BETWEEN_REMOVALS_HOURS) * HOUR);
  return { records, removals };
}
