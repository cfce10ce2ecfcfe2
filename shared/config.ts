import * as z from 'zod';
import { ConfigurationError } from './errors';

const text = z.string().min(1);
const list = z.string().transform((joined) => joined.split(',').filter((part) => part !== ''));

/** The tag that marks what this deployment created: only what carries it, with this value, is ever changed. */
export const STACK_TAG = 'acm-autopilot:stack';

/** Which deployment this is. */
export const Deployment = z.object({ STACK: text }).transform(({ STACK }) => ({ stack: STACK }));

/** What the deployer allowed, and what stands in for what a request leaves out. */
export const Policy = z
  .object({
    ALLOWED_ZONES: list,
    ALLOWED_DOMAINS: list,
    ALLOWED_LOAD_BALANCERS: z.string(),
    DEFAULT_LOAD_BALANCER: z.string().default(''),
    NAMES_PER_CERTIFICATE: z.coerce.number().int().min(1).max(100),
  })
  .transform((env) => ({
    /** Hosted zone ids; `*` stands for every zone. */
    allowedZones: env.ALLOWED_ZONES,
    /** Domains with everything below them; `*` stands for every domain. */
    allowedDomains: env.ALLOWED_DOMAINS,
    /** A load balancer's name, in which `*` stands for any characters; empty for none. */
    allowedLoadBalancers: env.ALLOWED_LOAD_BALANCERS,
    defaultLoadBalancer: env.DEFAULT_LOAD_BALANCER || undefined,
    namesPerCertificate: env.NAMES_PER_CERTIFICATE,
  }));
export type Policy = z.output<typeof Policy>;

/** Where outcomes are published. */
export const Bus = z.object({ EVENT_BUS: text }).transform(({ EVENT_BUS }) => ({ eventBus: EVENT_BUS }));

/** Where people are told. */
export const Topic = z.object({ TOPIC_ARN: text }).transform(({ TOPIC_ARN }) => ({ topicArn: TOPIC_ARN }));

/** Where waits for issuance are remembered. */
export const Waits = z.object({ WAITS_TABLE: text }).transform(({ WAITS_TABLE }) => ({ waitsTable: WAITS_TABLE }));

/**
 * Reads one concern of the function's environment. Called when a function is first used, never at import.
 *
 * @throws ConfigurationError naming each variable that is missing or wrong
 */
export function config<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`Environment: ${parsed.error.issues.map(issueText).join('; ')}`);
}

const issueText = (issue: z.core.$ZodIssue) => `${issue.path.join('.')}: ${issue.message}`;
