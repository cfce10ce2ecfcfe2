import * as z from 'zod';
import type { Reattachment } from '../domain/assessment/reattachments';
import { RecordChange } from '../domain/dns/record-change';
import type { SweptCertificate } from '../domain/inventory/swept-certificate';
import type { LastNotified } from '../domain/notification/health-issue-notification';

/** The versioned bucket of the published inventory. */
export interface InventoryBucket {
  put(key: string, contentType: string, body: string): Promise<void>;
}

/** What AWS does not record of a certificate. */
export interface CertificateState {
  /** The last notification of an open health issue; absent when none is open. */
  readonly lastNotified?: LastNotified | undefined;
  /** The serial number of the last published renewal. */
  readonly announcedSerial?: string | undefined;
  /** The execution that acquired the lock last; it may have ended. */
  readonly lockedBy?: string | undefined;
  /** When it acquired the lock. */
  readonly lockedSince?: Date | undefined;
  /** When this service put the certificate back on its listener. */
  readonly reattachments?: readonly Reattachment[] | undefined;
  /** The time of the latest request that reused the certificate. */
  readonly requestedAt?: Date | undefined;
}

/** The state of certificates, by ARN. */
export interface CertificateStates {
  get(certificateArn: string): Promise<CertificateState>;
  /**
   * Locks the certificate for an execution, unless an execution other than `knownLockHolder` holds the lock.
   * @returns whether the execution holds the lock
   */
  acquireLock(certificateArn: string, executionArn: string, knownLockHolder: string | undefined): Promise<boolean>;
  /** Records the last notification; undefined when the health issue is resolved. */
  recordNotification(certificateArn: string, lastNotified: LastNotified | undefined): Promise<void>;
  recordReattachments(certificateArn: string, reattachments: readonly Reattachment[]): Promise<void>;
  recordAnnouncedSerial(certificateArn: string, serial: string): Promise<void>;
  /**
   * Records a request that reuses the certificate, unless a later one is recorded.
   * @returns whether it is the latest
   */
  recordRequest(certificateArn: string, at: Date): Promise<boolean>;
  /** Does not overwrite the result of a later sweep. @param sweepId sorts by the start time of the sweep */
  recordSweepResult(sweepId: string, swept: SweptCertificate): Promise<void>;
  /** The results of a sweep, including those that a later, overlapping sweep has overwritten. */
  listSweepResults(sweepId: string): Promise<SweptCertificate[]>;
  /** When the last sweep succeeded; undefined before the first one. */
  getLastSweepTime(): Promise<Date | undefined>;
  recordSweepTime(at: Date): Promise<void>;
}

/** The key of the state of the sweep itself, in the place of a certificate ARN. */
export const SWEEP_KEY = 'sweep';

/** The schema of a stored record, so that the table is validated when it is read. */
export const createdRecord = z.object({
  /** The domain that the record was created for, without a wildcard label. */
  domainName: z.string(),
  zoneId: z.string(),
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME']),
  /** The value of a CNAME; for an alias, the DNS name of the load balancer. */
  value: z.string(),
  /** The value before the last change, which may not have been made yet. */
  previousValue: z.string().optional(),
});
/** A DNS record that this service created. */
export type CreatedRecord = z.output<typeof createdRecord>;

/** The DNS records that this service created: it deletes no others. */
export interface CreatedRecords {
  /** Saves records before they are created. */
  save(records: readonly CreatedRecord[]): Promise<void>;
  listByDomain(domainName: string): Promise<CreatedRecord[]>;
  delete(record: CreatedRecord): Promise<void>;
}

/** The schema of a stored replacement, so that the table is validated when it is read. */
export const recordReplacement = RecordChange.extend({
  /** ISO 8601. */
  replacedAt: z.string(),
  /** When a rollback restored the records; absent while the replacement is in effect. */
  restoredAt: z.string().optional(),
});
/** A change that replaced the records at one name. */
export type RecordReplacement = z.output<typeof recordReplacement>;

/** The DNS records that this service replaced: a rollback restores them, and no others. */
export interface ReplacedRecords {
  /** Saves replacements before they are made; overwrites the same one. */
  save(replacements: readonly RecordReplacement[]): Promise<void>;
  /** The last replacement at the name; undefined when there was none. */
  last(name: string): Promise<RecordReplacement | undefined>;
}

/** An execution that waits for the issuance of a certificate. */
export interface IssuanceWait {
  readonly certificateArn: string;
  readonly executionArn: string;
  readonly taskToken: string;
}

/** The executions that wait for issuance, stored so that an event can resume them. */
export interface IssuanceWaits {
  /** Saves the wait; a later attempt of the same execution replaces the earlier one. */
  save(wait: IssuanceWait, expiresAt: Date): Promise<void>;
  listByCertificate(certificateArn: string): Promise<IssuanceWait[]>;
  /** Resumes the execution, if it still waits, and deletes the wait. */
  resume(wait: IssuanceWait): Promise<void>;
}
