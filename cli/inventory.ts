import { cachedSources } from '../shared/cache/cached-sources';
import { daysUntil } from '../shared/domain/certificate/renewal';
import type { Verdict } from '../shared/domain/assessment/verdict';
import { TAGS } from '../shared/domain/certificate/tags';
import type { SweptCertificate } from '../shared/domain/inventory/swept-certificate';
import type { ListedCertificate } from '../shared/ports/certificates';
import type { Deployment } from './aws/deployment';
import { EVER } from './ever';
import { lookAt } from './known';
import type { Screen } from './screen';

/** One certificate of the Region: ACM's list of this moment, and the last verdict on it. */
export interface InventoryRow {
  readonly certificateArn: string;
  readonly domainName: string;
  readonly status: string;
  readonly type: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly isManaged: boolean;
  readonly isInUse: boolean;
  readonly notAfter?: string | undefined;
  readonly daysLeft?: number | undefined;
}

/**
 * Every certificate of the Region, the first to end first. The verdicts are those of the last sweep, for looking anew at
 * thousands takes ACM minutes; what no sweep has seen yet is looked at now.
 */
export async function inventory(deployment: Deployment, screen: Screen): Promise<InventoryRow[]> {
  screen.progress('listing the certificates of the Region');
  const listed = await deployment.certificates.list();
  const swept = new Map((await deployment.certificateStates.swept(EVER)).map((each) => [each.certificateArn, each]));
  const sources = { ...deployment, ...cachedSources(deployment) };
  const rows: InventoryRow[] = [];
  for (const [index, certificate] of listed.entries()) {
    const known = swept.get(certificate.certificateArn);
    if (!known) screen.progress(`looking at what no sweep has seen yet: ${index + 1} of ${listed.length}`);
    rows.push(rowOf(certificate, known ?? (await lookNow(certificate, sources))));
  }
  return rows.sort((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity));
}

type Verdicts = Pick<SweptCertificate, 'verdict' | 'isManaged'> & {
  readonly domainName: string;
  readonly reasons: readonly string[];
};

async function lookNow({ certificateArn, domainNames }: ListedCertificate, deployment: Deployment): Promise<Verdicts> {
  const { facts, tags, assessment } = await lookAt(certificateArn, deployment);
  return {
    domainName: tags[TAGS.domain] ?? domainNames[0] ?? '',
    verdict: assessment.verdict,
    reasons: assessment.reasons,
    isManaged: facts.isManaged,
  };
}

function rowOf(listed: ListedCertificate, { domainName, verdict, reasons, isManaged }: Verdicts): InventoryRow {
  const { certificateArn, status, type, isInUse, notAfter } = listed;
  const daysLeft = daysUntil(notAfter, new Date());
  return { certificateArn, domainName, status, type, verdict, reasons, isManaged, isInUse, notAfter, daysLeft };
}
