import { atMost } from '../shared/at-most';
import { lookAtCertificate, type CertificateLook, type LookNeeds } from '../shared/checks/look-at-certificate';
import { tallied } from '../shared/domain/tally';
import { lambda } from '../shared/lambda';
import { lookNeeds } from '../shared/look-needs';
import { remembered } from '../shared/remembered';
import { AssessPage, type Gives, type Needs } from '../shared/workflow';

/**
 * So many that a page asks ACM no more than its ten a second (ACM user guide, "Quotas"), but for what is served in a certificate's
 * place; the workflow pauses after each.
 */
const CERTIFICATES_A_PAGE = 10;
const AT_ONCE = 4;

/**
 * Assesses some certificates, remembers what was found of each, and counts. One that cannot be looked at has a verdict of its own.
 *
 * @throws what they have in common, when no certificate of the sweep could be looked at: the trouble is the account's or the
 * role's, and told once
 */
export const assessPage =
  (asked: LookNeeds) =>
  async ({ sweepId, page, tally }: Needs<typeof AssessPage>): Promise<Gives<typeof AssessPage>> => {
    const needs = { ...asked, ...remembered(asked) };
    const listed = await needs.certificates.page(CERTIFICATES_A_PAGE, page?.nextToken);
    const looks = await atMost(AT_ONCE, listed.certificates, (certificate) => lookAtCertificate(certificate, needs));
    const counted = tallied(
      tally,
      looks.map(({ found, isDisruptive }) => ({ ...found, isDisruptive })),
    );
    const isLast = listed.nextToken === undefined;
    const common = isLast && counted.unknown === counted.assessed ? commonFailure(looks) : undefined;
    if (common) throw common;
    await atMost(AT_ONCE, looks, ({ found }) => needs.keptCertificates.noteSwept(sweepId, found));
    return { page: { number: (page?.number ?? 0) + 1, nextToken: listed.nextToken }, tally: counted };
  };

/** The first failure, if there are no others than of its name. */
function commonFailure([first, ...others]: readonly CertificateLook[]): Error | undefined {
  return others.every(({ failure }) => failure?.name === first?.failure?.name) ? first?.failure : undefined;
}

export const handler = lambda(AssessPage, () => assessPage(lookNeeds()));
