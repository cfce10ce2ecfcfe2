import * as z from 'zod';
import { KEY_ALGORITHMS } from '../shared/domain/names/certificate-names';
import { zoneId } from '../shared/domain/dns/zone';
import type { EventContract } from '../shared/ports/publishers';
import { DomainName } from './domain-name';
import { atMostOneOf } from './field-choice';

const elbArn = (resource: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:${resource}/.+$`), {
    error: `is not the ARN of a ${resource}`,
  });

const flag = z.boolean({ error: 'must be a boolean, true or false' });

const target = atMostOneOf(
  z.strictObject({
    loadBalancer: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .meta({ description: 'ARN or name of an Application Load Balancer' }),
    listenerArn: elbArn('listener').optional().meta({ description: 'ARN of a listener, instead of loadBalancer' }),
    targetGroupArn: elbArn('targetgroup').optional().meta({
      description:
        'The target group of a new HTTPS listener; defaults to that of the HTTP:80 listener if it has no rules',
    }),
    defaultAction: z.literal('404', { error: 'is not "404"' }).optional().meta({
      description:
        'A new HTTPS listener answers 404 until its owner adds rules, instead of forwarding; not with redirectHttp',
    }),
    copyRules: flag.optional().meta({
      description:
        'Copy the rules and the default action of HTTP:80 to a new HTTPS listener; rejected if one cannot be copied as it is',
    }),
  }),
  ['loadBalancer', 'listenerArn'],
  ['targetGroupArn', 'defaultAction'],
);

// ACM allows 50. This service uses six on a certificate, one more on a replacement, and two more on a retired certificate.
const MAX_TAGS = 41;
// JSON Schema patterns have no flags, so both cases of each letter are spelt out.
const inAnyCase = (text: string) => text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const tagText = (length: string, ...reserved: string[]) =>
  new RegExp(`^(?!${reserved.map(inAnyCase).join('|')})[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{${length}}$`, 'u');

/**
 * The names that one certificate must cover and the load balancer that must serve it. Unknown fields are rejected, so that a
 * misspelt option is not silently ignored.
 */
const fields = z.strictObject({
  domainName: DomainName,
  alternativeNames: z.array(DomainName).max(100).default([]),
  target: target.default({}).meta({ description: 'Optional if the deployment has a default load balancer' }),
  keyAlgorithm: z.enum(KEY_ALGORITHMS, { error: `is not one of ${KEY_ALGORITHMS.join(', ')}` }).default('RSA_2048'),
  hostedZoneId: z
    .string()
    .regex(/^(\/hostedzone\/)?Z[A-Z0-9]{1,31}$/, {
      error: 'is not the id of a hosted zone, such as Z0123456789ABCDEFGHIJ',
    })
    .transform(zoneId)
    .optional()
    .meta({ description: 'The public hosted zone for the names within it, with or without /hostedzone/' }),
  alias: z
    .union([z.boolean(), z.literal('replace')], { error: 'must be a boolean, true or false, or "replace"' })
    .default(true)
    .meta({
      description:
        'Create an alias record to the load balancer for every name except wildcards; "replace" also replaces the A, AAAA or CNAME record that a name has, once HTTPS is verified',
    }),
  redirectHttp: flag.default(false).meta({
    description: 'Make the HTTP:80 listener redirect to HTTPS; rejected if a rule or a redirect of it leads elsewhere',
  }),
  verify: flag.optional().meta({
    description:
      'Whether TLS handshakes verify HTTPS; false for a load balancer that the internet cannot reach on port 443. Defaults to the parameter verify of the deployment',
  }),
  tags: z
    .record(
      z.string().regex(tagText('1,128', 'aws:', 'acm-autopilot:'), {
        error: 'is not a valid tag key, or uses a reserved prefix (aws:, acm-autopilot:)',
      }),
      z.string().regex(tagText('0,256', 'aws:'), { error: 'is not a valid tag value' }),
    )
    .refine((tags) => Object.keys(tags).length <= MAX_TAGS, {
      error: `at most ${MAX_TAGS} tags: ACM allows 50, and this service reserves nine`,
    })
    .meta({ maxProperties: MAX_TAGS })
    .default({})
    .meta({ description: 'Tags for the certificate' }),
});

// HTTP would lead to a listener that answers 404: the end of a site that is live.
const detail = fields
  .refine(({ target: { defaultAction }, redirectHttp }) => !(defaultAction && redirectHttp), {
    path: ['redirectHttp'],
    error: 'would lead to target.defaultAction, which answers 404: request it once the HTTPS listener has its rules',
  })
  .meta({
    not: {
      required: ['target', 'redirectHttp'],
      properties: { target: { required: ['defaultAction'] }, redirectHttp: { enum: [true] } },
    },
  });

/** The event that requests HTTPS for a domain; any source except AWS services may send it. */
export const domainRequested = {
  detailType: 'Domain Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;

/** A request with its names normalised and its defaults filled in. */
export type DomainRequest = z.output<typeof detail>;
