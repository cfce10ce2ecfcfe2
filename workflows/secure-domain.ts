import { choice, fail, isTrue, otherwise, pass, step, succeed, when, workflow } from './asl';
import { issuance } from './fragments/issuance';
import {
  certificateLocked,
  certificateNotPropagated,
  dnsChangeRaced,
  dnsLookupFailed,
  listenerNotPropagated,
  notServedYet,
  zoneBusy,
} from './retries';

/** A domain that was requested answers HTTPS. */
export const secureDomain = workflow({
  comment: 'One event becomes working HTTPS: check, request, validate, wait, attach, point, verify, publish.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass(
      'The state document: the event as it came, and which execution this is. Each step adds what it found.',
      { 'event.$': '$', 'executionArn.$': '$$.Execution.Id' },
    ),
    CheckDomain: step('Names, zones, delegation, CAA, target, room for the certificate, aliases. Creates nothing.', {
      retry: [dnsLookupFailed],
    }),
    RequestCertificate: step(
      'Reuses the managed certificate with these names and key type, or asks ACM for one. One that is being removed is waited for.',
      { retry: [certificateLocked] },
    ),
    ...issuance({
      comment:
        "Every validation record, or none yet: ACM gives them name by name, for up to minutes. A new certificate's tags, which its role asks for, may be late too.",
      next: 'AttachToAlb',
    }),
    AttachToAlb: step(
      'HTTPS:443 serves the certificate. Just after issuance ELB may not know it, nor a listener just created: both are retried.',
      { retry: [certificateNotPropagated, listenerNotPropagated] },
    ),
    IsAliasWanted: choice('The request may keep its DNS to itself.', [
      when(isTrue('$.request.alias'), 'PointDomain'),
      otherwise('VerifyHttps'),
    ]),
    PointDomain: step(
      'Alias records to the load balancer. Creates, never overwrites. Rejected once may mean that another execution created them meanwhile.',
      { retry: [zoneBusy, dnsChangeRaced] },
    ),
    VerifyHttps: step(
      'A TLS handshake with every address: the served certificate is the attached one. Retried while it is on its way.',
      { retry: [notServedYet] },
    ),
    IsRedirectWanted: choice('Plain HTTP goes on as it was unless the request says otherwise.', [
      when(isTrue('$.request.redirectHttp'), 'RedirectHttp'),
      otherwise('PublishOutcome'),
    ]),
    RedirectHttp: step('HTTP:80 redirects, now that HTTPS is seen to work.'),
    PublishOutcome: step('Domain Secured, on the bus.', { publishes: true }),
    Secured: succeed('The domain answers HTTPS.'),

    NotifyFailure: step('A person is told: which domain, which step, why, what to do, what exists already.', {
      onFailure: 'FailedWithoutNotification',
      failedAt: '$.notification',
    }),
    PublishFailure: step('Domain Provisioning Failed, on the bus.', {
      calls: 'PublishOutcome',
      publishes: true,
      onFailure: 'Failed',
      failedAt: '$.unpublished',
    }),
    Failed: fail('The execution shows the error that the person was told.', {
      ErrorPath: '$.failure.error',
      CausePath: '$.failure.cause',
    }),
    FailedWithoutNotification: fail(
      'The message or its event could not be sent. The rule for executions that end without a notification takes it from here.',
      {
        Error: 'NotificationFailed',
        Cause:
          "The request failed, and so did the notification of it: the first error is in this execution's history, before NotifyFailure.",
      },
    ),
  },
});
