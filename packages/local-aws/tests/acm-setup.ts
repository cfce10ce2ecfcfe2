import { ACMClient, RequestCertificateCommand, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { CertificateDetail, RequestCertificateRequest } from '@aws-sdk/client-acm';
import { createAcm, type AcmDependencies } from '../src/acm/acm';
import { createAuthority } from '../src/acm/authority';
import { createClock } from '../src/clock';
import { createWire } from '../src/wire/wire';
import type { AwsEvent, World } from '../src/world';

export const START = Date.UTC(2026, 10, 24, 9, 30);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Records by type and name, and a log of the queries. A name's `rcode` overrules its records. */
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
    remove: (type: 'CNAME' | 'CAA', name: string) => void records.delete(`${type} ${bare(name)}`),
    answerWith: (name: string, rcode: string) => void rcodes.set(bare(name), rcode),
    resolve: async (name: string, type: 'CNAME' | 'CAA') => {
      queries.push(`${type} ${bare(name)}`);
      const rcode = rcodes.get(bare(name)) ?? 'NOERROR';
      const found = rcode === 'NOERROR' ? (records.get(`${type} ${bare(name)}`) ?? []) : [];
      return { rcode, answers: found.map((data) => ({ name: bare(name), type, data })) };
    },
  };
}

/** The load balancer that uses the certificate of a name. */
export const consumerOf = (domainName: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/${domainName.replaceAll('.', '-')}/1`;

type IssueInput = Partial<RequestCertificateRequest> & { readonly isInUse?: boolean };

/** ACM alone, behind the real front door, with a table for the public DNS. */
export async function startAcmCloud(needs: Partial<AcmDependencies> = {}) {
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

  const request = async (domainName: string, input: Partial<RequestCertificateRequest> = {}): Promise<string> => {
    const command = new RequestCertificateCommand({
      DomainName: domainName,
      ValidationMethod: 'DNS',
      KeyAlgorithm: 'EC_prime256v1',
      ...input,
    });
    return (await client.send(command)).CertificateArn ?? '';
  };
  /** Publishes every validation record of a certificate, once they are shown. */
  const publishRecords = async (arn: string): Promise<void> => {
    await clock.advance(10 * SECOND);
    for (const { Name = '', Value } of await recordsOf(arn)) dns.add('CNAME', Name, Value);
  };
  const recordsOf = async (arn: string) => {
    const { DomainValidationOptions = [] } = await describe(arn);
    return DomainValidationOptions.flatMap(({ ResourceRecord }) => ResourceRecord ?? []);
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
    request,
    publishRecords,
    recordsOf,
    /** A certificate that is issued, and that a load balancer uses unless `isInUse` says otherwise. */
    async issue(domainName: string, { isInUse = true, ...input }: IssueInput = {}): Promise<string> {
      const arn = await request(domainName, input);
      await publishRecords(arn);
      if (input.ValidationMethod === 'EMAIL') acm.approveByEmail(arn);
      await clock.advance(MINUTE);
      if (isInUse) acm.store.setInUse(consumerOf(domainName), [arn]);
      return arn;
    },
    /** Moves on until a minute past the midnight on which ACM counts so many days to the certificate's end. */
    async advanceToDaysLeft(arn: string, days: number): Promise<void> {
      const { NotAfter } = await describe(arn);
      const midnight = Number(NotAfter) + SECOND - days * DAY;
      await clock.advance(Math.max(0, midnight + MINUTE - clock.now()));
    },
    /** What the events of a type said, in the order in which they came. */
    details: (detailType: string) =>
      events.filter((event) => event.detailType === detailType).map(({ detail }) => detail as Record<string, unknown>),
    async stop() {
      client.destroy();
      clock.stop();
      await wire.close();
    },
  };
}

export type AcmCloud = Awaited<ReturnType<typeof startAcmCloud>>;
