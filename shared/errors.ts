/*
 * Every named error of the service. Workflows match the name to retry or catch; notifications, runbook headings and logs use
 * the same name. `cure` states how to fix the cause. What to do after the fix depends on the recipient, so advice.ts adds it.
 */

/** The request violates its contract; the message names the field and the rule. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  static readonly cure = 'Nothing was created. Correct the field named above.';
}

/** No public hosted zone in the account covers a name, or the zone given in the request does not. */
export class ZoneNotFoundError extends Error {
  override readonly name = 'ZoneNotFoundError';
  static readonly cure =
    'Create a public hosted zone for the domain or one of its parents in this account and delegate to it, or correct the name.';
}

/** The deployment's configuration does not allow it to manage the name's zone or domain. */
export class ZoneNotAllowedError extends Error {
  override readonly name = 'ZoneNotAllowedError';
  static readonly cure =
    'If this service should manage the zone, add it to the parameters allowedZones and allowedDomains and redeploy.';
}

/** Public DNS does not delegate the name to the hosted zone, so ACM would never see a record written there. */
export class DelegationError extends Error {
  override readonly name = 'DelegationError';
  static readonly cure =
    "Set the live zone, if the message names one, as hostedZoneId. Otherwise let public DNS delegate the domain to the hosted zone's name servers, named above (at the registrar, or by an NS record in the parent zone), but only once the hosted zone has every record that the domain needs: from then on, no other record resolves.";
}

/** CAA records forbid Amazon to issue for a name. Issuance would fail permanently, so no certificate was requested. */
export class CaaForbidsAmazonError extends Error {
  override readonly name = 'CaaForbidsAmazonError';
  static readonly cure = "Add the CAA record named above, for any one of Amazon's four issuers, to the existing ones.";
}

/** A public DNS query returned no usable answer (time-out, SERVFAIL). Persistent SERVFAIL often means a broken DNSSEC chain. */
export class DnsLookupError extends Error {
  override readonly name = 'DnsLookupError';
  static readonly cure =
    'Query the name yourself (dig NAME TYPE). If the failure persists, either the registrar lists name servers that do not serve the zone (recreating a zone changes them) or the DNSSEC chain is broken (DS record). Fix it at the registrar.';
}

/** The requested load balancer, listener or target group does not exist in this account and Region. */
export class TargetNotFoundError extends Error {
  override readonly name = 'TargetNotFoundError';
  static readonly cure = "Check the target's name or ARN; it must be in the account and Region of this deployment.";
}

/** The target exists, but its configuration does not let this service serve HTTPS from it. */
export class TargetNotUsableError extends Error {
  override readonly name = 'TargetNotUsableError';
  static readonly cure = 'Change the load balancer or the request as described in the cause.';
}

/** The deployment's configuration does not allow it to manage this load balancer. */
export class TargetNotAllowedError extends Error {
  override readonly name = 'TargetNotAllowedError';
  static readonly cure =
    'If this service should manage the load balancer, add its name to the parameter allowedLoadBalancers and redeploy.';
}

/** The load balancer's certificate quota is used up. */
export class ListenerFullError extends Error {
  override readonly name = 'ListenerFullError';
  static readonly cure =
    'Remove unneeded certificates from its listeners, combine names on one certificate, use another load balancer, or request an increase of the quota "Certificates per Application Load Balancer".';
}

/** A certificate that this deployment does not manage would be served for a requested name instead of the requested certificate. */
export class CertificatePrecedenceError extends Error {
  override readonly name = 'CertificatePrecedenceError';
  static readonly cure =
    'Remove the certificate named above from the listener if nothing needs it, or request a key algorithm that takes precedence over it (ECDSA over RSA).';
}

/** ACM rejected the request because a quota of the account is used up. */
export class CertificateQuotaExceededError extends Error {
  override readonly name = 'CertificateQuotaExceededError';
  static readonly cure =
    'Delete unused certificates (expired and revoked ones count too), or request an increase of the ACM quota in Service Quotas.';
}

/** ACM has not provided the validation record of every name yet; the workflow retries. */
export class ValidationRecordsNotReadyError extends Error {
  override readonly name = 'ValidationRecordsNotReadyError';
  static readonly cure =
    'ACM normally provides the validation records within a minute. Check the certificate in the console; the next attempt uses the same certificate.';
}

/** An existing record conflicts with one that this service has to write. It was left unchanged. */
export class RecordConflictError extends Error {
  override readonly name = 'RecordConflictError';
  static readonly cure =
    'Delete the existing record if nothing needs it. A wildcard record can stay; create records for the name itself first.';
}

/** The deployment's configuration does not allow requests to replace the records of the name. */
export class RecordReplacementNotAllowedError extends Error {
  override readonly name = 'RecordReplacementNotAllowedError';
  static readonly cure =
    'If requests may replace the records of the domain, add it to the parameter mayReplaceRecords and redeploy. Otherwise request without "alias": "replace".';
}

/** A record is no longer the one that was to be replaced or restored. It was left unchanged. */
export class RecordChangedError extends Error {
  override readonly name = 'RecordChangedError';
  static readonly cure =
    'Find out who changed the record (CloudTrail in us-east-1, ChangeResourceRecordSets) and which value is right.';
}

/** No record of the name was replaced by this deployment, so there is none to restore. */
export class NoReplacedRecordError extends Error {
  override readonly name = 'NoReplacedRecordError';
  static readonly cure =
    'Check the name: a rollback restores what a request with "alias": "replace" has replaced at exactly this name.';
}

/** Route 53 rejected a change batch for a reason that a retry cannot fix. Nothing in the batch was applied. */
export class DnsChangeRejectedError extends Error {
  override readonly name = 'DnsChangeRejectedError';
  static readonly cure = "Read Route 53's reason above, then fix the record or remove its protection.";
}

/** Route 53 is still processing an earlier change to the same zone; the workflow retries. */
export class PriorRequestNotCompleteError extends Error {
  override readonly name = 'PriorRequestNotCompleteError';
  static readonly cure =
    'Another client keeps changing this zone. Find it in CloudTrail (us-east-1, ChangeResourceRecordSets).';
}

/** AWS throttled the call until the workflow's retries were used up. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  static readonly cure = 'The account exceeds the rate limit of this API. Find the other callers, or wait.';
}

/** An AWS service did not respond, or returned a server error. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
  static readonly cure = 'Check the AWS Health Dashboard, and wait until the service has recovered.';
}

/** A role of this service, or a policy that applies to it, does not allow a call that the step needs. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  static readonly cure =
    'For the action named above, check the parameters allowedZones, allowedDomains and allowedLoadBalancers, service control policies and permissions boundaries.';
}

/** AWS rejected a call with an error that this service does not map; the message contains AWS's error code and text. */
export class AwsRequestError extends Error {
  override readonly name = 'AwsRequestError';
  static readonly cure = 'Read the error code and text from AWS, and fix the cause.';
}

/** ACM will never issue this certificate; a new one has to be requested. */
export class IssuanceFailedError extends Error {
  override readonly name = 'IssuanceFailedError';
  static readonly cure =
    'Fix the failure reason that ACM reports (see "failure reasons" in the ACM user guide). The next attempt requests a new certificate; the failed one can be deleted an hour after it was requested.';
}

/** Names were not validated within ACM's 72 hours; the message lists them with the reason. */
export class IssuanceTimedOutError extends Error {
  override readonly name = 'IssuanceTimedOutError';
  static readonly cure =
    'Fix the validation of each name listed above. The next attempt requests a new certificate; the timed-out one can be deleted.';
}

/** The load balancer rejects an issued certificate. This is normal for a moment after issuance. */
export class CertificateNotUsableError extends Error {
  override readonly name = 'CertificateNotUsableError';
  static readonly cure =
    'If ACM issued it within the last few minutes, wait. If the error persists, the load balancer does not support its key type: request another keyAlgorithm.';
}

/** The TLS handshake with the load balancer failed. */
export class HttpsUnreachableError extends Error {
  override readonly name = 'HttpsUnreachableError';
  static readonly cure =
    "Allow TCP 443 in the load balancer's security group and network ACL, and check that the load balancer is active.";
}

/** The load balancer serves a different certificate for the name than the attached one. */
export class ServedCertificateMismatchError extends Error {
  override readonly name = 'ServedCertificateMismatchError';
  static readonly cure =
    'Another certificate on the listener covers the same name and takes precedence (for example, ECDSA over RSA). Remove it if it is not needed.';
}

/** The certificate does not exist in ACM. */
export class CertificateNotFoundError extends Error {
  override readonly name = 'CertificateNotFoundError';
  static readonly cure =
    'If the certificate was deleted manually, request its domain again. Otherwise check the ARN, account and Region.';
}

/** The certificate cannot be deleted because it is in use. ACM's usage information lags by minutes. */
export class CertificateInUseError extends Error {
  override readonly name = 'CertificateInUseError';
  static readonly cure =
    'In the ACM console, find the "Associated resources" of the certificate and replace it on each of them.';
}

/** The certificate is a listener's default, which can be replaced but not removed. */
export class DefaultCertificateError extends Error {
  override readonly name = 'DefaultCertificateError';
  static readonly cure =
    'The certificate became the default during the removal. Make sure that nothing changes the listener; the next attempt replaces the default first.';
}

/** Another execution holds the lock on this certificate; the workflow waits, or leaves the work to that execution. */
export class CertificateLockedError extends Error {
  override readonly name = 'CertificateLockedError';
  static readonly cure = 'Check the execution named above. If it is stuck, stop it; that releases the lock.';
}

/** The certificate is a listener's default, and no other certificate on that listener can replace it. */
export class NoFallbackCertificateError extends Error {
  override readonly name = 'NoFallbackCertificateError';
  static readonly cure =
    'An HTTPS listener needs a default certificate. Add another one to the listener, or delete the listener.';
}

/** The certificate does not have this deployment's tag, so it is neither changed nor deleted. */
export class NotManagedError extends Error {
  override readonly name = 'NotManagedError';
  static readonly cure =
    'If this deployment should manage the certificate, tag it acm-autopilot:stack with the name of the stack.';
}

/** A certificate event contains no certificate ARN. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
  static readonly cure = 'Read the event in the dead-letter queue to see what AWS reports.';
}

/** The call to EventBridge succeeded, but the bus rejected the event. */
export class EventNotPublishedError extends Error {
  override readonly name = 'EventNotPublishedError';
  static readonly cure = 'Fix the reason that EventBridge gave. Earlier changes remain in effect.';
}

/** A function's environment is incomplete; the deployment is at fault, not the request. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  static readonly cure = 'Redeploy the service, and do not edit its functions manually.';
}

/** A step received an invalid state document; the workflow is at fault, not the request. */
export class StateDocumentError extends Error {
  override readonly name = 'StateDocumentError';
  static readonly cure = 'This is a bug in the service. Report it, and include the execution.';
}
