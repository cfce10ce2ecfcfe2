import * as z from 'zod';
import { parseDomainName } from '../shared/domain/names/domain-name';

/** A domain name in a contract, normalised to lower-case punycode without a trailing dot. */
export const DomainName = z
  .string()
  .min(1)
  .max(254)
  .transform((written, context) => {
    const parsed = parseDomainName(written);
    if ('name' in parsed) return parsed.name;
    context.addIssue({ code: 'custom', message: `"${written}": ${parsed.problem}` });
    return z.NEVER;
  })
  .meta({ description: 'A fully qualified domain name; may be internationalised, may start with "*."' });
