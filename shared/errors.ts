/*
 * Every named error of the service. The name is what a workflow matches to retry or to catch, what the notification and the
 * runbook are headed with, and what a person searches for; `cure` tells that person what to do about it. How to go on after that
 * depends on who is told, and is no error's matter (advice.ts).
 */

/** The request breaks a rule of its contract: the message names the field and the rule. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  static readonly cure = 'Nothing was created. Correct the named field.';
}

/** No public hosted zone of the account covers a name, or the zone that the request names does not. */
export class ZoneNotFoundError extends Error {
  override readonly name = 'ZoneNotFoundError';
  static readonly cure =
    'Create a public hosted zone for the domain (or for a parent of it) in this account and delegate to it, or correct the name.';
}

/** The deployment was not given the name's zone or domain to manage. */
export class ZoneNotAllowedError extends Error {
  override readonly name = 'ZoneNotAllowedError';
  static readonly cure =
    'If this service is meant to manage the zone, add it to the parameters allowedZones and allowedDomains and deploy again.';
}

/** Public DNS does not send the name to the hosted zone, so nothing written there would ever be seen by ACM. */
export class DelegationError extends Error {
  override readonly name = 'DelegationError';
  static readonly cure =
    "Set the zone's name servers, named above, at the registrar (or as the NS record in the parent zone), and wait until public DNS shows them.";
}

/** CAA records forbid Amazon to issue for a name. ACM would fail for good, so nothing was asked of it. */
export class CaaForbidsAmazonError extends Error {
  override readonly name = 'CaaForbidsAmazonError';
  static readonly cure =
    "Add the CAA record named above (one of Amazon's four issuers is enough) beside the existing ones.";
}

/** A public DNS look-up gave no usable answer (time-out, SERVFAIL). SERVFAIL that lasts is often a broken DNSSEC chain. */
export class DnsLookupError extends Error {
  override readonly name = 'DnsLookupError';
  static readonly cure =
    'Look the name up yourself (dig NAME TYPE). A failure that lasts means that the registrar names servers that do not know the zone (a zone that was deleted and created again has different ones), or that a DNSSEC chain is broken (the DS record at the registrar). Fix it there.';
}

/** The load balancer, listener or target group of the request does not exist in this account and Region. */
export class TargetNotFoundError extends Error {
  override readonly name = 'TargetNotFoundError';
  static readonly cure = "Check the target's name or ARN, its account and its Region (it must be this deployment's).";
}

/** The target exists but cannot serve HTTPS for this service as it is. */
export class TargetNotUsableError extends Error {
  override readonly name = 'TargetNotUsableError';
  static readonly cure = 'Change the load balancer or the request as the cause says.';
}

/** The deployment was not given this load balancer to manage. */
export class TargetNotAllowedError extends Error {
  override readonly name = 'TargetNotAllowedError';
  static readonly cure =
    'If this service is meant to manage the load balancer, add its name to the parameter allowedLoadBalancers and deploy again.';
}

/** The load balancer has no free place for one more certificate. */
export class ListenerFullError extends Error {
  override readonly name = 'ListenerFullError';
  static readonly cure =
    'Remove certificates that nothing needs from its listeners, put several names on one certificate, use another load balancer, or have the quota "Certificates per Application Load Balancer" raised.';
}

/** ACM refuses one more certificate: a quota of the account is used up. */
export class CertificateQuotaExceededError extends Error {
  override readonly name = 'CertificateQuotaExceededError';
  static readonly cure =
    'Delete certificates that nothing uses (expired and revoked ones count too) or have the ACM quota raised in Service Quotas.';
}

/** ACM has not given the validation record of every name yet: the workflow asks again. */
export class ValidationRecordsNotReadyError extends Error {
  override readonly name = 'ValidationRecordsNotReadyError';
  static readonly cure =
    'ACM normally gives the validation records within a minute. Look at the certificate in the console; the next attempt uses the same one.';
}

/** A record that this service did not write stands where it would have to write one. It was left as it is. */
export class RecordConflictError extends Error {
  override readonly name = 'RecordConflictError';
  static readonly cure =
    'Decide whether the existing record can be deleted, and delete it if so. A wildcard can stay: give the name its own records first.';
}

/** Route 53 refused a change batch for a reason that a repetition does not cure. Nothing of the batch was written. */
export class DnsChangeRejectedError extends Error {
  override readonly name = 'DnsChangeRejectedError';
  static readonly cure = "Read Route 53's reason above, and fix the record or lift its protection.";
}

/** Route 53 is still at work on an earlier change of the same zone: the workflow asks again. */
export class PriorRequestNotCompleteError extends Error {
  override readonly name = 'PriorRequestNotCompleteError';
  static readonly cure =
    'Something keeps changing this zone. Find it (CloudTrail, us-east-1, ChangeResourceRecordSets).';
}

/** AWS throttled the call for longer than the workflow retried it. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  static readonly cure =
    'The account calls this API more often than AWS allows. Find out what else calls it, or wait a while.';
}

/** An AWS service did not answer, or answered that it is unwell. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
  static readonly cure = 'Look at the AWS Health Dashboard, and wait until the service has recovered.';
}

/** A role of this service, or a policy above it, does not allow a call that the step needs. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  static readonly cure =
    'Check the parameters allowedZones, allowedDomains and allowedLoadBalancers, service control policies and permission boundaries for the action named above.';
}

/** AWS refused a call for a reason that this service has no name for: the message has AWS's own code and text. */
export class AwsRequestError extends Error {
  override readonly name = 'AwsRequestError';
  static readonly cure = 'Read the code and text that AWS gave, and fix the cause.';
}

/** ACM will never issue this certificate. A new request starts afresh. */
export class IssuanceFailedError extends Error {
  override readonly name = 'IssuanceFailedError';
  static readonly cure =
    'Fix what ACM names (see "failure reasons" in the ACM user guide). The next attempt requests a new certificate; the failed one can be deleted an hour after it was requested.';
}

/** The names were not validated within ACM's 72 hours: the message says which, and why. */
export class IssuanceTimedOutError extends Error {
  override readonly name = 'IssuanceTimedOutError';
  static readonly cure =
    'Fix the validation of each name listed above. The next attempt requests a new certificate; the timed-out one can be deleted.';
}

/** The load balancer does not accept the certificate, though ACM has issued it. Normal for a moment after issuance. */
export class CertificateNotUsableError extends Error {
  override readonly name = 'CertificateNotUsableError';
  static readonly cure =
    'If ACM issued it only minutes ago, wait a few more. If it persists, the load balancer does not support its key type: request another keyAlgorithm.';
}

/** No TLS handshake with the load balancer came about. */
export class HttpsUnreachableError extends Error {
  override readonly name = 'HttpsUnreachableError';
  static readonly cure =
    "Let the load balancer's security group and network ACL accept TCP 443, and check that it is active.";
}

/** The load balancer serves another certificate for the name than the one attached to it. */
export class ServedCertificateMismatchError extends Error {
  override readonly name = 'ServedCertificateMismatchError';
  static readonly cure =
    'Another certificate on the listener covers the same name and is preferred (ECDSA before RSA, for one). Remove it if it is not needed.';
}

/** ACM does not know the certificate (any more). */
export class CertificateNotFoundError extends Error {
  override readonly name = 'CertificateNotFoundError';
  static readonly cure =
    'If the certificate was deleted by hand, its domain has to be requested anew. Otherwise check the ARN, its account and its Region.';
}

/** Something still uses the certificate that is to be deleted. ACM's knowledge of that lags behind by minutes. */
export class CertificateInUseError extends Error {
  override readonly name = 'CertificateInUseError';
  static readonly cure = 'Look at "Associated resources" of the certificate in the ACM console, and replace it there.';
}

/** The certificate is a listener's default: it can be exchanged, not removed. */
export class DefaultCertificateError extends Error {
  override readonly name = 'DefaultCertificateError';
  static readonly cure =
    'Somebody made the certificate a default in the meantime: make sure that it stays as it is. The next attempt replaces the default first.';
}

/** Another execution keeps this certificate at the moment: the workflow waits, or leaves it to that one. */
export class CertificateLockedError extends Error {
  override readonly name = 'CertificateLockedError';
  static readonly cure = 'Look at the execution named above. If it hangs, stop it: a stopped execution holds nothing.';
}

/** The certificate is a listener's default, and nothing else on that listener could take its place. */
export class NoFallbackCertificateError extends Error {
  override readonly name = 'NoFallbackCertificateError';
  static readonly cure =
    'An HTTPS listener needs a default certificate. Add another one to the listener, or delete the listener.';
}

/** The certificate does not carry this deployment's tag, so it is neither changed nor deleted. */
export class NotManagedError extends Error {
  override readonly name = 'NotManagedError';
  static readonly cure =
    'If this deployment is meant to manage the certificate, give it the tag acm-autopilot:stack with the name of the stack.';
}

/** An event about certificates names none that could be read. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
  static readonly cure = 'The event is kept in the dead-letter queue: read what AWS says in it.';
}

/** EventBridge took the call but not the event. */
export class EventNotPublishedError extends Error {
  override readonly name = 'EventNotPublishedError';
  static readonly cure = 'Read why the bus refused the event. What was done before stands.';
}

/** A function's environment is incomplete: the deployment is at fault, not the request. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  static readonly cure = 'Deploy the service again; do not edit its functions by hand.';
}

/** A step was handed a state document that it cannot read: a fault of the workflow, not of the request. */
export class StateDocumentError extends Error {
  override readonly name = 'StateDocumentError';
  static readonly cure = 'This is a bug in the service. Keep the execution and report it.';
}
