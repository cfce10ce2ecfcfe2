import * as sdk from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { CertificateStore, Service, World } from '../world';
import { createAccountConfigurationOperations } from './account-configuration';
import { acmEvent } from './acm-event';
import type { Authority } from './authority';
import type { Certificate } from './certificate';
import { createCertificateRegistry, DEFAULT_QUOTAS, type AcmQuotas } from './certificate-registry';
import { createCertificateStore } from './certificate-store';
import { createCertificateUsage } from './certificate-usage';
import { createDelivery, type Delivery } from './delivery';
import { createDescribeCertificate } from './describe-certificate';
import { createExpiryEvents } from './expiry-events';
import { createHealth } from './health';
import { createImportCertificate } from './import-certificate';
import { createIssuance } from './issuance';
import { createListCertificates } from './list-certificates';
import { acmPermissions } from './permissions';
import { createRenewal, renewsBeforeDays } from './renewal';
import { createRenewalNotices } from './renewal-notices';
import { createRequestCertificate } from './request-certificate';
import type { Resolve } from './resolve';
import { createRevocation, type Revocation } from './revocation';
import { createTagOperations } from './tags';
import { DEFAULT_TIMINGS, type AcmTimings } from './timings';
import { createValidation, type RefusedDomains } from './validation';

/** ACM's dependencies, and the settings by which a test may deviate from AWS. */
export interface AcmDependencies extends Delivery {
  /** The public DNS, as ACM sees it. */
  readonly resolve: Resolve;
  readonly authority: Authority;
  readonly timings?: Partial<AcmTimings>;
  readonly quotas?: Partial<AcmQuotas>;
  /**
   * The validity of an issued certificate; 198 days by default, as for ACM's public certificates since 18 February
   * 2026.
   */
  readonly validityDays?: number;
  /** The validity of a renewed certificate; by default that of its predecessor, or 198 days after 395. */
  readonly nextValidityDays?: (validityDays: number) => number;
  readonly refusedDomains?: RefusedDomains;
}

/**
 * ACM, for clients over the wire, for the load balancers that serve its certificates, and for tests that inspect it.
 */
export interface Acm {
  readonly service: Service;
  readonly store: CertificateStore;
  /** Every certificate of the account in the Region, including those that the API does not show yet. */
  certificates(): readonly Certificate[];
  /** How many days before expiry ACM renews a certificate with the default validity. */
  readonly renewsBeforeDays: number;
  /** From now on every renewal of a certificate with this name fails permanently. */
  failRenewal(domainName: string, reason: sdk.FailureReason): void;
  /**
   * Revokes an issued certificate. The API's RevokeCertificate, which is not modelled, revokes exported certificates
   * only.
   */
  revoke(certificateArn: string, revocation?: Revocation): void;
  /** Approves by e-mail: a request or renewal that waits for it continues. */
  approveByEmail(certificateArn: string): void;
  /** Emits `ACM Certificate Rotated`. AWS lists this event, but documents neither its trigger nor its detail. */
  announceRotation(certificateArn: string): void;
}

/** AWS Certificate Manager of one account in one Region. Its certificates live in memory. */
export function createAcm(world: World, dependencies: AcmDependencies): Acm {
  const { resolve, authority, validityDays = 198, refusedDomains = {} } = dependencies;
  // Certificates issued for 395 days are renewed for 198 (ACM user guide, document history of February 2026).
  const { nextValidityDays = (before: number) => (before === 395 ? 198 : before) } = dependencies;
  const { clock } = world;
  const timings = { ...DEFAULT_TIMINGS, ...dependencies.timings };
  const quotas = { ...DEFAULT_QUOTAS, ...dependencies.quotas };
  const registry = createCertificateRegistry(world, quotas);
  const usage = createCertificateUsage(clock, timings.inUse);
  const account = createAccountConfigurationOperations(() => expiryEvents.replan());
  const emit = createDelivery(world, dependencies);
  const health = createHealth(world, emit, timings.health);
  const onIssued = (arn: string) => {
    renewal.follow(arn);
    followRenewal(arn);
    expiryEvents.follow(arn);
  };
  const common = { world, emit, health, registry, usage, authority, timings, resolve, onIssued };
  const renewal = createRenewal({ ...common, nextValidityDays });
  const followRenewal = createRenewalNotices({ ...common, renewal });
  const expiryEvents = createExpiryEvents({ ...common, daysBeforeExpiry: account.daysBeforeExpiry });
  const issue = createIssuance({ ...common, validityDays });
  const validation = createValidation({ ...common, refusedDomains, issue });

  return {
    service: {
      signingName: 'acm',
      sdk,
      permissions: acmPermissions(world, registry),
      operations: {
        RequestCertificate: createRequestCertificate({
          clock,
          registry,
          timings,
          namesPerCertificate: quotas.namesPerCertificate,
          begin: validation.begin,
        }),
        DescribeCertificate: createDescribeCertificate(world, registry, usage),
        ListCertificates: createListCertificates(clock, registry, usage),
        ImportCertificate: createImportCertificate(common),

        GetCertificate({ CertificateArn }: sdk.GetCertificateRequest): sdk.GetCertificateResponse {
          const { arn, issued } = registry.find(CertificateArn);
          // A failed or timed-out request has no certificate either. That ACM answers it in the same way is not
          // documented.
          if (!issued) throw new AwsError('RequestInProgressException', `The certificate ${arn} is not issued yet.`);
          return { Certificate: issued.certificatePem, CertificateChain: issued.chainPem };
        },

        DeleteCertificate({ CertificateArn }: sdk.DeleteCertificateRequest): void {
          const { arn } = registry.find(CertificateArn);
          if (usage.consumersOf(arn).length > 0)
            throw new AwsError('ResourceInUseException', `Certificate ${arn} in account ${world.account} is in use.`);
          registry.remove(arn);
        },

        ...createTagOperations(registry),
        ...account.operations,
      },
    },

    store: createCertificateStore(clock, registry, usage),
    certificates: () => registry.all(),
    renewsBeforeDays: renewsBeforeDays(validityDays),
    failRenewal: renewal.refuse,
    revoke: createRevocation(world, emit, registry),
    approveByEmail(arn) {
      const { status, validationMethod } = registry.get(arn) ?? {};
      if (validationMethod !== 'EMAIL') throw new Error(`${arn} is not validated by e-mail`);
      if (status === 'PENDING_VALIDATION') validation.approveByEmail(arn);
      else renewal.approveByEmail(arn);
    },
    announceRotation: (arn) => emit(acmEvent(arn, 'Rotated', {})),
  };
}
