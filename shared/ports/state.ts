import * as z from 'zod';
import type { SweptCertificate } from '../domain/inventory/swept-certificate';
import type { LastNotified } from '../domain/notification/health-issue-notification';

/** What is remembered of a certificate because AWS cannot say it. */
export interface CertificateState {
  /** What people were told last; absent when they know of no health issue. */
  readonly lastNotified?: LastNotified | undefined;
  /** The serial number of the renewal that was published last. */
  readonly announcedSerial?: string | undefined;
  /** The execution that has it in hand, or had it last. */
  readonly lockedBy?: string | undefined;
  /** Since when. */
  readonly lockedSince?: Date | undefined;
  /** The latest request that reused it. */
  readonly requestedAt?: Date | undefined;
}

/** The memory of the lives of certificates, by ARN. */
export interface CertificateStates {
  get(certificateArn: string): Promise<CertificateState>;
  /**
   * Puts the certificate into an execution's hands, if nobody but the known holder has it.
   * @returns whether the execution has it now
   */
  acquireLock(certificateArn: string, executionArn: string, knownLockHolder: string | undefined): Promise<boolean>;
  /** Remembers what people were told; undefined when the health issue is over. */
  recordNotification(certificateArn: string, lastNotified: LastNotified | undefined): Promise<void>;
  recordAnnouncement(certificateArn: string, serial: string): Promise<void>;
  /** Remembers a request that reuses the certificate, unless a later one is known. */
  recordRequest(certificateArn: string, at: Date): Promise<void>;
  /** @param sweepId sorts by when the sweep began; what a later sweep has found already is left as it is */
  recordSwept(sweepId: string, swept: SweptCertificate): Promise<void>;
  /** Everything that a sweep found, or that a later one has found since: two may overlap, and each sees the whole. */
  swept(sweepId: string): Promise<SweptCertificate[]>;
  /** When the last sweep succeeded; undefined before the first. */
  lastSweep(): Promise<Date | undefined>;
  recordSweep(at: Date): Promise<void>;
}

/** Among the certificates' ARNs, the key of what is remembered of sweeps themselves. */
export const SWEEP = 'sweep';

export const createdRecord = z.object({
  /** The domain that it was created for, without a wildcard label. */
  domainName: z.string(),
  zoneId: z.string(),
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME']),
  /** The value of a CNAME; the load balancer's DNS name of an alias. */
  value: z.string(),
});
/** A DNS record that this service created. */
export type CreatedRecord = z.output<typeof createdRecord>;

/** The DNS records that this service created: nothing else is ever deleted. */
export interface CreatedRecords {
  /** Remembers records that are about to be created. */
  remember(records: readonly CreatedRecord[]): Promise<void>;
  ofDomain(domainName: string): Promise<CreatedRecord[]>;
  forget(record: CreatedRecord): Promise<void>;
}

/** One execution that waits for one certificate. */
export interface IssuanceWait {
  readonly certificateArn: string;
  readonly executionArn: string;
  readonly taskToken: string;
}

/** The executions that wait for a certificate, kept outside of them so that an event can find them. */
export interface IssuanceWaits {
  /** Remembers the wait; a later attempt of the same execution takes the place of the earlier one. */
  remember(wait: IssuanceWait, expiresAt: Date): Promise<void>;
  waitingFor(certificateArn: string): Promise<IssuanceWait[]>;
  /** Lets the execution go on, and forgets the wait. An execution that waits no longer is left alone. */
  end(wait: IssuanceWait): Promise<void>;
}
