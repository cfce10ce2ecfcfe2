import type * as z from 'zod';
import { contracts } from '../events/contracts';
import { detailSchemaOf, schemaFileOf } from '../events/event';
import { VERDICTS } from '../shared/domain/assessment/verdict';

type Contracts = typeof contracts;
type Name = keyof Contracts;

/** The parts of a JSON Schema that the page shows. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
}

/** What the schemas do not say of an event. */
type Documentation = {
  readonly [Event in Name]: {
    readonly summary: string;
    readonly notes?: string;
    readonly example?: z.input<Contracts[Event]['detail']>;
  };
};

const DOCUMENTATION: Documentation = {
  domainRequested: {
    summary:
      'Requests HTTPS for a domain. Starts `secure-domain`, which ends with `Domain Secured` or `Domain Provisioning Failed`.',
    example: {
      domainName: 'app.example.com',
      alternativeNames: ['*.app.example.com'],
      target: {
        loadBalancer: 'web',
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/6d0ecf831eec9f09',
      },
      keyAlgorithm: 'RSA_2048',
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      alias: true,
      redirectHttp: false,
      tags: { team: 'web' },
    },
    notes: `Only \`domainName\` is required if the deployment has a default load balancer. Names are normalised: capitals, a
trailing dot and internationalised names (\`bücher.example\`) are accepted. Unknown fields are rejected, because a misspelt
option must not be ignored silently. Emitting the same request again is harmless: every step reuses what already exists.`,
  },
  domainRemovalRequested: {
    summary:
      'Ends HTTPS for a domain. Starts `retire-domain`, which ends with `Domain Retired` or `Domain Removal Failed`.',
    example: { domainName: 'app.example.com' },
    notes:
      'A name that shares its certificate with others is removed by replacing that certificate with one without the name.',
  },
  domainRollbackRequested: {
    summary:
      'Restores the records that a request with `"alias": "replace"` replaced at a name. Starts `rollback-domain`, which ends with `Domain Rolled Back` or `Domain Rollback Failed`.',
    example: { domainName: 'app.example.com' },
    notes: 'Records that have changed since the replacement are left alone. The certificate stays attached.',
  },
  sweepRequested: {
    summary: 'Starts a sweep at once, in addition to the daily one. The sweep ends with `Certificate Inventory`.',
    example: { allowMassChange: true },
    notes:
      'The detail may be `{}`. Set `allowMassChange` only after you have read [MassChange](runbook.md#masschange).',
  },
  domainSecured: { summary: 'The domain answers HTTPS with its certificate.' },
  domainProvisioningFailed: {
    summary: 'A request failed. People have been notified, unless the notification itself failed.',
  },
  domainRetired: {
    summary:
      'The domain is no longer secured. Everything that this service created for it and nothing else needs has been deleted.',
  },
  domainRemovalFailed: {
    summary: 'A removal failed. People have been notified, unless the notification itself failed.',
  },
  domainRolledBack: { summary: 'A name has its old records again, and no longer points to the load balancer.' },
  domainRollbackFailed: {
    summary: 'A rollback failed. People have been notified, unless the notification itself failed.',
  },
  certificateInventory: { summary: 'Ends every sweep: the state of all certificates of the Region.' },
  certificateAtRisk: {
    summary: `A certificate has a health issue: published when it begins, when its cause changes, and at 30, 14, 7, 3 and 1 days before
the certificate expires and when it expires.`,
  },
  certificateRecovered: { summary: "A certificate's health issue is resolved." },
  certificateRenewed: { summary: 'ACM has renewed a certificate, and no load balancer serves the old one any more.' },
  certificateReplaced: { summary: 'Another certificate has replaced a certificate on every listener.' },
};

/** Fields whose meaning does not depend on the event; a description in the schema takes precedence. */
const COMMON_FIELDS: Readonly<Record<string, string>> = {
  alternativeNames: 'Further names for the same certificate',
  certificateArn: 'The certificate',
  daysLeft: 'Whole days until the certificate expires',
  domainName: "The certificate's main domain",
  dnsName: 'The DNS name of the target',
  evaluateTargetHealth: 'Whether the alias follows the health of its target',
  executionArn: 'The execution that published the event',
  hostedZoneId: 'The hosted zone of the target',
  keyAlgorithm: "The certificate's key",
  listenerArn: 'The HTTPS:443 listener',
  listenerArns: 'The listeners that have the certificate',
  loadBalancerArn: 'The load balancer',
  massChange: 'The guard against mass changes: how many certificates the sweep would replace, and how many it may',
  notAfter: 'When the certificate expires',
  notBefore: 'When its validity begins',
  notVerifiedBecause: 'Why no handshake was possible: the load balancer is internal',
  reason: 'Why it was replaced',
  serial: 'The serial number of the renewed certificate',
};

const SENT: readonly Name[] = [
  'domainRequested',
  'domainRemovalRequested',
  'domainRollbackRequested',
  'sweepRequested',
];
const PUBLISHED = (Object.keys(DOCUMENTATION) as Name[]).filter((name) => !SENT.includes(name));

/** The page that documents every event, as Markdown: `docs/events.md`. */
export function eventsPage(): string {
  return `<!-- Generated from the contracts in events/ by \`npm run schemas\`. Do not edit. -->

# Events

For developers who send requests to the service's bus or react to its events.

Each event has one contract in \`events/\`. The pattern of its rule, the validator, the TypeScript type, the JSON Schema in
[events/schemas](../events/schemas), the schema in the EventBridge registry and this page are derived from it.
[event.json](../events/schemas/event.json) describes a complete event with its envelope.

| event | sent by |
| --- | --- |
${SENT.map((name) => `| ${link(name)} | you |`).join('\n')}
${PUBLISHED.map((name) => `| ${link(name)} | the service |`).join('\n')}

The service also listens on the account's default bus: to every \`ACM Certificate …\` event and to ACM's AWS Health events.
It reads only the certificates' ARNs from them, and inspects the certificates itself.

## Events that you send

Put them on the bus \`acm-autopilot-<stage>\`, with any \`source\` that does not begin with \`aws.\`. The bus accepts them only
from the roles and users in \`allowedSenders\` ([deployment](deployment.md#parameters)). An event may be up to 256 KiB, Step
Functions' limit; a larger one ends up in the dead-letter queue.

\`\`\`
aws events put-events --entries '[{"EventBusName":"acm-autopilot-prod","Source":"me","DetailType":"Domain Requested","Detail":"{\\"domainName\\":\\"app.example.com\\"}"}]'
\`\`\`

${SENT.map(section).join('\n\n')}

## Events that the service publishes

Their \`source\` is \`acm-autopilot\`. The \`Certificate …\` events about one certificate have its ARN among their \`resources\`.

${PUBLISHED.map(section).join('\n\n')}
`;
}

function section(name: Name): string {
  const contract = contracts[name];
  const { summary, example, notes } = DOCUMENTATION[name];
  const schema = detailSchemaOf(contract) as Schema;
  const rows = Object.entries(schema.properties ?? {}).flatMap(([field, each]) => rowsOf(field, each, schema));
  return [
    `### ${contract.detailType}`,
    summary,
    ...(example ? [`\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``] : []),
    ...(notes === undefined ? [] : [notes]),
    `| field | type | required | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
    `Schema: [${schemaFileOf(contract)}](../events/schemas/${schemaFileOf(contract)})`,
  ].join('\n\n');
}

/** A field's row, and the rows of the fields in it. */
function rowsOf(path: string, schema: Schema, parent: Schema): string[] {
  const field = path.split('.').at(-1) ?? path;
  const meaning = schema.description ?? COMMON_FIELDS[field] ?? '';
  const nested = schema.items?.properties ? schema.items : schema;
  const prefix = nested === schema ? path : `${path}[]`;
  return [
    `| \`${path}\` | ${typeOf(schema)} | ${requirementOf(field, schema, parent)} | ${meaning.replaceAll('|', '\\|')} |`,
    ...Object.entries(nested.properties ?? {}).flatMap(([name, each]) => rowsOf(`${prefix}.${name}`, each, nested)),
  ];
}

function typeOf(schema: Schema): string {
  if (schema.enum) return choiceOf(schema.enum);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.format === 'date-time') return 'ISO 8601 time';
  if (schema.type === 'array') return `array of ${schema.items?.type ?? 'value'}s`;
  if (typeof schema.additionalProperties === 'object') {
    const key = schema.propertyNames?.enum ? choiceOf(schema.propertyNames.enum) : 'name';
    return `object: ${schema.additionalProperties.type ?? 'value'} by ${key}`;
  }
  return schema.type ?? 'any';
}

const choiceOf = (values: readonly string[]) =>
  values.length === VERDICTS.length
    ? '[verdict](runbook.md#the-life-of-a-certificate)'
    : values.map((value) => `\`${value}\``).join(', ');

function requirementOf(field: string, schema: Schema, parent: Schema): string {
  if (parent.required?.includes(field)) return 'yes';
  if (parent.oneOf?.some(({ required }) => required?.includes(field))) return 'one of the two';
  const { default: byDefault } = schema;
  return typeof byDefault === 'string' || typeof byDefault === 'boolean' ? `no; default \`${byDefault}\`` : 'no';
}

const link = (name: Name) => {
  const { detailType } = contracts[name];
  return `[\`${detailType}\`](#${detailType.toLowerCase().replaceAll(' ', '-')})`;
};
