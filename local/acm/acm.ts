import * as sdk from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { CertificateStore, Service, World } from '../world';
import { createAccountConfigurationOperations } from './account-configuration';
import type { Authority } from './authority';
import { statusAt, type Certificate } from './certificate';
import { createCertificateRegistry, DEFAULT_QUOTAS, type AcmQuotas } from './certificate-registry';
import { createCertificateUsage } from './certificate-usage';
import { createDescribeCertificate } from './describe-certificate';
import { createImportCertificate } from './import-certificate';
import { createIssuance } from './issuance';
import { createListCertificates } from './list-certificates';
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
  readonly refusedDomains?: RefusedDomains;
}

/** ACM for clients on the wire, for the load balancers that serve its certificates, and for tests that look inside. */
export interface Acm {
  readonly service: Service;
  readonly store: CertificateStore;
  /** Every certificate of the account in the Region as it stands, shown by the API or not yet. */
  certificates(): readonly Certificate[];
}

/** AWS Certificate Manager of one account in one Region. Its certificates live in memory. */
export function createAcm(world: World, needs: AcmNeeds): Acm {
  const { resolve, authority, validityDays = 198, refusedDomains = {} } = needs;
  const { clock } = world;
  const timings = { ...DEFAULT_TIMINGS, ...needs.timings };
  const quotas = { ...DEFAULT_QUOTAS, ...needs.quotas };
  const registry = createCertificateRegistry(world, quotas);
  const usage = createCertificateUsage(clock, timings.inUse);
  const issue = createIssuance({ world, registry, usage, authority, timings, validityDays });
  const begin = createValidation({ world, registry, timings, resolve, refusedDomains, issue });

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
        ImportCertificate: createImportCertificate({ world, registry, usage, timings }),

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
        ...createAccountConfigurationOperations(),
      },
    },

    store: {
      exists: (arn) => registry.get(arn) !== undefined,
      setInUse: (consumerArn, certificateArns) => usage.set(consumerArn, certificateArns),
      material(arn) {
        const certificate = registry.get(arn);
        if (!certificate?.issued) return undefined;
        const { issuedAt, notBefore, notAfter, serial, certificatePem, chainPem, privateKeyPem } = certificate.issued;
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
  };
}
