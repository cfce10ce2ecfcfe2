import { notifyFailure } from '../../../functions/secure/notify-failure';
import { publishOutcome } from '../../../functions/secure/publish-outcome';
import { StateDocumentError } from '../../../shared/errors';
import { aTarget, EXECUTION, HTTPS_443, LOAD_BALANCER, requestedNames } from '../../builders/document';
import { emittedMetrics } from '../../builders/emitted-metrics';
import { anEvent } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';

const certificate = {
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
  origin: 'requested' as const,
};
const attachment = { listenerArn: HTTPS_443, as: 'sni' as const, created: 'attachment' as const };
const begun = { event: anEvent(), executionArn: EXECUTION };
const failedAt = (state: string, Error: string, errorMessage: string) => ({
  failed: { [state]: { Error, Cause: JSON.stringify({ errorType: Error, errorMessage }) } },
});

beforeEach(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

describe('the message of a failure', () => {
  it('contains the domain, the step, the error, the cause and the action', async () => {
    const account = fakeAccount();
    const { notifications } = account;
    const document = { ...begun, ...failedAt('CheckDomain', 'DelegationError', 'delegated to nobody') };
    expect(await notifyFailure(account)(document)).toEqual({
      failure: {
        domainName: 'app.example.com',
        step: 'CheckDomain',
        error: 'DelegationError',
        cause: 'delegated to nobody',
      },
    });
    expect(notifications.sent).toEqual([
      {
        subject: 'HTTPS for app.example.com failed: DelegationError',
        body: expect.stringMatching(
          /delegated to nobody[^]*What to do: Set the live zone.*no other record resolves\. Then emit the event again\.\n[^]*Nothing was created/,
        ),
      },
    ]);
  });

  it('does not ask for an event when a sweep failed', async () => {
    const account = fakeAccount();
    const executionArn = 'arn:aws:states:eu-west-1:111122223333:execution:dev-sweep:one';
    await notifyFailure(account)({
      executionArn,
      event: {},
      ...failedAt('CheckMassChange', 'ServiceUnavailableError', '503'),
    });
    expect(account.notifications.sent[0]?.body).toMatch(
      /What to do: Check the AWS Health Dashboard.* The next sweep checks it again; to check now, run npx acm-autopilot sweep\.\n/,
    );
  });

  it('lists what was created', async () => {
    const account = fakeAccount();
    const { notifications } = account;
    await notifyFailure(account)({
      ...begun,
      ...failedAt('VerifyHttps', 'HttpsUnreachableError', 'refused'),
      certificate,
      validation: { records: [{ zoneId: 'Z1', name: '_x.example.com', value: '_y.aws', written: true }] },
      attachment,
      alias: { records: [{ name: 'app.example.com', type: 'A', created: true }] },
    });
    expect(notifications.sent[0]?.body.match(/^- .*$/gm)).toEqual([
      `- certificate ${certificate.certificateArn} (requested)`,
      '- _x.example.com CNAME _y.aws in zone Z1',
      `- the certificate on listener ${HTTPS_443} (sni)`,
      '- app.example.com A alias',
    ]);
  });

  it('belongs to the thread of the certificate once there is one', async () => {
    const account = fakeAccount();
    await notifyFailure(account)({ ...begun, ...failedAt('VerifyHttps', 'X', 'refused'), certificate });
    expect(account.notifications.messages).toMatchObject([{ threadId: certificate.certificateArn }]);
  });

  it('is counted by error after the notification', async () => {
    const account = fakeAccount();
    const document = { ...begun, ...failedAt('CheckDomain', 'DelegationError', 'delegated to nobody') };
    const metrics = await emittedMetrics(() => notifyFailure(account)(document));
    expect(metrics).toMatchObject([
      { metric: 'AcmAutopilot/Failures', value: 1, dimensions: { stack: 'test', error: 'DelegationError' } },
    ]);
    const untold = { ...account, notifications: { send: () => Promise.reject(new Error('no topic')) } };
    const failed = () => expect(notifyFailure(untold)(document)).rejects.toThrow('no topic');
    expect(await emittedMetrics(failed)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['as the sender wrote it', anEvent({ domainName: 'NOT A DOMAIN' }), 'HTTPS for NOT A DOMAIN failed: X'],
    ['as "a request" when there is none', { detail: {} }, 'HTTPS for a request failed: X'],
  ])('names the domain %s', async (_how, event, subject) => {
    const account = fakeAccount();
    const { notifications } = account;
    await notifyFailure(account)({ event, executionArn: EXECUTION, ...failedAt('CheckDomain', 'X', 'y') });
    expect(notifications.sent).toMatchObject([{ subject }]);
  });
});

describe('the outcome on the bus', () => {
  const secured = { ...begun, names: requestedNames(), target: aTarget(), certificate, attachment };

  it('is Domain Secured with the result of the handshake', async () => {
    const account = fakeAccount();
    const { eventBus } = account;
    const [notBefore, notAfter] = ['2026-11-23T08:00:00.000Z', '2027-06-09T08:00:00.000Z'];
    const servedBy = [{ domainName: 'app.example.com', certificateArn: certificate.certificateArn }];
    const verification = { tlsVersion: 'TLSv1.3', serial: '0a', notBefore, notAfter, servedBy };
    const { outcome } = await publishOutcome(account)({ ...secured, verification });
    expect(outcome).toEqual({ detailType: 'Domain Secured', eventId: 'event-1' });
    expect(eventBus.events).toEqual([
      {
        detailType: 'Domain Secured',
        resources: [certificate.certificateArn],
        detail: {
          domainName: 'app.example.com',
          domainNames: ['app.example.com', '*.app.example.com'],
          certificateArn: certificate.certificateArn,
          loadBalancerArn: LOAD_BALANCER,
          listenerArn: HTTPS_443,
          verified: true,
          servedBy,
          notBefore,
          notAfter,
          executionArn: EXECUTION,
          requestEventId: begun.event.id,
        },
      },
    ]);
  });

  it.each<[string, object, number | undefined]>([
    ['since it was asked for', anEvent(), 154],
    ['not at all when nobody knows since when', { detail: {} }, undefined],
  ])('measures how long it took: %s', async (_how, event, seconds) => {
    const now = () => new Date('2026-11-23T08:02:34Z');
    const document = { ...secured, event, verification: { skipped: 'internal' } };
    const emitted = await emittedMetrics(() => publishOutcome(fakeAccount({ now }))(document));
    expect(emitted.find(({ metric }) => metric === 'AcmAutopilot/DomainsSecured')?.value).toBe(1);
    expect(emitted.find(({ metric }) => metric === 'AcmAutopilot/TimeToSecured')?.value).toBe(seconds);
  });

  it('gives the reason when nothing was verified', async () => {
    const account = fakeAccount();
    const { eventBus } = account;
    await publishOutcome(account)({ ...secured, verification: { skipped: 'internal' } });
    expect(eventBus.events).toMatchObject([{ detail: { verified: false, notVerifiedBecause: 'internal' } }]);
  });

  it('is Domain Provisioning Failed when a step failed', async () => {
    const account = fakeAccount();
    const { eventBus } = account;
    const failure = { step: 'CheckDomain', error: 'DelegationError', cause: 'delegated to nobody' };
    const emitted = await emittedMetrics(() => publishOutcome(account)({ ...begun, failure }));
    expect(emitted).toEqual([]);
    expect(eventBus.events).toMatchObject([
      { detailType: 'Domain Provisioning Failed', resources: [], detail: { ...failure, executionArn: EXECUTION } },
    ]);
  });

  it('is never Domain Secured when fields of the document are missing', async () => {
    const account = fakeAccount();
    const { eventBus } = account;
    await expect(publishOutcome(account)(begun)).rejects.toThrow(StateDocumentError);
    expect(eventBus.events).toEqual([]);
  });
});
