import { notifyFailure } from '../../../functions/notify-failure';
import { publishOutcome } from '../../../functions/publish-outcome';
import { StateDocumentError } from '../../../shared/errors';
import { aRequest, aTarget, EXECUTION, HTTPS_443, LOAD_BALANCER } from '../../builders/document';
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

describe('the message of a failure', () => {
  it('says which domain, step and error, why, and what to do', async () => {
    const { notifications } = fakeAccount();
    const document = { ...begun, ...failedAt('CheckDomain', 'DelegationError', 'delegated to nobody') };
    expect(await notifyFailure(notifications)(document)).toEqual({
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
          /delegated to nobody[^]*What to do: Set the zone's name servers[^]*Nothing was created/,
        ),
      },
    ]);
  });

  it('lists what exists already', async () => {
    const { notifications } = fakeAccount();
    await notifyFailure(notifications)({
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

  it.each<[string, unknown, string]>([
    ['as the sender wrote it', anEvent({ domainName: 'NOT A DOMAIN' }), 'HTTPS for NOT A DOMAIN failed: X'],
    ['as "a request" when there is none', { detail: {} }, 'HTTPS for a request failed: X'],
    ['as "a request" when it is no text', anEvent({ domainName: 7 }), 'HTTPS for a request failed: X'],
  ])('names the domain %s', async (_how, event, subject) => {
    const { notifications } = fakeAccount();
    await notifyFailure(notifications)({ event, executionArn: EXECUTION, ...failedAt('CheckDomain', 'X', 'y') });
    expect(notifications.sent).toMatchObject([{ subject }]);
  });
});

describe('the outcome on the bus', () => {
  const secured = { ...begun, request: aRequest(), target: aTarget(), certificate, attachment };

  it('is Domain Secured with the handshake that was seen', async () => {
    const { eventBus } = fakeAccount();
    const [notBefore, notAfter] = ['2026-11-23T08:00:00.000Z', '2027-06-09T08:00:00.000Z'];
    const verification = { tlsVersion: 'TLSv1.3', serial: '0a', notBefore, notAfter };
    const { outcome } = await publishOutcome(eventBus)({ ...secured, verification });
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
          notBefore,
          notAfter,
          executionArn: EXECUTION,
          requestEventId: begun.event.id,
        },
      },
    ]);
  });

  it('says why nothing was verified', async () => {
    const { eventBus } = fakeAccount();
    await publishOutcome(eventBus)({ ...secured, verification: { skipped: 'internal' } });
    expect(eventBus.events).toMatchObject([{ detail: { verified: false, notVerifiedBecause: 'internal' } }]);
  });

  it('is Domain Provisioning Failed once a step has failed', async () => {
    const { eventBus } = fakeAccount();
    const failure = { step: 'CheckDomain', error: 'DelegationError', cause: 'delegated to nobody' };
    await publishOutcome(eventBus)({ ...begun, failure });
    expect(eventBus.events).toMatchObject([
      { detailType: 'Domain Provisioning Failed', resources: [], detail: { ...failure, executionArn: EXECUTION } },
    ]);
  });

  it('is never Domain Secured when the document does not say how', async () => {
    const { eventBus } = fakeAccount();
    await expect(publishOutcome(eventBus)(begun)).rejects.toThrow(StateDocumentError);
    expect(eventBus.events).toEqual([]);
  });
});
