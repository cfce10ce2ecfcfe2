import * as z from 'zod';
import { topicArnsBy, topicVariable } from './domain/notification/channels';
import { zoneId } from './domain/dns/zone';
import { text } from './domain/text';
import { ConfigurationError } from './errors';

const list = z.string().transform((joined) => joined.split(',').filter((part) => part !== ''));

/** The name of the stack, which identifies the deployment. */
export const StackName = z.object({ STACK: text }).transform(({ STACK }) => ({ stack: STACK }));

/** What the deployer allows requests to change, and the defaults of a request. */
export const DeploymentPolicy = z
  .object({
    ALLOWED_ZONES: list,
    ALLOWED_DOMAINS: list,
    ALLOWED_LOAD_BALANCERS: z.string(),
    DEFAULT_LOAD_BALANCER: z.string().default(''),
    NAMES_PER_CERTIFICATE: z.coerce.number().int().min(1).max(100),
    MAY_REPLACE_RECORDS: list.default([]),
    VERIFY: z.stringbool().default(true),
  })
  .transform((env) => ({
    /** Hosted zone ids; `*` allows every zone. */
    allowedZones: env.ALLOWED_ZONES.map(zoneId),
    /** Domains and all their subdomains; `*` allows every domain. */
    allowedDomains: env.ALLOWED_DOMAINS,
    /** A pattern of load balancer names, in which `*` matches any characters; empty for none. */
    allowedLoadBalancers: env.ALLOWED_LOAD_BALANCERS,
    defaultLoadBalancer: env.DEFAULT_LOAD_BALANCER || undefined,
    namesPerCertificate: env.NAMES_PER_CERTIFICATE,
    /** The domains, with all their subdomains, whose records requests may replace; `*` stands for every allowed domain. */
    mayReplaceRecords: env.MAY_REPLACE_RECORDS,
    /** Whether TLS handshakes verify HTTPS, unless a request says otherwise. */
    verify: env.VERIFY,
  }));
export type DeploymentPolicy = z.output<typeof DeploymentPolicy>;

/** Whether TLS handshakes verify HTTPS, unless a request says otherwise. */
export const VerificationDefault = z
  .object({ VERIFY: z.stringbool() })
  .transform(({ VERIFY }) => ({ verifyByDefault: VERIFY }));

/** The event bus of the deployment. */
export const EventBusName = z.object({ EVENT_BUS: text }).transform(({ EVENT_BUS }) => ({ eventBus: EVENT_BUS }));

/** The SNS topic of each channel, and the URL of the runbook. */
export const NotificationTopics = topicArnsBy(topicVariable).and(
  z.object({ RUNBOOK_URL: z.string().default('') }).transform(({ RUNBOOK_URL }) => ({ runbookUrl: RUNBOOK_URL })),
);

/** The table of executions that wait for issuance. */
export const IssuanceWaitsTable = z
  .object({ ISSUANCE_WAITS_TABLE: text })
  .transform(({ ISSUANCE_WAITS_TABLE }) => ({ issuanceWaitsTable: ISSUANCE_WAITS_TABLE }));

/** When certificates are replaced, and when replaced ones are deleted. */
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

/** The table of what AWS does not record of a certificate: notifications, locks, sweep results. */
export const CertificateStateTable = z
  .object({ CERTIFICATE_STATE_TABLE: text })
  .transform(({ CERTIFICATE_STATE_TABLE }) => ({ certificateStateTable: CERTIFICATE_STATE_TABLE }));

/** The bucket that the inventory is written to. */
export const InventoryBucketName = z
  .object({ INVENTORY_BUCKET: text })
  .transform(({ INVENTORY_BUCKET }) => ({ inventoryBucket: INVENTORY_BUCKET }));

/** The table of the DNS records that this service created. */
export const CreatedRecordsTable = z
  .object({ CREATED_RECORDS_TABLE: text })
  .transform(({ CREATED_RECORDS_TABLE }) => ({ createdRecordsTable: CREATED_RECORDS_TABLE }));

/** The table of the DNS records that this service replaced. */
export const ReplacedRecordsTable = z
  .object({ REPLACED_RECORDS_TABLE: text })
  .transform(({ REPLACED_RECORDS_TABLE }) => ({ replacedRecordsTable: REPLACED_RECORDS_TABLE }));

/** The state machine that reconciles one certificate, and its Region. */
export const ReconcileStateMachine = z
  .object({ RECONCILE_CERTIFICATE: text, AWS_REGION: text })
  .transform((env) => ({ reconcileCertificate: env.RECONCILE_CERTIFICATE, region: env.AWS_REGION }));

/** The percentage of the managed certificates that one sweep may replace. */
export const MassChangeLimit = z
  .object({ MASS_CHANGE_PERCENT: z.coerce.number().int().min(0).max(100) })
  .transform(({ MASS_CHANGE_PERCENT }) => ({ massChangePercent: MASS_CHANGE_PERCENT }));

/** The Regions whose certificates may need a validation record; always includes this one. */
export const CertificateRegions = z
  .object({ CERTIFICATE_REGIONS: list, AWS_REGION: text })
  .transform((env) => ({ regions: [...new Set([env.AWS_REGION, ...env.CERTIFICATE_REGIONS])] as const }));

/**
 * Reads the environment variables of one schema. Called on the first invocation of a function, never at import.
 *
 * @throws ConfigurationError naming each variable that is missing or invalid
 */
export function config<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`Environment: ${parsed.error.issues.map(issueText).join('; ')}`);
}

const issueText = (issue: z.core.$ZodIssue) => `${issue.path.join('.')}: ${issue.message}`;
