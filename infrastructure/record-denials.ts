import type { PermissionName, Statement } from './permissions';

/** The permissions to change ACM's validation records. */
export const VALIDATION_RECORD_PERMISSIONS: readonly PermissionName[] = [
  'writeValidationRecords',
  'deleteValidationRecords',
];

/**
 * Denied to every role that may change records, for ACM's validation records are not the only ones that begin with `_`:
 * control of `_acme-challenge` is enough to get certificates from other authorities (RFC 8555, 8.4), and `_dmarc` and
 * `_domainkey` decide which mail is genuine (RFC 7489, RFC 6376). One such name in a batch is enough: a denial outweighs what allows the rest.
 */
export const PROTECTED_RECORDS = {
  Action: 'route53:ChangeResourceRecordSets',
  Resource: 'arn:aws:route53:::hostedzone/*',
  Condition: {
    'ForAnyValue:StringLike': {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*', '_dmarc.*', '*._domainkey.*'],
    },
  },
} as const satisfies Statement;

/** Denied to every role that may change records other than ACM's: no record with an underscored label is the address of a website. */
export const UNDERSCORED_RECORDS = {
  ...PROTECTED_RECORDS,
  Condition: {
    'ForAnyValue:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_*', '*._*'] },
  },
} as const satisfies Statement;
