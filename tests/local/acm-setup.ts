import { ACMClient, RequestCertificateCommand, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { CertificateDetail, RequestCertificateRequest } from '@aws-sdk/client-acm';
import { createAcm, type AcmNeeds } from '../../local/acm/acm';
import { createAuthority } from '../../local/acm/authority';
import { createClock } from '../../local/clock';
import { createWire } from '../../local/wire/wire';
import type { AwsEvent, World } from '../../local/world';

export const START = Date.UTC(2026, 10, 24, 9, 30);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Records by type and name, and a memory of what was asked. A name's `rcode` overrules its records. */
function createDnsTable() {
  const records = new Map<string, unknown[]>();
  const rcodes = new Map<string, string>();
  const queries: string[] = [];
  const bare = (name: string) => name.replace(/\.$/, '');
  return {
    queries,
    add(type: 'CNAME' | 'CAA', name: string, data: unknown) {
      const key = `${type} ${bare(name)}`;
      records.set(key, [...(records.get(key) ?? []), data]);
    },
    answerWith: (name: string, rcode: string) => void rcodes.set(bare(name), rcode),
    resolve: async (name: string, type: 'CNAME' | 'CAA') => {
      queries.push(`${type} ${bare(name)}`);
      const rcode = rcodes.get(bare(name)) ?? 'NOERROR';
      const found = rcode === 'NOERROR' ? (records.get(`${type} ${bare(name)}`) ?? []) : [];
      return { rcode, answers: found.map((data) => ({ name: bare(name), type, data })) };
    },
  };
}

/** ACM alone, behind the real front door, with a table for the public DNS. */
export async function startAcmCloud(needs: Partial<AcmNeeds> = {}) {
  const clock = createClock(START);
  const events: AwsEvent[] = [];
  const world: World = {
    clock,
    region: 'eu-central-1',
    account: '123456789012',
    emit: (event) => void events.push(event),
  };
  const dns = createDnsTable();
  const authority = needs.authority ?? (await createAuthority(clock.now()));
  const acm = createAcm(world, { resolve: dns.resolve, authority, ...needs });
  const wire = createWire(world, [acm.service], { throttling: false });
  const client = new ACMClient({
    endpoint: await wire.listen(),
    region: world.region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });

  const describe = async (arn: string): Promise<CertificateDetail> => {
    const { Certificate = {} } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    return Certificate;
  };

  return {
    clock,
    world,
    dns,
    acm,
    client,
    events,
    authority,
    describe,
    async request(domainName: string, input: Partial<RequestCertificateRequest> = {}): Promise<string> {
      const command = new RequestCertificateCommand({
        DomainName: domainName,
        ValidationMethod: 'DNS',
        KeyAlgorithm: 'EC_prime256v1',
        ...input,
      });
      return (await client.send(command)).CertificateArn ?? '';
    },
    /** Publishes every validation record of a certificate, once they are shown. */
    async publishRecords(arn: string): Promise<void> {
      await clock.advance(10 * SECOND);
      const { DomainValidationOptions = [] } = await describe(arn);
      for (const { ResourceRecord } of DomainValidationOptions)
        if (ResourceRecord?.Name) dns.add('CNAME', ResourceRecord.Name, ResourceRecord.Value);
    },
    async stop() {
      client.destroy();
      clock.stop();
      await wire.close();
    },
  };
}

export type AcmCloud = Awaited<ReturnType<typeof startAcmCloud>>;
