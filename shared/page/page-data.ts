import type { InventoryCertificate, InventoryDocument } from './inventory-document';

/** How much of each certificate the page shows; inventory.json has everything. */
export interface Detail {
  readonly names: number;
  readonly textCharacters: number;
}

/** The columns of a certificate's row, in order; the page's script reads rows by them. */
const COLUMNS = [
  'id',
  'domainName',
  'otherNames',
  'moreNames',
  'attention',
  'verdict',
  'reasons',
  'healthIssue',
  'advice',
  'isManaged',
  'isInUse',
  'daysLeft',
  'notBefore',
  'renewalStart',
  'notAfter',
  'type',
  'keyAlgorithm',
  'serial',
  'usedBy',
  'served',
] as const;

/**
 * The inventory as embedded in the page: an array of values for each certificate, in which strings are references into `texts`.
 * This takes a fraction of the size of plain JSON for thousands of certificates.
 */
export function pageData(inventory: InventoryDocument, detail: Detail) {
  const { certificates, at, stack, region, account, executionArn } = inventory;
  const indexes = new Map<string, number>();
  const reference = (text: string) => {
    const index = indexes.get(text) ?? indexes.size;
    indexes.set(text, index);
    return index;
  };
  const rows = certificates.map((certificate) => {
    const values = valuesOf(certificate, inventory, detail, reference);
    return COLUMNS.map((column) => values[column] ?? null);
  });
  return { at, stack, region, account, executionArn, columns: COLUMNS, texts: [...indexes.keys()], rows };
}

function valuesOf(
  certificate: InventoryCertificate,
  { region, account }: InventoryDocument,
  detail: Detail,
  reference: (text: string) => number,
): Partial<Record<(typeof COLUMNS)[number], unknown>> {
  const { certificateArn, domainName, domainNames, verdict, daysLeft, isManaged, isInUse, serial } = certificate;
  const otherNames = domainNames.filter((name) => name !== domainName);
  const truncated = (text: string) => truncate(text, detail.textCharacters);
  const optional = (text: string | undefined) => text && reference(text);
  return {
    // Certificates of this account and Region are identified by the last part of their ARN.
    id: certificateArn.replace(`arn:aws:acm:${region}:${account}:certificate/`, ''),
    domainName,
    otherNames: otherNames.slice(0, detail.names),
    moreNames: Math.max(0, otherNames.length - detail.names),
    attention: reference(certificate.attention),
    verdict: reference(verdict),
    reasons: certificate.reasons.map(truncated).map(reference),
    healthIssue: optional(certificate.healthIssue),
    advice: optional(certificate.advice),
    isManaged: Number(isManaged),
    isInUse: Number(isInUse),
    daysLeft,
    notBefore: seconds(certificate.notBefore),
    renewalStart: seconds(certificate.renewalStart),
    notAfter: seconds(certificate.notAfter),
    type: reference(certificate.type),
    keyAlgorithm: reference(certificate.keyAlgorithm),
    serial,
    usedBy: certificate.usedBy.map(reference),
    served: certificate.served.map(({ loadBalancerArn, domainName: serverName, otherSerial, error, coveredBy }) =>
      (error ?? otherSerial ?? coveredBy) === undefined
        ? [reference(loadBalancerArn)]
        : [loadBalancerArn, serverName, otherSerial ?? '', truncated(error ?? ''), coveredBy ?? ''].map(reference),
    ),
  };
}

const seconds = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time) / 1_000);

const truncate = (text: string, characters: number) =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
