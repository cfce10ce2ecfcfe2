import { deleteCertificate } from '../../../functions/reconcile/delete-certificate';
import { publishRenewed } from '../../../functions/reconcile/publish-renewed';
import { publishReplaced } from '../../../functions/reconcile/publish-replaced';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import { CertificateInUseError, NotManagedError, StateDocumentError } from '../../../shared/errors';
import { EXECUTION, HTTPS_443, LOAD_BALANCER } from '../../builders/document';
import { anAttachment, anExistingCertificate, someNames } from '../../builders/existing-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const retired = { [STACK_TAG]: 'test', [TAGS.retired]: '2026-11-01T00:00:00.000Z' };
const names = { domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048' } as const;
const notAfter = '2027-06-09T08:00:00.000Z';

describe('deleting a certificate', () => {
  function setUp(tags: Record<string, string> = retired) {
    const account = fakeAccount();
    const certificateArn = account.certificates.add({ ...names, tags }, 'ISSUED');
    const step = deleteCertificate({ certificates: account.certificates, stack: 'test' });
    const remove = (changes = {}) => step({ certificate: anExistingCertificate(certificateArn, changes) });
    return { ...account, certificateArn, remove };
  }

  it('deletes it from ACM, and succeeds when it no longer exists', async () => {
    const { remove, certificates, journal } = setUp();
    await remove();
    expect(certificates.all()).toEqual([]);
    await remove();
    expect(journal.changes).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, object]>([
    ['belongs to nobody', { [TAGS.retired]: '2026-11-01' }, {}],
    ['belongs to another deployment', { ...retired, [STACK_TAG]: 'other' }, {}],
    ['is in service', { [STACK_TAG]: 'test' }, {}],
    ['is in service, though it was marked when the execution began', { [STACK_TAG]: 'test' }, { tags: retired }],
    ['was imported, whatever its tags', retired, { type: 'IMPORTED' }],
  ])('rejects one that %s', async (_which, tags, changes) => {
    const { remove, journal } = setUp(tags);
    await expect(remove(changes)).rejects.toThrow(NotManagedError);
    expect(journal.changes).toEqual([]);
  });

  it('fails while a resource uses it', async () => {
    const { remove, certificates, loadBalancers, certificateArn } = setUp();
    const listener = loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, certificateArn);
    await expect(remove()).rejects.toThrow(CertificateInUseError);
    expect(certificates.all()).toHaveLength(1);
    loadBalancers.removeListener(listener);
    await remove();
    expect(certificates.all()).toEqual([]);
  });
});

describe('a renewal', () => {
  const OLD = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
  const certificate = anExistingCertificate(OLD, { notAfter, serial: '0b:01' });
  const document = { executionArn: EXECUTION, certificate, names: someNames };

  it('is published with every load balancer once, and recorded afterwards', async () => {
    const account = fakeAccount();
    const attachments = [anAttachment(), anAttachment({ listenerArn: `${HTTPS_443}x` })];
    expect(await publishRenewed(account)({ ...document, attachments })).toEqual({
      renewalEvent: { eventId: 'event-1' },
    });
    expect(account.eventBus.events).toEqual([
      {
        detailType: 'Certificate Renewed',
        resources: [OLD],
        detail: {
          certificateArn: OLD,
          domainName: 'app.example.com',
          domainNames: ['app.example.com'],
          serial: '0b:01',
          notAfter,
          loadBalancerArns: [LOAD_BALANCER],
          executionArn: EXECUTION,
        },
      },
    ]);
    expect((await account.certificateStates.get(OLD)).announcedSerial).toBe('0b:01');
    expect(account.journal.changes[0]).toBe('eventBus.publish Certificate Renewed');
  });

  it('is not recorded when the bus rejects it', async () => {
    const account = fakeAccount();
    account.eventBus.publish = async () => {
      throw new Error('refused');
    };
    await expect(publishRenewed(account)({ ...document, attachments: [] })).rejects.toThrow('refused');
    expect((await account.certificateStates.get(OLD)).announcedSerial).toBeUndefined();
  });

  it.each(['serial', 'notAfter'])('is not published without its %s', async (field) => {
    const account = fakeAccount();
    const incomplete = { ...document, certificate: { ...certificate, [field]: undefined }, attachments: [] };
    await expect(publishRenewed(account)(incomplete)).rejects.toThrow(StateDocumentError);
    expect(account.journal.changes).toEqual([]);
  });
});

describe('a replacement', () => {
  const OLD = 'arn:aws:acm:eu-west-1:111122223333:certificate/old';
  it.each([
    ['new', true, [{ domainName: 'app.example.com', certificateArn: OLD }]],
    ['not-verified', false, undefined],
  ] as const)('is published with what the handshakes showed (%s)', async (served, verified, servedBy) => {
    const account = fakeAccount();
    const certificateArn = account.certificates.add({ ...names, tags: {} }, 'ISSUED');
    account.certificates.set(certificateArn, { notAfter });
    const published = await publishReplaced(account)({
      executionArn: EXECUTION,
      certificate: anExistingCertificate(OLD),
      assessment: { verdict: 'replace', reasons: ['It has expired.'], attempts: 1 },
      names: someNames,
      replacement: { certificateArn, origin: 'requested' },
      attachments: [anAttachment()],
      handover: { served, servedBy: [...(servedBy ?? [])] },
    });
    expect(published).toEqual({ replacementEvent: { eventId: 'event-1' } });
    expect(account.eventBus.events).toEqual([
      {
        detailType: 'Certificate Replaced',
        resources: [certificateArn, OLD],
        detail: {
          certificateArn,
          replacedCertificateArn: OLD,
          domainName: 'app.example.com',
          domainNames: ['app.example.com'],
          reason: 'It has expired.',
          listenerArns: [HTTPS_443],
          verified,
          servedBy,
          notAfter,
          executionArn: EXECUTION,
        },
      },
    ]);
  });
});
