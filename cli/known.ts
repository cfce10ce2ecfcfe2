import { type Gathered, gatherFacts } from '../shared/assess/gather-facts';
import { assess } from '../shared/domain/assessment/assessment';
import type { Assessment } from '../shared/domain/assessment/verdict';
import { coversName } from '../shared/domain/names/certificate-names';
import type { LastNotified } from '../shared/domain/notification/health-issue-notification';
import type { Deployment } from './aws/deployment';
import type { Screen } from './screen';

/** One certificate: its facts, the verdict on them, and what people were told of it. */
export interface KnownCertificate extends Gathered {
  readonly assessment: Assessment;
  readonly lastNotified?: LastNotified | undefined;
}

/** Looks at a certificate as the service itself does before it acts. */
export async function lookAt(certificateArn: string, deployment: Deployment): Promise<KnownCertificate> {
  const gathered = await gatherFacts(certificateArn, deployment);
  const { lastNotified } = await deployment.certificateStates.get(certificateArn);
  return { ...gathered, assessment: assess(gathered.facts, new Date(), deployment.lifecycle), lastNotified };
}

/** Every certificate of the Region that a client would accept for a domain. */
export async function certificatesOf(
  domainName: string,
  deployment: Deployment,
  screen: Screen,
): Promise<KnownCertificate[]> {
  const listed = await deployment.certificates.list();
  const having = listed.filter(({ domainNames }) => coversName(domainNames, domainName));
  const known: KnownCertificate[] = [];
  for (const { certificateArn } of having) {
    screen.progress(`looking at ${certificateArn}`);
    known.push(await lookAt(certificateArn, deployment));
  }
  return known;
}
