import * as z from 'zod';
import { KEY_ALGORITHMS } from '../shared/domain/names/certificate-names';
import { DomainName } from './domain-name';
import type { EventContract } from '../shared/ports/event-bus';
import { atMostOneOf } from './field-choice';

const elbArn = (resource: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:${resource}/.+$`), {
    error: `is not the ARN of a ${resource}`,
  });

const target = atMostOneOf(
  z.strictObject({
    loadBalancer: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .meta({ description: 'ARN or name of an Application Load Balancer' }),
    listenerArn: elbArn('listener').optional().meta({ description: 'Instead of loadBalancer' }),
    targetGroupArn: elbArn('targetgroup').optional().meta({
      description:
        'Where a new HTTPS listener forwards; by default where the HTTP:80 listener does, if it has no rules',
    }),
  }),
  'loadBalancer',
  'listenerArn',
);

// ACM takes 50. Ours are five on a certificate, one more on a replacement, two more on what was taken out of service.
const MOST_TAGS = 42;
// A pattern of JSON Schema has no flags: letters of either case are spelt out.
const inAnyCase = (text: string) => text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const tagText = (length: string, ...reserved: string[]) =>
  new RegExp(`^(?!${reserved.map(inAnyCase).join('|')})[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{${length}}$`, 'u');

const yesOrNo = z.boolean({ error: 'must be a boolean, true or false' });

/**
 * A request: the names that one certificate must cover, and the load balancer that must serve it. Unknown fields are
 * refused, for a misspelt option that is silently ignored is the worst kind of bad input.
 */
const detail = z.strictObject({
  domainName: DomainName,
  alternativeNames: z.array(DomainName).max(100).default([]),
  target: target.default({}).meta({ description: 'May be left out where the deployment has a default load balancer' }),
  keyAlgorithm: z.enum(KEY_ALGORITHMS, { error: `is not one of ${KEY_ALGORITHMS.join(', ')}` }).default('RSA_2048'),
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]{1,31}$/, { error: 'is not the id of a hosted zone, such as Z0123456789ABCDEFGHIJ' })
    .optional()
    .meta({ description: 'The public hosted zone to use for the names that it covers' }),
  alias: yesOrNo.default(true).meta({ description: 'Point every name but wildcards at the load balancer' }),
  redirectHttp: yesOrNo.default(false).meta({
    description: 'Turn the HTTP:80 listener into a redirect to HTTPS; refused where a rule of it does not redirect',
  }),
  tags: z
    .record(
      z.string().regex(tagText('1,128', 'aws:', 'acm-autopilot:'), { error: 'is not a tag key for you' }),
      z.string().regex(tagText('0,256', 'aws:'), { error: 'is not a tag value that ACM takes' }),
    )
    .refine((tags) => Object.keys(tags).length <= MOST_TAGS, {
      error: `at most ${MOST_TAGS} tags: ACM takes 50, and eight are ours`,
    })
    .meta({ maxProperties: MOST_TAGS })
    .default({})
    .meta({ description: 'Tags for the certificate' }),
});

/** The event that starts everything: anybody on the bus may ask for a domain. */
export const domainRequested = {
  detailType: 'Domain Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;

/** A request with its names normalised and its defaults filled in. */
export type DomainRequest = z.output<typeof detail>;
