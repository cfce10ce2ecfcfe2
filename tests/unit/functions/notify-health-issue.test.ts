import { notifyHealthIssue } from '../../../functions/reconcile/notify-health-issue';
import { EventNotPublishedError } from '../../../shared/errors';
import type { Input, NotifyHealthIssue } from '../../../shared/steps';
import { EXECUTION, HTTPS_443 } from '../../builders/document';
import { emittedMetrics } from '../../builders/emitted-metrics';
import { anAttachment, anExistingCertificate } from '../../builders/existing-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const OLD = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const NEW = 'arn:aws:acm:eu-west-1:111122223333:certificate/2';
const notAfter = '2026-12-06T12:00:00.000Z';

type Assessment = NonNullable<Input<typeof NotifyHealthIssue>['assessment']>;
const assessed = (verdict: Assessment['verdict'], changes: Partial<Assessment> = {}) => ({
  assessment: { verdict, reasons: ['because'], daysLeft: 13, attempts: 1, ...changes },
});
const caa = assessed('blocked', { healthIssue: { name: 'CaaForbidsAmazonError', cause: 'a CAA record' } });
const replacing = assessed('replace', { healthIssue: { name: 'CertificateBeingReplaced', cause: 'few days left' } });
const failedAt = (state: string, Error: string, errorMessage: string) => ({
  failed: { [state]: { Error, Cause: JSON.stringify({ errorMessage }) } },
});
const quota = failedAt('RequestReplacement', 'CertificateQuotaExceededError', 'no more');
const replaced = {
  replacementEvent: { eventId: 'event-1' },
  replacement: { certificateArn: NEW, origin: 'requested' as const },
};

beforeEach(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

function setUp() {
  const account = fakeAccount();
  const step = notifyHealthIssue(account);
  return {
    ...account,
    tell: (changes: Partial<Input<typeof NotifyHealthIssue>>) =>
      step({
        executionArn: EXECUTION,
        certificateArn: OLD,
        certificate: anExistingCertificate(OLD, { notAfter }),
        attachments: [anAttachment()],
        ...changes,
      }),
    subjects: () =>
      account.notifications.sent.map(({ subject }) => subject.replace('Certificate app.example.com ', '')),
    events: () => account.eventBus.events.map(({ detailType }) => detailType),
  };
}

describe('a new health issue', () => {
  it('is published and notified, and recorded afterwards', async () => {
    const { tell, notifications, eventBus, certificateStates, journal } = setUp();
    await tell(caa);
    expect(journal.changes.map((change) => change.split(' ')[0])).toEqual([
      'eventBus.publish',
      'notifications.send',
      'certificateStates.recordNotification',
    ]);
    expect(notifications.sent).toEqual([
      {
        subject: 'Certificate app.example.com is at risk (13 days left): CaaForbidsAmazonError',
        body: expect.stringMatching(
          /Cause: +a CAA record[^]*What to do: Add the CAA record.*The next sweep checks it again[^]*- arn:.*:listener/,
        ),
      },
    ]);
    expect(eventBus.events).toEqual([
      {
        detailType: 'Certificate At Risk',
        resources: [OLD],
        detail: {
          certificateArn: OLD,
          domainName: 'app.example.com',
          healthIssue: 'CaaForbidsAmazonError',
          cause: 'a CAA record',
          advice: expect.stringMatching(
            /^Add the CAA record.*existing ones\. The next sweep checks it again; to check now, run npx acm-autopilot sweep\.$/,
          ),
          notificationReason: 'opened',
          daysLeft: 13,
          notAfter,
          listenerArns: [HTTPS_443],
          executionArn: EXECUTION,
        },
      },
    ]);
    expect((await certificateStates.get(OLD)).lastNotified).toMatchObject({
      name: 'CaaForbidsAmazonError',
      daysLeft: 13,
    });
  });

  it('is notified twice when it could not be recorded', async () => {
    const { tell, certificateStates, subjects } = setUp();
    const { recordNotification } = certificateStates;
    certificateStates.recordNotification = async () => {
      certificateStates.recordNotification = recordNotification;
      throw new Error('the table does not answer');
    };
    await expect(tell(caa)).rejects.toThrow(/does not answer/);
    await tell(caa);
    await tell(caa);
    expect(subjects()).toHaveLength(2);
  });

  it('is not notified repeatedly while the bus rejects it', async () => {
    const { tell, eventBus, subjects } = setUp();
    const { publish } = eventBus;
    eventBus.publish = async () => {
      throw new EventNotPublishedError('refused');
    };
    await expect(tell(caa)).rejects.toThrow(EventNotPublishedError);
    await expect(tell(caa)).rejects.toThrow(EventNotPublishedError);
    eventBus.publish = publish;
    await tell(caa);
    expect(subjects()).toHaveLength(1);
  });
});

describe('a persistent health issue', () => {
  it('is notified once, however often it is assessed', async () => {
    const { tell, subjects, events } = setUp();
    for (let day = 0; day < 5; day += 1) await tell(caa);
    expect(subjects()).toHaveLength(1);
    expect(events()).toHaveLength(1);
  });

  it('stays the same issue on another node of the load balancer', async () => {
    const { tell, subjects } = setUp();
    for (const address of ['192.0.2.1', '192.0.2.2']) {
      const cause = `The TLS handshake with ${address}:443 failed for app.example.com: ECONNREFUSED`;
      await tell(assessed('not-served', { healthIssue: { name: 'HttpsUnreachableError', cause } }));
    }
    expect(subjects()).toHaveLength(1);
  });

  it('is notified when it changes and when expiry is near', async () => {
    const { tell, subjects, eventBus } = setUp();
    const dns = { name: 'DelegationError', cause: 'delegated to nobody' };
    await tell(caa);
    await tell(assessed('blocked', { healthIssue: dns }));
    await tell(assessed('blocked', { healthIssue: dns, daysLeft: 8 }));
    await tell(assessed('blocked', { healthIssue: dns, daysLeft: 7 }));
    expect(subjects()).toEqual([
      'is at risk (13 days left): CaaForbidsAmazonError',
      'is still at risk (13 days left): DelegationError',
      'is still at risk (7 days left): DelegationError',
    ]);
    expect(eventBus.events).toMatchObject([
      { detail: { notificationReason: 'opened' } },
      { detail: { notificationReason: 'changed' } },
      { detail: { notificationReason: 'expiry-near' } },
    ]);
  });
});

describe('a resolved health issue', () => {
  it.each<[string, Partial<Input<typeof NotifyHealthIssue>>, string]>([
    ['fixed', assessed('healthy'), 'fixed'],
    ['fixed while ACM is still at work', assessed('renewing'), 'fixed'],
    ['ended by the renewal', assessed('renewed'), 'renewed'],
    ['ended by another certificate', { ...replacing, ...replaced }, 'replaced'],
  ])('was %s: notified once, then deleted', async (_how, document, how) => {
    const { tell, subjects, eventBus, certificateStates } = setUp();
    await tell(caa);
    await tell(document);
    await tell(document);
    expect(subjects().slice(1)).toEqual(['has recovered: CaaForbidsAmazonError']);
    expect(eventBus.events.slice(1)).toEqual([
      {
        detailType: 'Certificate Recovered',
        resources: [OLD],
        detail: {
          certificateArn: OLD,
          domainName: 'app.example.com',
          healthIssue: 'CaaForbidsAmazonError',
          how,
          daysLeft: 13,
          notAfter,
          executionArn: EXECUTION,
        },
      },
    ]);
    expect((await certificateStates.get(OLD)).lastNotified).toBeUndefined();
  });

  it('contains the certificate that replaced it', async () => {
    const { tell, notifications } = setUp();
    await tell(replacing);
    await tell({ ...replacing, ...replaced });
    expect(notifications.sent[1]?.body).toMatch(new RegExp(`Replaced by: +${NEW}\\n`));
  });

  it.each(['gone', 'retired', 'delete', 'not-managed'] as const)(
    'with the certificate itself (%s) is forgotten in silence',
    async (verdict) => {
      const { tell, subjects, events, certificateStates } = setUp();
      await tell(caa);
      await tell(assessed(verdict));
      expect(subjects()).toHaveLength(1);
      expect(events()).toHaveLength(1);
      expect((await certificateStates.get(OLD)).lastNotified).toBeUndefined();
    },
  );

  it('is not notified when none was open', async () => {
    const { tell, journal } = setUp();
    await tell(assessed('healthy'));
    expect(journal.changes).toEqual([]);
  });
});

describe('a failed step', () => {
  it('is a health issue with the name of its error, and fails the execution', async () => {
    const { tell, subjects, eventBus } = setUp();
    const { failure } = await tell({ ...caa, ...quota });
    expect(failure).toEqual({
      domainName: 'app.example.com',
      step: 'RequestReplacement',
      error: 'CertificateQuotaExceededError',
      cause: 'no more',
    });
    expect(subjects()).toEqual(['is at risk (13 days left): CertificateQuotaExceededError']);
    expect(eventBus.events).toMatchObject([{ detail: { step: 'RequestReplacement', cause: 'no more' } }]);
  });

  it('is notified without a domain when the certificate could not be assessed', async () => {
    const { tell, notifications } = setUp();
    const failed = failedAt('AcquireLock', 'AccessDeniedError', 'dynamodb:GetItem');
    const { failure } = await tell({ certificate: undefined, attachments: undefined, ...failed });
    expect(failure).toEqual({ step: 'AcquireLock', error: 'AccessDeniedError', cause: 'dynamodb:GetItem' });
    expect(notifications.sent).toMatchObject([{ subject: 'Certificate 1 is at risk: AccessDeniedError' }]);
  });

  it('is notified together with a failed restoration', async () => {
    const { tell } = setUp();
    const { failed: first } = failedAt('VerifyDetached', 'ServedCertificateMismatchError', 'serves another');
    const { failed: second } = failedAt('RestoreReplaced', 'ListenerFullError', 'no room');
    const { failure } = await tell({ ...replacing, failed: { ...first, ...second } });
    expect(failure).toMatchObject({
      step: 'VerifyDetached',
      cause: 'serves another RestoreReplaced also failed: ListenerFullError: no room',
    });
  });

  it('returns its failure when no notification is due', async () => {
    const { tell, subjects } = setUp();
    await tell({ ...caa, ...quota });
    expect((await tell({ ...caa, ...quota })).failure?.error).toBe('CertificateQuotaExceededError');
    expect(subjects()).toHaveLength(1);
  });

  it('is notified once, although a daily replacement fails every day', async () => {
    const { tell, subjects } = setUp();
    for (let daysLeft = 13; daysLeft >= 6; daysLeft -= 1) {
      const today = { assessment: { ...replacing.assessment, daysLeft } };
      await tell(today);
      await tell({ ...today, ...quota });
    }
    expect(subjects()).toEqual([
      'is at risk (13 days left): CertificateBeingReplaced',
      'is still at risk (13 days left): CertificateQuotaExceededError',
      'is still at risk (7 days left): CertificateQuotaExceededError',
    ]);
  });

  it('is counted by error each time, notified or not; a health issue is not', async () => {
    const { tell } = setUp();
    expect(await emittedMetrics(() => tell(caa))).toEqual([]);
    const failing = () => tell({ ...caa, ...quota });
    for (const attempt of [failing, failing]) {
      expect(await emittedMetrics(attempt)).toMatchObject([
        { metric: 'AcmAutopilot/Failures', dimensions: { stack: 'test', error: 'CertificateQuotaExceededError' } },
      ]);
    }
  });

  it('is resolved when the next attempt succeeds', async () => {
    const { tell, subjects } = setUp();
    await tell(replacing);
    await tell({ ...replacing, ...quota });
    await tell(replacing);
    await tell({ ...replacing, ...replaced });
    expect(subjects().slice(2)).toEqual(['has recovered: CertificateQuotaExceededError']);
  });

  it('is superseded by another health issue of the certificate', async () => {
    const { tell, subjects } = setUp();
    await tell({ ...replacing, ...quota });
    await tell(caa);
    await tell(replacing);
    expect(subjects().slice(1)).toEqual([
      'is still at risk (13 days left): CaaForbidsAmazonError',
      'is still at risk (13 days left): CertificateBeingReplaced',
    ]);
  });
});
