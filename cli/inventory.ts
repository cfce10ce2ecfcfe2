import { cachedSources } from '../shared/cache/cached-sources';
import type { Verdict } from '../shared/domain/assessment/verdict';
import { daysUntil } from '../shared/domain/certificate/renewal';
import { TAGS } from '../shared/domain/certificate/tags';
import type { SweptCertificate } from '../shared/domain/inventory/swept-certificate';
import type { ListedCertificate } from '../shared/ports/certificates';
import { type Deployment, EARLIEST_SWEEP_ID } from './aws/deployment';
import { inspectCertificate } from './inspect';
import type { Screen } from './output/screen';

/** A certificate of the Region: as ACM lists it now, with its latest verdict. */
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
 * Every certificate of the Region, the first to expire first. Verdicts are the last sweep's, because ACM takes minutes to
 * describe thousands of certificates; those that no sweep has assessed yet are inspected now.
 */
export async function inventory(deployment: Deployment, screen: Screen): Promise<InventoryRow[]> {
  screen.progress('listing the certificates of the Region');
  const listed = await deployment.certificates.list();
  const assessed = new Map(
    (await deployment.certificateStates.listSweepResults(EARLIEST_SWEEP_ID)).map((each) => [each.certificateArn, each]),
  );
  const sources = { ...deployment, ...cachedSources(deployment) };
  const rows: InventoryRow[] = [];
  for (const [index, certificate] of listed.entries()) {
    const known = assessed.get(certificate.certificateArn);
    if (!known) screen.progress(`inspecting what no sweep has assessed yet: ${index + 1} of ${listed.length}`);
    rows.push(rowOf(certificate, known ?? (await assessNow(certificate, sources))));
  }
  return rows.sort((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity));
}

type Assessed = Pick<SweptCertificate, 'verdict' | 'isManaged'> & {
  readonly domainName: string;
  readonly reasons: readonly string[];
};

async function assessNow(
  { certificateArn, domainNames }: ListedCertificate,
  deployment: Deployment,
): Promise<Assessed> {
  const { facts, tags, assessment } = await inspectCertificate(certificateArn, deployment);
  return {
    domainName: tags[TAGS.domain] ?? domainNames[0] ?? '',
    verdict: assessment.verdict,
    reasons: assessment.reasons,
    isManaged: facts.isManaged,
  };
}

function rowOf(listed: ListedCertificate, { domainName, verdict, reasons, isManaged }: Assessed): InventoryRow {
  const { certificateArn, status, type, isInUse, notAfter } = listed;
  const daysLeft = daysUntil(notAfter, new Date());
  return { certificateArn, domainName, status, type, verdict, reasons, isManaged, isInUse, notAfter, daysLeft };
}
