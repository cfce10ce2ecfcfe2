import { STACK_TAG } from '../domain/certificate-tags';
import { isManagedBy } from '../domain/ownership';
import { NotManagedError } from '../errors';

/**
 * Makes sure that a certificate is this deployment's to change.
 *
 * @throws NotManagedError when it does not carry the deployment's tag
 */
export function requireManaged(certificateArn: string, tags: Readonly<Record<string, string>>, stack: string): void {
  if (isManagedBy(tags, stack)) return;
  throw new NotManagedError(`${certificateArn} does not carry the tag ${STACK_TAG} = ${stack}`);
}
