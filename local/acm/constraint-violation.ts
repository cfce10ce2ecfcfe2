import { AwsError } from '../aws-error';

/**
 * The error with which AWS answers a parameter outside its API model's bounds, in AWS's own wording.
 *
 * @param at where the value stands in the input, e.g. `tags.2.member.value`
 * @param constraint what the member must do, e.g. `satisfy regular expression pattern: \w+`
 */
export function constraintViolation(
  value: string | number | readonly unknown[],
  at: string,
  constraint: string,
): AwsError {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Throws what AWS answers to a value that an enumeration of its API model does not have. */
export function checkEnum(values: readonly string[], allowed: Readonly<Record<string, string>>, at: string): void {
  const set = Object.values(allowed);
  for (const value of values)
    if (!set.includes(value)) throw constraintViolation(value, at, `satisfy enum value set: [${set.join(', ')}]`);
}
