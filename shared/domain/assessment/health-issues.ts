/**
 * The cures of health issues that are not step errors, by name. Each name is a heading in the runbook. A health issue named
 * after an error shares that error's cure (errors.ts).
 */
export const HEALTH_ISSUES = {
  ValidationRecordMissing:
    'The record was restored, so nothing needs repair. Find out who deletes it (CloudTrail, us-east-1, ChangeResourceRecordSets), because ACM cannot renew without it.',
  ValidationRecordNotPublic:
    'Compare the name servers at the registrar with those of the hosted zone, and check whether the record is delegated to another zone.',
  CertificateNotInUse:
    'If the domain is still needed, emit Domain Requested for it again; if not, emit Domain Removal Requested.',
  CertificateNotAttached:
    'Restore the HTTPS:443 listener of its load balancer: the next sweep attaches the certificate. If the domain has moved, emit Domain Requested with the new target; if it is no longer needed, emit Domain Removal Requested.',
  AttachmentContested:
    'Find out who removes the certificate from the listener (CloudTrail, RemoveListenerCertificates and ModifyListener), and have it keep the certificate there. Then emit Domain Requested again, or attach the certificate yourself.',
  CertificateBeingReplaced:
    'Nothing. The certificate is replaced by the next sweep at the latest, and you are notified of the result. If sweeps are blocked, the replacement waits until you allow them.',
  ReplacementNotPossible:
    'Request a certificate for the resource that uses it (for CloudFront, in us-east-1), replace it there, and then remove this one.',
  RenewalLate:
    'Check the renewal status of the certificate in the ACM console. If the renewal does not succeed, the certificate is replaced shortly before it expires.',
  ImportedCertificateExpiring:
    'Reimport a new certificate under the same ARN. Alternatively, if its names are in hosted zones that this deployment manages, tag the certificate acm-autopilot:replaceImported = true to have it replaced by an ACM-issued one.',
  RetiredCertificateInUse: 'Replace the certificate wherever it is still in use, so that it can be deleted.',
  MassChange:
    'Find out why so many certificates need to be replaced at once. If the replacements are correct, emit Sweep Requested with "allowMassChange": true.',
} as const;
