import type {
  AddTagsToCertificateRequest,
  ImportCertificateRequest,
  RemoveTagsFromCertificateRequest,
  RequestCertificateRequest,
} from '@aws-sdk/client-acm';
import { onResource, onAnyResource, requestTags, tagRecord } from '../iam/permissions';
import type { RequiredPermission, OperationPermissions, World } from '../world';
import type { CertificateRegistry } from './certificate-registry';

interface OfCertificate {
  readonly CertificateArn?: string | undefined;
}

/** The IAM permissions that ACM's operations require (Service Authorization Reference, "AWS Certificate Manager"). */
export function acmPermissions({ account, region }: World, registry: CertificateRegistry): OperationPermissions {
  const anyCertificate = `arn:aws:acm:${region}:${account}:certificate/*`;
  const certificate = ({ CertificateArn }: OfCertificate) => CertificateArn ?? anyCertificate;
  const itsTags = ({ CertificateArn = '' }: OfCertificate) => ({
    'aws:ResourceTag': Object.fromEntries(registry.get(CertificateArn)?.tags ?? []),
  });
  const tagOnCreation = (tags: Readonly<Record<string, string>>): readonly RequiredPermission[] =>
    Object.keys(tags).length === 0
      ? []
      : [
          {
            action: 'acm:AddTagsToCertificate',
            resource: anyCertificate,
            context: { ...requestTags(tags), 'aws:ResourceTag': {} },
          },
        ];

  return {
    ...onAnyResource('ListCertificates', 'GetAccountConfiguration', 'PutAccountConfiguration'),
    ...onResource(
      ['DescribeCertificate', 'GetCertificate', 'DeleteCertificate', 'ListTagsForCertificate'],
      certificate,
      itsTags,
    ),
    // AWS's error messages name this resource, though its reference has none.
    RequestCertificate: (input: RequestCertificateRequest) => [
      { resource: anyCertificate, context: requestKeys(input) },
      ...tagOnCreation(tagRecord(input.Tags)),
    ],
    ImportCertificate: (input: ImportCertificateRequest) => [
      { resource: certificate(input), context: { ...requestTags(tagRecord(input.Tags)), ...itsTags(input) } },
      ...tagOnCreation(tagRecord(input.Tags)),
    ],
    ...onResource<AddTagsToCertificateRequest | RemoveTagsFromCertificateRequest>(
      ['AddTagsToCertificate', 'RemoveTagsFromCertificate'],
      certificate,
      (input) => ({ ...requestTags(tagRecord(input.Tags)), ...itsTags(input) }),
    ),
  };
}

/** A request's condition keys, with the reference's defaults for omitted members. */
const requestKeys = (input: RequestCertificateRequest) => ({
  'acm:DomainNames': [input.DomainName ?? '', ...(input.SubjectAlternativeNames ?? [])],
  'acm:ValidationMethod': input.ValidationMethod ?? 'EMAIL',
  'acm:KeyAlgorithm': input.KeyAlgorithm ?? 'RSA_2048',
  'acm:Export': input.Options?.Export ?? 'DISABLED',
  'acm:CertificateAuthority': input.CertificateAuthorityArn,
  ...requestTags(tagRecord(input.Tags)),
});
