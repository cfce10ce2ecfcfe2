import type { Certificates } from '../aws/certificates';
import { TAGS } from '../domain/certificate-tags';
import { baseOf } from '../domain/domain-name';
import { issuanceOf } from '../domain/issuance';
import { isManagedBy } from '../domain/ownership';
import { findTags } from './find-tags';

/** The certificates of a Region that cannot be issued or renewed without the validation record of a name: those that this deployment has retired do not count. */
export async function certificatesRequiring(
  base: string,
  certificates: Certificates,
  stack: string,
): Promise<string[]> {
  const needing: string[] = [];
  for (const { certificateArn, type, status, domainNames, hasMoreNames } of await certificates.list()) {
    if (type === 'IMPORTED' || issuanceOf(status).state === 'failed') continue;
    const isNamed = domainNames.some((name) => baseOf(name) === base);
    if (!isNamed && !hasMoreNames) continue;
    const names = isNamed ? [base] : ((await certificates.describe(certificateArn))?.domainNames ?? []);
    if (!names.some((name) => baseOf(name) === base)) continue;
    const tags = await findTags(certificateArn, certificates);
    if (!tags || (isManagedBy(tags, stack) && tags[TAGS.retired] !== undefined)) continue;
    needing.push(certificateArn);
  }
  return needing;
}
