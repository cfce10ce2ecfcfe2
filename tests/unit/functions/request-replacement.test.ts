import { requestReplacement } from '../../../functions/reconcile/request-replacement';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import type { Input, RequestReplacement } from '../../../shared/steps';
import { LOAD_BALANCER } from '../../builders/document';
import { anAttachment, anExistingCertificate, someNames } from '../../builders/existing-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const ours = { [STACK_TAG]: 'test' };
const managed = { domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: ours } as const;
const SOON = '2026-12-03T08:00:00.000Z';
const LATER = '2027-05-03T08:00:00.000Z';

function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const { certificates } = account;
  const old = certificates.add(managed, 'ISSUED');
  certificates.set(old, { notAfter: SOON });
  const step = requestReplacement({ certificates, stack: 'test' });
  const certificate = anExistingCertificate(old, { notAfter: SOON });
  return {
    ...account,
    old,
    certificate,
    pass: (milliseconds: number) => (instant += milliseconds),
    /** Adds another existing certificate and returns its ARN. */
    twin(changes: object = {}, more: Parameters<typeof certificates.set>[1] = {}, status = 'ISSUED') {
      const certificateArn = certificates.add({ ...managed, ...changes }, status);
      certificates.set(certificateArn, { notAfter: LATER, ...more });
      return certificateArn;
    },
    ask: async (changes: Partial<Input<typeof RequestReplacement>> = {}) =>
      (await step({ certificate, names: someNames, attachments: [anAttachment()], ...changes })).replacement,
    tagsOf: (certificateArn: string) => certificates.all().find((each) => each.certificateArn === certificateArn)?.tags,
  };
}

describe('a new certificate', () => {
  it('has the wanted names and key algorithm, and a tag with the certificate that it replaces', async () => {
    const { ask, certificates, old } = setUp();
    const { certificateArn, origin } = await ask({ names: { ...someNames, keyAlgorithm: 'EC_prime256v1' } });
    expect(origin).toBe('requested');
    expect(certificates.all().find((each) => each.certificateArn === certificateArn)).toMatchObject({
      domainNames: ['app.example.com'],
      keyAlgorithm: 'EC_prime256v1',
      tags: {
        [STACK_TAG]: 'test',
        [TAGS.domain]: 'app.example.com',
        [TAGS.target]: LOAD_BALANCER,
        [TAGS.keyAlgorithm]: 'EC_prime256v1',
        [TAGS.replaces]: old,
      },
    });
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['keeps the tags of people', { team: 'web', 'cost centre': '' }, { team: 'web', 'cost centre': '' }],
    ['keeps the chosen zone', { [TAGS.hostedZone]: 'Z1' }, { [TAGS.hostedZone]: 'Z1' }],
    ['keeps the recorded target', { [TAGS.target]: 'arn:of-another' }, { [TAGS.target]: 'arn:of-another' }],
    ['takes the place of attachment for a target', {}, { [TAGS.target]: LOAD_BALANCER }],
    [
      'drops what was about the old certificate alone',
      { [TAGS.retired]: SOON, [TAGS.replacedBy]: 'arn:gone', [TAGS.replaceImported]: 'true', [TAGS.replaces]: 'arn:x' },
      {},
    ],
    ['drops the tags of AWS, which nobody may set', { 'aws:cloudformation:stack-name': 'web', 'AWS:x': 'y' }, {}],
    ['belongs to this deployment, even if the old one belonged to another', { [STACK_TAG]: 'other' }, {}],
  ])('%s', async (_how, tags, kept) => {
    const { ask, certificate, old, tagsOf } = setUp();
    const { certificateArn } = await ask({ certificate: { ...certificate, tags } });
    expect(tagsOf(certificateArn)).toEqual({
      [STACK_TAG]: 'test',
      [TAGS.domain]: 'app.example.com',
      [TAGS.target]: LOAD_BALANCER,
      [TAGS.keyAlgorithm]: 'RSA_2048',
      [TAGS.replaces]: old,
      ...kept,
    });
  });

  it('has no target tag when no target is known', async () => {
    const { ask, certificate, tagsOf } = setUp();
    const { certificateArn } = await ask({ certificate: { ...certificate, tags: ours }, attachments: [] });
    expect(tagsOf(certificateArn)).not.toHaveProperty([TAGS.target]);
  });

  it('never has more tags than ACM allows, including those that its retirement adds', async () => {
    const { ask, certificate, tagsOf } = setUp();
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, '']));
    const { certificateArn } = await ask({ certificate: { ...certificate, type: 'IMPORTED', tags } });
    expect(Object.keys(tagsOf(certificateArn) ?? {})).toHaveLength(46);
  });

  it('is tagged with the base name of a wildcard', async () => {
    const { ask, tagsOf } = setUp();
    const names = { ...someNames, domainName: '*.example.com', domainNames: ['*.example.com'] as [string] };
    const { certificateArn } = await ask({ names });
    expect(tagsOf(certificateArn)).toMatchObject({ [TAGS.domain]: 'example.com' });
  });

  it('is requested once, even before ACM lists it', async () => {
    const { certificates, certificate } = setUp();
    certificates.listByNames = async () => [];
    const step = requestReplacement({ certificates, stack: 'test' });
    const document = { certificate, names: someNames, attachments: [] };
    const [first, second] = [await step(document), await step(document)];
    expect(second.replacement.certificateArn).toBe(first.replacement.certificateArn);
    expect(second.wait).toEqual({ attempt: 0, intervalSeconds: 60, pending: [] });
  });

  it('is not the one from a request within the same hour', async () => {
    const { ask, certificates, old } = setUp();
    certificates.fail(old, 'REVOKED');
    expect((await ask()).certificateArn).not.toBe(old);
  });

  it('is requested again when the first one failed', async () => {
    const { ask, certificates } = setUp();
    const first = await ask();
    certificates.fail(first.certificateArn, 'VALIDATION_TIMED_OUT');
    const second = await ask();
    expect(second.origin).toBe('requested');
    expect(second.certificateArn).not.toBe(first.certificateArn);
  });
});

describe('an existing certificate', () => {
  it('is the one that an earlier attempt requested more than an hour ago', async () => {
    const { ask, pass, journal } = setUp();
    const { certificateArn } = await ask();
    pass(48 * 3_600_000);
    const changes = journal.changes.length;
    expect(await ask()).toEqual({ certificateArn, origin: 'reused' });
    expect(journal.changes).toHaveLength(changes);
  });

  it('is preferably the one in the tag of the certificate', async () => {
    const { ask, twin, certificate, old } = setUp();
    twin({ tags: { ...ours, [TAGS.replaces]: old } });
    const chosen = twin();
    const tags = { ...certificate.tags, [TAGS.retired]: SOON, [TAGS.replacedBy]: chosen };
    expect((await ask({ certificate: { ...certificate, tags } })).certificateArn).toBe(chosen);
  });

  it('is preferably the one that was requested for it', async () => {
    const { ask, twin, old } = setUp();
    twin();
    const meant = twin({ tags: { ...ours, [TAGS.replaces]: old } }, {}, 'PENDING_VALIDATION');
    expect((await ask()).certificateArn).toBe(meant);
  });

  it.each(['ISSUED', 'PENDING_VALIDATION'])('may be another one with the same names that is %s', async (status) => {
    const { ask, twin } = setUp();
    const certificateArn = twin({}, {}, status);
    expect(await ask()).toEqual({ certificateArn, origin: 'reused' });
  });

  it.each<[string, (account: ReturnType<typeof setUp>, certificateArn: string) => void]>([
    [
      'does not say yet how it is validated',
      ({ certificates }, arn) => certificates.set(arn, { validationMethod: undefined }),
    ],
    ['lists it but does not describe it yet', ({ certificates }) => (certificates.describe = async () => undefined)],
  ])('is the one that an earlier attempt requested, also while ACM %s', async (_how, make) => {
    const account = setUp();
    const { certificateArn } = await account.ask();
    make(account, certificateArn);
    expect(await account.ask()).toEqual({ certificateArn, origin: 'reused' });
  });

  it.each<[string, object, object, string]>([
    ['ends no later than the certificate', {}, { notAfter: SOON }, 'ISSUED'],
    ['is validated by e-mail', {}, { validationMethod: 'EMAIL' }, 'ISSUED'],
    ['was imported', {}, { type: 'IMPORTED' }, 'ISSUED'],
    ['has expired', {}, {}, 'EXPIRED'],
    ['was revoked', {}, {}, 'REVOKED'],
    ['was taken out of service', { tags: { ...ours, [TAGS.retired]: SOON } }, {}, 'ISSUED'],
    ['is being replaced', { tags: { ...ours, [TAGS.replacedBy]: 'arn:x' } }, {}, 'ISSUED'],
    ['is not managed', { tags: {} }, {}, 'ISSUED'],
    ['has another key type', { keyAlgorithm: 'EC_prime256v1' }, {}, 'ISSUED'],
    ['has another name', { domainNames: ['app.example.com', 'b.example.com'] }, {}, 'ISSUED'],
  ])('is not one that %s', async (_case, changes, more, status) => {
    const { ask, twin } = setUp();
    twin(changes, more, status);
    expect((await ask()).origin).toBe('requested');
  });

  it('is not one that was deleted after ACM listed it', async () => {
    const { ask, twin, certificates } = setUp();
    const gone = twin();
    const listed = await certificates.listByNames(['app.example.com']);
    certificates.remove(gone);
    certificates.listByNames = async () => listed;
    expect((await ask()).origin).toBe('requested');
  });
});
