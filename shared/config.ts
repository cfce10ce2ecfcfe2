import * as z from 'zod';
import { topicArnsBy, topicVariable } from './domain/notification/channels';
import { text } from './domain/text';
import { ConfigurationError } from './errors';

const list = z.string().transform((joined) => joined.split(',').filter((part) => part !== ''));

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

/** Where people are notified, and where they find the runbook. */
export const Topics = topicArnsBy(topicVariable).and(
  z.object({ RUNBOOK_URL: z.string().default('') }).transform(({ RUNBOOK_URL }) => ({ runbookUrl: RUNBOOK_URL })),
);

/** Where waits for issuance are remembered. */
export const IssuanceWaitsTable = z
  .object({ ISSUANCE_WAITS_TABLE: text })
  .transform(({ ISSUANCE_WAITS_TABLE }) => ({ issuanceWaitsTable: ISSUANCE_WAITS_TABLE }));

/** What the deployer decided about the lives of certificates. */
export const LifecycleSettings = z
  .object({
    REPLACE_BEFORE_DAYS: z.coerce.number().int().min(1).max(60),
    GRACE_DAYS: z.coerce.number().int().min(0).max(45),
    REPLACE_IMPORTED: z.stringbool(),
  })
  .transform((env) => ({
    lifecycle: { replaceBeforeDays: env.REPLACE_BEFORE_DAYS, graceDays: env.GRACE_DAYS },
    replaceImported: env.REPLACE_IMPORTED,
  }));
export type LifecycleSettings = z.output<typeof LifecycleSettings>;

/** Where is remembered what AWS itself cannot say of a certificate: who was told what, and which execution keeps it. */
export const CertificateStateTable = z
  .object({ CERTIFICATE_STATE_TABLE: text })
  .transform(({ CERTIFICATE_STATE_TABLE }) => ({ certificateStateTable: CERTIFICATE_STATE_TABLE }));

/** Where the inventory is written. */
export const Inventory = z
  .object({ INVENTORY_BUCKET: text })
  .transform(({ INVENTORY_BUCKET }) => ({ inventoryBucket: INVENTORY_BUCKET }));

/** Where the DNS records are remembered that this service created. */
export const CreatedRecordsTable = z
  .object({ CREATED_RECORDS_TABLE: text })
  .transform(({ CREATED_RECORDS_TABLE }) => ({ createdRecordsTable: CREATED_RECORDS_TABLE }));

/** The workflow that keeps one certificate. */
export const Reconciler = z
  .object({ RECONCILE_CERTIFICATE: text, AWS_REGION: text })
  .transform((env) => ({ reconcileCertificate: env.RECONCILE_CERTIFICATE, region: env.AWS_REGION }));

/** The share of the managed certificates that one sweep may replace. */
export const Guard = z
  .object({ MASS_CHANGE_PERCENT: z.coerce.number().int().min(0).max(100) })
  .transform(({ MASS_CHANGE_PERCENT }) => ({ massChangePercent: MASS_CHANGE_PERCENT }));

/** The Regions whose certificates are asked before a validation record is deleted; always this one as well. */
export const Regions = z
  .object({ CERTIFICATE_REGIONS: list, AWS_REGION: text })
  .transform((env) => ({ regions: [...new Set([env.AWS_REGION, ...env.CERTIFICATE_REGIONS])] as const }));

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
