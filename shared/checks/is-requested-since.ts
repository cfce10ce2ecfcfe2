import type { CertificateStates } from '../aws/certificate-states';
import type { CertificateDescription } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';

/** EventBridge gives an event's time in whole seconds. */
const SECOND_MILLISECONDS = 1_000;

/**
 * Whether somebody asked for a certificate after an event: by a request that reused it, or that it was created for. A replacement
 * stands in for what was there before, and is as old as the request for that.
 */
export async function isRequestedSince(
  event: Date | undefined,
  { certificateArn, createdAt }: Pick<CertificateDescription, 'certificateArn' | 'createdAt'>,
  tags: Readonly<Record<string, string>>,
  certificateStates: CertificateStates,
): Promise<boolean> {
  if (event === undefined) return false;
  const { requestedAt } = await certificateStates.get(certificateArn);
  const replaced = tags[TAGS.replaces];
  const before = replaced === undefined ? new Date(createdAt) : (await certificateStates.get(replaced)).requestedAt;
  const asked = requestedAt ?? before;
  return asked !== undefined && asked.getTime() > event.getTime() + SECOND_MILLISECONDS;
}
