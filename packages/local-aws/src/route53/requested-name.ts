import { AwsError } from '../aws-error';
import { FatalProblem, normalizeName } from './names';

/** The normal form of a name in a request; `InvalidDomainName` or the given code for one that cannot be read. */
export function requestedName(text: string, code = 'InvalidInput'): string {
  try {
    return normalizeName(text);
  } catch (error) {
    if (error instanceof FatalProblem) throw new AwsError(code, error.message);
    throw error;
  }
}
