import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  ExportCertificateCommand,
  GetAccountConfigurationCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListTagsForCertificateCommand,
  PutAccountConfigurationCommand,
  RemoveTagsFromCertificateCommand,
  SearchCertificatesCommand,
  UpdateCertificateOptionsCommand,
} from '@aws-sdk/client-acm';
import type { ImportCertificateRequest } from '@aws-sdk/client-acm';
import type { Leaf, LeafKeyAlgorithm } from '../src/acm/authority';
import { DAY, HOUR, MINUTE, SECOND, startAcmCloud, type AcmCloud } from './acm-setup';

const LOAD_BALANCER = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud({ timings: { inUse: MINUTE } });
});
afterEach(() => cloud.stop());

async function issueCertificate(...[domainName, input]: Parameters<AcmCloud['request']>): Promise<string> {
  const arn = await cloud.request(domainName, input);
  await cloud.publishRecords(arn);
  await cloud.clock.advance(MINUTE);
  return arn;
}

describe('an ARN', () => {
  it.each([
    ['without a certificate', 'arn:aws:acm:eu-central-1:123456789012:certificate/0', 'ResourceNotFoundException'],
    ['of another Region', 'arn:aws:acm:us-east-1:123456789012:certificate/0', 'ResourceNotFoundException'],
    ['of another service', LOAD_BALANCER, 'InvalidArnException'],
    ['that is none', 'certificate', 'ValidationException'],
  ])('%s is refused', async (_, arn, error) => {
    await expect(cloud.describe(arn)).rejects.toMatchObject({ name: error });
    const commands = [GetCertificateCommand, DeleteCertificateCommand, ListTagsForCertificateCommand];
    for (const Command of commands)
      await expect(cloud.client.send(new Command({ CertificateArn: arn }))).rejects.toMatchObject({ name: error });
  });
});

describe('deletion', () => {
  it('waits until nothing uses the certificate, and then forgets it', async () => {
    const arn = await issueCertificate('example.com');
    const remove = () => cloud.client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    cloud.acm.store.setInUse(LOAD_BALANCER, [arn]);
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    cloud.acm.store.setInUse(LOAD_BALANCER, []);
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await cloud.clock.advance(MINUTE);
    await remove();
    await expect(cloud.describe(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect([cloud.acm.store.exists(arn), cloud.acm.store.material(arn)]).toEqual([false, undefined]);
  });

  it('of a pending certificate ends its look-ups', async () => {
    const arn = await cloud.request('example.com');
    await cloud.clock.advance(MINUTE);
    await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    const before = cloud.dns.queries.length;
    await cloud.clock.advance(80 * HOUR);
    expect(cloud.dns.queries).toHaveLength(before);
    expect(cloud.acm.certificates()).toEqual([]);
  });
});

describe('tags', () => {
  const tagsOf = async (arn: string) => {
    const { Tags = [] } = await cloud.client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
    return Object.fromEntries(Tags.map(({ Key = '', Value }) => [Key, Value]));
  };

  it('are set with the request, added to, overwritten and removed', async () => {
    const arn = await cloud.request('example.com', { Tags: [{ Key: 'team', Value: 'web' }, { Key: 'bare' }] });
    await cloud.clock.advance(SECOND);
    expect(await tagsOf(arn)).toEqual({ team: 'web', bare: '' });

    const added = [{ Key: 'team', Value: 'edge' }, { Key: 'stage', Value: 'live' }]; // prettier-ignore
    await cloud.client.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: added }));
    expect(await tagsOf(arn)).toEqual({ team: 'edge', bare: '', stage: 'live' });

    const removed = [{ Key: 'bare' }, { Key: 'team', Value: 'web' }, { Key: 'stage', Value: 'live' }];
    await cloud.client.send(new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags: removed }));
    expect(await tagsOf(arn)).toEqual({ team: 'edge' });
  });

  it('are 50 at most, those there are included', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}` }));
    const arn = await cloud.request('example.com', { Tags: many });
    await cloud.clock.advance(SECOND);
    const add = (Key: string) =>
      cloud.client.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key, Value: 'new' }] }));
    await expect(add('k50')).rejects.toMatchObject({ name: 'TooManyTagsException' });
    await add('k49');
    expect((await tagsOf(arn)).k49).toBe('new');
  });
});

describe('an imported certificate', () => {
  const leaf = (keyAlgorithm: LeafKeyAlgorithm = 'EC_prime256v1', notAfter = cloud.clock.now() + 90 * DAY) => {
    const notBefore = cloud.clock.now() - DAY;
    return cloud.authority.issue({
      domainNames: ['i.example.com', 'j.example.com'],
      keyAlgorithm,
      notBefore,
      notAfter,
    });
  };
  const asInput = ({ certificatePem, privateKeyPem, chainPem }: Leaf): ImportCertificateRequest => ({
    Certificate: Buffer.from(certificatePem),
    PrivateKey: Buffer.from(privateKeyPem),
    CertificateChain: Buffer.from(chainPem),
  });
  const importCertificate = async (input: ImportCertificateRequest) =>
    (await cloud.client.send(new ImportCertificateCommand(input))).CertificateArn ?? '';

  it('is issued at once, never renewed, and announced', async () => {
    const arn = await importCertificate({ ...asInput(await leaf('RSA_2048')), Tags: [{ Key: 'team' }] });
    const detail = await cloud.describe(arn);
    expect(detail).toMatchObject({
      Status: 'ISSUED',
      Type: 'IMPORTED',
      DomainName: 'i.example.com',
      SubjectAlternativeNames: ['i.example.com', 'j.example.com'],
      KeyAlgorithm: 'RSA-2048',
      CertificateKeyPairOrigin: 'CUSTOMER_PROVIDED',
    });
    expect(detail.ImportedAt).toBeInstanceOf(Date);
    expect([detail.IssuedAt, detail.DomainValidationOptions]).toEqual([undefined, undefined]);
    cloud.acm.store.setInUse(LOAD_BALANCER, [arn]);
    expect((await cloud.describe(arn)).RenewalEligibility).toBe('INELIGIBLE');
    await cloud.clock.advance(MINUTE);
    expect(cloud.events).toMatchObject([
      { resources: [arn], detail: { Action: 'IMPORT', CertificateType: 'IMPORTED', DaysToExpiry: 90, InUse: true } },
    ]);
    expect(cloud.events[0]?.detail).not.toHaveProperty('DomainValidationMethod');
  });

  it('is replaced under its ARN when it is imported again', async () => {
    const arn = await importCertificate({ ...asInput(await leaf()), Tags: [{ Key: 'team' }] });
    const before = cloud.acm.store.material(arn);
    await expect(importCertificate({ ...asInput(await leaf()), CertificateArn: arn })).resolves.toBe(arn);
    const after = cloud.acm.store.material(arn);
    expect(after?.serial).not.toBe(before?.serial);
    expect(cloud.acm.certificates()).toHaveLength(1);
    await cloud.clock.advance(MINUTE);
    expect(cloud.events.map(({ detail }) => detail)).toMatchObject([{ Action: 'IMPORT' }, { Action: 'REIMPORT' }]);
  });

  it.each<[string, (good: Leaf, other: Leaf) => Partial<ImportCertificateRequest> | Promise<Leaf>]>([
    ['a key that is not its own', (_, other) => ({ PrivateKey: Buffer.from(other.privateKeyPem) })],
    ['no key', () => ({ PrivateKey: Buffer.from('x') })],
    ['no certificate', () => ({ Certificate: Buffer.from('x') })],
    ['its chain in the same file', (good) => ({ Certificate: Buffer.from(good.certificatePem + good.chainPem) })],
    [
      'bytes that are no certificate',
      () => ({ Certificate: Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----') }),
    ],
    ['a life that is over', () => leaf('EC_prime256v1', cloud.clock.now() - HOUR)],
  ])('is refused with %s', async (_, spoil) => {
    const [good, other] = [await leaf(), await leaf()];
    const spoilt = await spoil(good, other);
    const input = 'certificatePem' in spoilt ? asInput(spoilt) : { ...asInput(good), ...spoilt };
    await expect(importCertificate(input)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(cloud.acm.certificates()).toEqual([]);
  });

  it('does not take the place of one that ACM issued', async () => {
    const arn = await issueCertificate('example.com');
    const input = { ...asInput(await leaf()), CertificateArn: arn };
    await expect(importCertificate(input)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('does not take tags the second time', async () => {
    const arn = await importCertificate(asInput(await leaf()));
    const input = { ...asInput(await leaf()), CertificateArn: arn, Tags: [{ Key: 'a' }] };
    await expect(importCertificate(input)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('the account configuration', () => {
  const put = (DaysBeforeExpiry: number, IdempotencyToken = 'token') =>
    cloud.client.send(new PutAccountConfigurationCommand({ ExpiryEvents: { DaysBeforeExpiry }, IdempotencyToken }));
  const read = async () =>
    (await cloud.client.send(new GetAccountConfigurationCommand({}))).ExpiryEvents?.DaysBeforeExpiry;

  it('is 45 days until it is put', async () => {
    expect(await read()).toBe(45);
    await put(60);
    expect(await read()).toBe(60);
  });

  it.each<[string, number, string]>([
    ['no day', 0, 'token'],
    ['a token with hyphens', 30, 'a-b'],
  ])('refuses %s', async (_, days, token) => {
    await expect(put(days, token)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await read()).toBe(45);
  });
});

it.each([
  ['ExportCertificate', () => new ExportCertificateCommand({ CertificateArn: 'arn', Passphrase: Buffer.from('x') })],
  ['UpdateCertificateOptions', () => new UpdateCertificateOptionsCommand({ CertificateArn: 'arn', Options: {} })],
  ['SearchCertificates', () => new SearchCertificatesCommand({})],
])('refuses %s, which it does not have', async (operation, command) => {
  const send = cloud.client.send.bind(cloud.client) as (input: ReturnType<typeof command>) => Promise<unknown>;
  await expect(send(command())).rejects.toThrow(`${operation} is not modelled by the local cloud`);
});
