/**
 * Troubles of a certificate that are no error of a step: each is a heading of the runbook, and its text tells a person what
 * to do. Troubles that share their name with an error share its cure (errors.ts).
 */
export const HEALTH_ISSUES = {
  ValidationRecordMissing:
    'It was written back, so there is nothing to repair; but find out who removes it (CloudTrail, us-east-1, ChangeResourceRecordSets), because ACM cannot renew without it.',
  ValidationRecordNotPublic:
    'Compare the name servers at the registrar with those of the hosted zone, and look for a delegation of the record to somebody else.',
  CertificateNotInUse:
    'If the domain is still wanted, emit Domain Requested for it again; if not, emit Domain Removal Requested.',
  CertificateBeingReplaced:
    'Nothing: it is replaced, by the next sweep at the latest, and you will be notified when that has succeeded or failed. But if you were told that sweeps are held back, it waits until you allow them.',
  ReplacementNotPossible:
    'Request a certificate for whatever uses it (for CloudFront, in us-east-1), replace it there, and then remove this one.',
  RenewalLate:
    'Look at the renewal status of the certificate in the ACM console. If nothing helps, it is replaced once few days are left.',
  ImportedCertificateExpiring:
    'Import its successor under the same ARN; or let ACM issue it: tag the certificate with acm-autopilot:replaceImported = true if its names are in hosted zones of this deployment.',
  RetiredCertificateInUse: 'Replace it where it is still used, so that it can be deleted.',
  MassChange:
    'Find out why so many certificates need to be replaced at once. If that is right, emit Sweep Requested with "allowMassChange": true.',
} as const;
