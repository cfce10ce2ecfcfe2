import { AwsError } from '../aws-error';

/**
 * The constraints of AWS's API models. Each check throws AWS's error for a violation, in AWS's wording. `at` is the
 * value's path in the input, e.g. `tags.2.member.value`.
 */
function violation(value: unknown, at: string, constraint: string): AwsError {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** The number of characters of a text, or of items of a list. */
export function checkLength(value: string | readonly unknown[], least: number, most: number, at: string): void {
  if (value.length < least) throw violation(value, at, `have length greater than or equal to ${least}`);
  if (value.length > most) throw violation(value, at, `have length less than or equal to ${most}`);
}

/** A number between two others, both allowed. */
export function checkRange(value: number, least: number, most: number, at: string): void {
  if (value < least) throw violation(value, at, `have value greater than or equal to ${least}`);
  if (value > most) throw violation(value, at, `have value less than or equal to ${most}`);
}

/** @param pattern anchored at both ends */
export function checkPattern(value: string, pattern: RegExp, at: string): void {
  if (!pattern.test(value))
    throw violation(value, at, `satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, '')}`);
}

/** @param allowed an enumeration as the SDK exports it */
export function checkEnum(values: readonly string[], allowed: Readonly<Record<string, string>>, at: string): void {
  const set = Object.values(allowed);
  for (const value of values)
    if (!set.includes(value)) throw violation(value, at, `satisfy enum value set: [${set.join(', ')}]`);
}
