import { RecordConflictError } from '../shared/errors';
import {
  and,
  choice,
  equals,
  isPresent,
  isTrue,
  not,
  otherwise,
  pass,
  step,
  succeed,
  wait,
  when,
  workflow,
} from './asl';
import { reportedFailure } from './fragments/failure';
import { issuance } from './fragments/issuance';
import {
  certificateLocked,
  certificateNotPropagated,
  dnsChangeRaced,
  dnsLookupFailed,
  listenerNotPropagated,
  notServedYet,
  tagNotPropagated,
  validationRecordsPending,
  zoneBusy,
} from './retries';

/** The certificate of the request, as the steps that retire one read it. */
const REQUESTED = {
  'certificateArn.$': '$.certificate.certificateArn',
  'domainName.$': '$.names.domainName',
  type: 'AMAZON_ISSUED',
  'tags.$': '$.request.tags',
};

/** From a request to working HTTPS. */
export const secureDomain = workflow({
  comment: 'Makes a domain answer HTTPS: check, request, validate, wait, attach, alias, verify, publish.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass("Begins the state document with the event and the execution's ARN; each step adds what it finds.", {
      'event.$': '$',
      'executionArn.$': '$$.Execution.Id',
    }),
    CheckDomain: step('Checks names, zones, delegation, CAA, target, capacity and aliases; creates nothing.', {
      retry: [dnsLookupFailed],
    }),
    RequestCertificate: step('Reuses the managed certificate with these names and key algorithm, or requests one.', {
      retry: [certificateLocked],
    }),
    IsServedByWildcard: choice('A wildcard no longer answers for a name that has a validation record below it.', [
      when(isPresent('$.servedByWildcard'), 'CheckValidationRecords'),
      otherwise('WriteValidationRecords'),
    ]),
    CheckValidationRecords: step('Finds a conflicting CNAME before the aliases are created; writes nothing.', {
      calls: 'WriteValidationRecords',
      payload: { 'names.$': '$.names', 'zones.$': '$.zones', 'certificate.$': '$.certificate', checkOnly: true },
      result: { pick: ['validation.records'], at: '$.planned' },
      retry: [validationRecordsPending, dnsLookupFailed],
      caught: { errors: [RecordConflictError], at: '$.failed.CheckValidationRecords', next: 'IsCertificateNew' },
    }),
    CreateOwnAliases: step('Creates the alias of each name that only a wildcard points at the load balancer.', {
      calls: 'WriteAliasRecords',
      payload: { names: { 'domainNames.$': '$.servedByWildcard' }, 'zones.$': '$.zones', 'target.$': '$.target' },
      result: { pick: ['alias.records'], at: '$.alias' },
      retry: [zoneBusy, dnsChangeRaced, dnsLookupFailed],
    }),
    WaitForOwnAliases: wait('Route 53 has a change on all of its name servers within a minute.', { seconds: 60 }),
    ...issuance<'AttachCertificate' | 'IsCertificateNew'>({
      certificate: '$.certificate',
      next: 'AttachCertificate',
      onConflict: 'IsCertificateNew',
    }),
    AttachCertificate: step('Makes the HTTPS:443 listener serve the certificate.', {
      retry: [certificateNotPropagated, listenerNotPropagated],
    }),
    IsAliasWanted: choice('A request can decline alias records, or have existing records replaced.', [
      when(and(isTrue('$.request.alias'), isPresent('$.aliasMoves')), 'VerifyNewTarget'),
      when(isTrue('$.request.alias'), 'WriteAliasRecords'),
      when(equals('$.request.alias', 'replace'), 'VerifyTarget'),
      otherwise('VerifyHttps'),
    ]),
    VerifyTarget: step('Handshakes: the load balancer serves the certificate before any visitor is sent there.', {
      calls: 'VerifyHttps',
      retry: [notServedYet],
    }),
    ReplaceRecords: step('Replaces the checked records by aliases, in one batch a zone; changes no others.', {
      retry: [zoneBusy, dnsChangeRaced],
      next: 'VerifyHttps',
    }),
    VerifyNewTarget: step('Handshakes: the new load balancer serves the certificate before the alias follows.', {
      calls: 'VerifyHttps',
      retry: [notServedYet],
    }),
    MoveAliasRecords: step('Points the aliases that this service created at the load balancer of the latest request.', {
      retry: [zoneBusy, dnsChangeRaced],
    }),
    WriteAliasRecords: step('Creates alias records to the load balancer; overwrites nothing.', {
      retry: [zoneBusy, dnsChangeRaced, dnsLookupFailed],
    }),
    VerifyHttps: step(
      'Handshakes: every address serves the attached certificate, or another managed one that covers the name.',
      {
        retry: [notServedYet],
      },
    ),
    IsRedirectWanted: choice('Plain HTTP stays as it is unless the request says otherwise.', [
      when(isTrue('$.request.redirectHttp'), 'RedirectHttp'),
      otherwise('PublishOutcome'),
    ]),
    RedirectHttp: step('Redirects HTTP:80, now that HTTPS is verified.'),
    PublishOutcome: step('Publishes Domain Secured.', { publishes: true }),
    Secured: succeed('The domain answers HTTPS.'),

    IsCertificateNew: choice('A certificate whose validation records cannot be written is of no use.', [
      when(
        and(equals('$.certificate.origin', 'requested'), not(isPresent('$.validation'))),
        'RetireRequested',
        'This execution requested it, and has written no record for it.',
      ),
      otherwise('NotifyFailure'),
    ]),
    RetireRequested: step('Tags the certificate as retired, so that it may be deleted.', {
      calls: 'DetachCertificate',
      payload: { certificate: REQUESTED, attachments: [] },
      result: { pick: ['detachment.retiredAt'], at: '$.retirement' },
      retry: [tagNotPropagated],
    }),
    DeleteRequested: step('Deletes the certificate again.', {
      calls: 'DeleteCertificate',
      payload: { certificate: REQUESTED },
      result: { pick: ['certificate.certificateArn'], at: '$.deleted' },
      retry: [tagNotPropagated],
      next: 'NotifyFailure',
    }),

    ...reportedFailure({ event: 'Domain Provisioning Failed', publish: 'PublishOutcome' }),
  },
});
