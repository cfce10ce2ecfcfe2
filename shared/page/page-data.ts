import type { InventoryCertificate, InventoryDocument } from './inventory-document';

/** How much of each certificate the page shows; the JSON beside it has all. */
export interface Detail {
  readonly names: number;
  readonly textCharacters: number;
}

/** The columns of a certificate's row, in this order; the page's script reads rows by them. */
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
 * The inventory as the page carries it: a row of bare values for each certificate, with every text that recurs kept once
 * in `texts` and referred to by its place there. Thousands of certificates take a fraction of their JSON that way.
 */
export function pageData(inventory: InventoryDocument, detail: Detail) {
  const { certificates, at, stack, region, account, executionArn } = inventory;
  const places = new Map<string, number>();
  const refer = (text: string) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const rows = certificates.map((certificate) => {
    const values = valuesOf(certificate, inventory, detail, refer);
    return COLUMNS.map((column) => values[column] ?? null);
  });
  return { at, stack, region, account, executionArn, columns: COLUMNS, texts: [...places.keys()], rows };
}

function valuesOf(
  certificate: InventoryCertificate,
  { region, account }: InventoryDocument,
  detail: Detail,
  refer: (text: string) => number,
): Partial<Record<(typeof COLUMNS)[number], unknown>> {
  const { certificateArn, domainName, domainNames, verdict, daysLeft, isManaged, isInUse, serial } = certificate;
  const otherNames = domainNames.filter((name) => name !== domainName);
  const shortenedText = (text: string) => shortened(text, detail.textCharacters);
  const optional = (text: string | undefined) => text && refer(text);
  return {
    // One of this account and Region goes by the end of its ARN.
    id: certificateArn.replace(`arn:aws:acm:${region}:${account}:certificate/`, ''),
    domainName,
    otherNames: otherNames.slice(0, detail.names),
    moreNames: Math.max(0, otherNames.length - detail.names),
    attention: refer(certificate.attention),
    verdict: refer(verdict),
    reasons: certificate.reasons.map(shortenedText).map(refer),
    healthIssue: optional(certificate.healthIssue),
    advice: optional(certificate.advice),
    isManaged: Number(isManaged),
    isInUse: Number(isInUse),
    daysLeft,
    notBefore: seconds(certificate.notBefore),
    renewalStart: seconds(certificate.renewalStart),
    notAfter: seconds(certificate.notAfter),
    type: refer(certificate.type),
    keyAlgorithm: refer(certificate.keyAlgorithm),
    serial: serial?.replaceAll(':', ''),
    usedBy: certificate.usedBy.map(refer),
    served: certificate.served.map(({ loadBalancerArn, domainName: asked, otherSerial, error, coveredBy }) =>
      (error ?? otherSerial ?? coveredBy) === undefined
        ? [refer(loadBalancerArn)]
        : [loadBalancerArn, asked, otherSerial ?? '', shortenedText(error ?? ''), coveredBy ?? ''].map(refer),
    ),
  };
}

const seconds = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time) / 1_000);

const shortened = (text: string, characters: number) =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
