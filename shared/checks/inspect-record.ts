import type { SeenRecord } from '../domain/pending-validation';
import type { PublicDns } from '../network/public-dns';

/** Looks for a validation record in public DNS, and who answers for its zone when it is not there. A look-up that fails is a finding. */
export async function inspectRecord(recordName: string, zoneName: string, publicDns: PublicDns): Promise<SeenRecord> {
  try {
    const values = await publicDns.cname(recordName);
    return { values, zoneName, nameServers: values.length > 0 ? [] : await publicDns.nameServers(zoneName) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
