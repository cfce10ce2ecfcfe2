import * as sdk from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { AwsEvent, CertificateStore, Service, World } from '../world';
import { createAccountConfigurationOperations } from './account-configuration';
import type { Authority } from './authority';
import { issued, revoked, servedAt, statusAt, validated, type Certificate } from './certificate';
import { createCertificateRegistry, DEFAULT_QUOTAS, type AcmQuotas } from './certificate-registry';
import { createCertificateUsage } from './certificate-usage';
import { createDescribeCertificate } from './describe-certificate';
import { createExpiryEvents } from './expiry-events';
import { createImportCertificate } from './import-certificate';
import { createIssuance, signed } from './issuance';
import { createListCertificates } from './list-certificates';
import { createRenewal, renewsBeforeDays } from './renewal';
import { createRequestCertificate } from './request-certificate';
import type { Resolve } from './resolve';
import { createTagOperations } from './tags';
import { DEFAULT_TIMINGS, type AcmTimings } from './timings';
import { createValidation, type RefusedDomains } from './validation';

/** What ACM asks of the rest of the cloud, and how it may differ from AWS in a test. */
export interface AcmNeeds {
  /** The public DNS, as ACM sees it. */
  readonly resolve: Resolve;
  readonly authority: Authority;
  readonly timings?: Partial<AcmTimings>;
  readonly quotas?: Partial<AcmQuotas>;
  /** How long an issued certificate is valid; ACM's public ones since 18 February 2026: 198 days. */
  readonly validityDays?: number;
  /** How long a renewed certificate is valid; as long as the one before, but 198 days after 395. */
  readonly nextValidityDays?: (validityDays: number) => number;
  readonly refusedDomains?: RefusedDomains;
  /** How often an event of ACM is delivered: its events are best effort. Once, by default. */
  readonly deliveries?: (event: AwsEvent) => number;
}

/** ACM for clients on the wire, for the load balancers that serve its certificates, and for tests that look inside. */
export interface Acm {
  readonly service: Service;
  readonly store: CertificateStore;
  /** Every certificate of the account in the Region as it stands, shown by the API or not yet. */
  certificates(): readonly Certificate[];
  /** How many days before its end the renewal begins of a certificate as this ACM issues them. */
  readonly renewsBeforeDays: number;
  /** Every renewal of a certificate with this name fails for good from now on. */
  failRenewal(domainName: string, reason: sdk.FailureReason): void;
  /** What RevokeCertificate does to exported certificates; the event is emitted too. */
  revoke(certificateArn: string): void;
  /** Somebody clicks on the link in ACM's mail: a certificate that waits for e-mail is issued. */
  approveByEmail(certificateArn: string): Promise<void>;
}

/** AWS Certificate Manager of one account in one Region. Its certificates live in memory. */
export function createAcm(world: World, needs: AcmNeeds): Acm {
  const { resolve, authority, validityDays = 198, refusedDomains = {}, deliveries = () => 1 } = needs;
  const { nextValidityDays = (before: number) => (before === 395 ? 198 : before) } = needs;
  const { clock } = world;
  const emit = (event: AwsEvent) => {
    for (let left = deliveries(event); left > 0; left -= 1) world.emit(event);
  };
  const emitting = { ...world, emit };
  const timings = { ...DEFAULT_TIMINGS, ...needs.timings };
  const quotas = { ...DEFAULT_QUOTAS, ...needs.quotas };
  const registry = createCertificateRegistry(world, quotas);
  const usage = createCertificateUsage(clock, timings.inUse);
  const account = createAccountConfigurationOperations();
  const common = { world: emitting, emit, registry, usage, authority, timings, resolve };
  const onIssued = (arn: string) => {
    renewal.follow(arn);
    followExpiry(arn);
  };
  const renewal = createRenewal({ ...common, nextValidityDays, onIssued });
  const followExpiry = createExpiryEvents({ ...common, daysBeforeExpiry: account.daysBeforeExpiry });
  const issue = createIssuance({ ...common, validityDays, onIssued });
  const begin = createValidation({ ...common, refusedDomains, issue });

  return {
    service: {
      signingName: 'acm',
      sdk,
      operations: {
        RequestCertificate: createRequestCertificate({
          clock,
          registry,
          timings,
          namesPerCertificate: quotas.namesPerCertificate,
          begin,
        }),
        DescribeCertificate: createDescribeCertificate(world, registry, usage),
        ListCertificates: createListCertificates(clock, registry, usage),
        ImportCertificate: createImportCertificate({ ...common, onIssued }),

        GetCertificate({ CertificateArn }: sdk.GetCertificateRequest): sdk.GetCertificateResponse {
          const { arn, issued } = registry.find(CertificateArn);
          // A request that failed or timed out has no certificate either; that ACM answers the same is not documented.
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

    store: {
      exists: (arn) => registry.get(arn) !== undefined,
      setInUse: (consumerArn, certificateArns) => usage.set(consumerArn, certificateArns),
      material(arn) {
        const certificate = registry.get(arn);
        const served = certificate && servedAt(certificate, clock.now());
        if (!served) return undefined;
        const { issuedAt, notBefore, notAfter, serial, certificatePem, chainPem, privateKeyPem } = served;
        return {
          arn,
          status: statusAt(certificate, clock.now()),
          issuedAt,
          keyAlgorithm: certificate.keyAlgorithm,
          domainNames: certificate.domainNames,
          notBefore,
          notAfter,
          serial,
          certificatePem,
          chainPem,
          privateKeyPem,
        };
      },
    },

    certificates: () => registry.all(),
    renewsBeforeDays: renewsBeforeDays(validityDays),
    failRenewal: renewal.refuse,
    revoke(arn) {
      registry.update(arn, (current) => revoked(current, clock.now()));
      emit({ source: 'aws.acm', detailType: 'ACM Certificate Revoked', resources: [arn], detail: {} });
    },
    async approveByEmail(arn) {
      const certificate = registry.get(arn);
      if (certificate?.validationMethod !== 'EMAIL') throw new Error(`${arn} does not wait for an e-mail`);
      const next = await signed(certificate, authority, clock.now, validityDays);
      registry.update(arn, (current) => issued(validated(current, current.domainNames), next));
      onIssued(arn);
    },
  };
}
