import { UsageError } from '../errors';

/**
 * A domain as it was typed; the contract says later whether it is one.
 *
 * @throws UsageError when it is a URL, or nothing
 */
export function typedDomain(text: string): string {
  if (text === '') throw new UsageError('the domain is empty');
  const host = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/:?#].*$/s, '');
  if (host === text) return text;
  throw new UsageError(`"${text}" is a URL: give only the name${host === '' ? '' : `, ${host}`}`);
}
