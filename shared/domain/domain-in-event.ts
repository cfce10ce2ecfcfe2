import * as z from 'zod';
import { parseDomainName } from './domain-name';

const written = z.looseObject({ detail: z.looseObject({ domainName: z.string().min(1).max(254) }) });

/** The domain of a request that was not accepted: as later steps would know it, or as its sender wrote it when that is no domain. */
export function domainInEvent(event: unknown): string | undefined {
  const parsed = written.safeParse(event);
  if (!parsed.success) return undefined;
  const read = parseDomainName(parsed.data.detail.domainName);
  return 'name' in read ? read.name : parsed.data.detail.domainName;
}
