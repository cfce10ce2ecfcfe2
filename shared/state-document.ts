import * as z from 'zod';
import { Attachment } from './domain/assessment/facts';
import { Assessment } from './domain/assessment/verdict';
import { RecordChange, ReplacedRecord } from './domain/dns/record-change';
import { KEY_ALGORITHMS } from './domain/names/certificate-names';
import { text } from './domain/text';

/*
 * The parts of the state documents that the workflows pass from step to step, each defined once. Shapes that domain rules read
 * are defined in domain/.
 *
 * The document starts as the input and ARN of the execution. A step never removes a field; in a loop it overwrites what the last
 * iteration added. The document therefore always shows what has been created so far.
 *
 * A field has one meaning in every workflow: `certificate` is the certificate that the execution is about, `replacement` the one that
 * replaces it, and `names` are the names and the key algorithm that the certificate, or its replacement, must have.
 */

/** The names and the key algorithm that the certificate, or its replacement, must have. */
export const names = z.object({
  /** The domain that was requested; it is among the names. */
  domainName: text,
  /** In the order of the ACM request, common name first. */
  domainNames: z.tuple([text], text),
  keyAlgorithm: z.enum(KEY_ALGORITHMS),
});

/** What else a request asks for. */
export const request = z.object({
  alias: z.union([z.boolean(), z.literal('replace')]),
  redirectHttp: z.boolean(),
  /** Absent where the deployment decides. */
  verify: z.boolean().optional(),
  hostedZoneId: text.optional(),
  tags: z.record(z.string(), z.string()),
});

/** The hosted zone of each name's records; a wildcard is listed under its base name. */
export const zones = z.array(z.object({ domainName: text, zoneId: text, zoneName: text }));

/** The load balancer of a request. */
export const target = z.object({
  loadBalancerArn: text,
  dnsName: text,
  canonicalHostedZoneId: text,
  ipAddressType: text,
  scheme: text,
  /** Absent when the load balancer has no HTTPS:443 listener yet. */
  listenerArn: text.optional(),
  /** Where a new listener forwards to. */
  targetGroupArn: text.optional(),
  /** The status that a new listener answers with, instead of forwarding. */
  defaultAction: z.literal('404').optional(),
  /** The HTTP:80 listener whose rules, and default action without one of the above, are to be copied. */
  copyRulesFrom: text.optional(),
});

/** A certificate that a step requested or reused. */
export const obtainedCertificate = z.object({ certificateArn: text, origin: z.enum(['requested', 'reused']) });

/** A certificate that exists when the execution starts, as reconcile-certificate and retire-domain read it. */
export const existingCertificate = z.object({
  certificateArn: text,
  /** The domain that it was requested for, as notifications name it. */
  domainName: text,
  type: text,
  notAfter: text.optional(),
  serial: text.optional(),
  tags: z.record(z.string(), z.string()),
});

/** The validation records of a certificate, and which of them were written. */
export const validation = z.object({
  records: z.array(z.object({ zoneId: text, name: text, value: text, written: z.boolean() })),
});

/** How long the current wait for issuance lasts, and what the last diagnosis found of some of the pending names. */
export const wait = z.object({
  attempt: z.int().min(0),
  intervalSeconds: z.int().min(1),
  pending: z.array(z.object({ domainName: text, why: text })),
  /** How many names are pending besides these; absent before the first diagnosis. */
  otherPending: z.int().min(0).optional(),
});

/** Where the certificate is attached, and what was created for it. */
export const attachment = z.object({
  listenerArn: text,
  as: z.enum(['default', 'sni']),
  created: z.enum(['listener', 'attachment', 'nothing']),
});

/** The records by which the names of a request reach its target, and which of them were created. */
export const alias = z.object({
  records: z.array(
    z.object({
      name: text,
      type: z.enum(['A', 'AAAA', 'CNAME']),
      created: z.boolean(),
      /** What an existing record is, where it is not the alias that this service would create. */
      keeps: text.optional(),
    }),
  ),
});

/** Which certificates of this deployment clients get for each name. */
export const servedBy = z.array(z.object({ domainName: text, certificateArn: text }));

/** The exact change of the records at each name, for a request that replaces them. */
export const recordChanges = z.array(RecordChange);

/** The records that were replaced, as they were. */
export const replacedRecords = z.array(ReplacedRecord);

/** The records that a rollback has restored, and whether it had to. */
export const rollback = z.object({ domainName: text, isChanged: z.boolean(), restoredRecords: replacedRecords });

/** The result of the TLS handshakes. */
export const verified = z.object({
  tlsVersion: text,
  serial: text,
  notBefore: text,
  notAfter: text,
  servedBy: servedBy.default([]),
});

/** The result of the TLS handshakes, or why they were skipped. */
export const verification = z.union([verified, z.object({ skipped: text })]);

/** The HTTP:80 listener that redirects to HTTPS. */
export const redirect = z.object({ listenerArn: text, changed: z.boolean() });

/** The failed step, its error and its cause. */
export const failure = z.object({
  /** Absent when the request names no valid domain. */
  domainName: text.optional(),
  step: text,
  error: text,
  cause: text,
});

/** The error of each failed state, by state name, as its Catch recorded it: null is what a token was answered without. */
export const failed = z.record(
  z.string(),
  z.object({ Error: z.string().nullable(), Cause: z.string().nullable().optional() }),
);

/** The initial fields of every document. */
export const execution = { event: z.unknown(), executionArn: text };

/** The assessment of a certificate. */
export const assessment = Assessment.extend({
  /** How many assessments this execution has made. */
  attempts: z.int().min(1),
});

/** Where the certificate is attached; `fallbackDefaultArn` replaces it as a listener's default. */
export const attachments = z.array(Attachment.extend({ fallbackDefaultArn: text.optional() }));

/** What a removal request applies to. */
export const removal = z.object({
  /** Absent when the request names a certificate. */
  domainName: text.optional(),
  /** The names to remove. */
  domainNames: z.array(text),
  /** The names whose aliases are deleted too, because no other certificate of this deployment serves them. */
  aliasNames: z.array(text),
  /** The names of the certificate that stay. */
  remaining: z.array(text),
});

/** The position of a sweep in the list of certificates. */
export const batch = z.object({ number: z.int().min(1), nextToken: text.optional() });
/** The reconciliations that a sweep has started, and those that it has still to start. */
export const reconciliations = z.object({
  started: z.int(),
  /** The last certificate whose reconciliation was started; absent once all are. */
  after: text.optional(),
  /** The next certificates, as far as they were read. */
  due: z.array(text).optional(),
  /** Whether more are due than were read. */
  isPartial: z.boolean().optional(),
});
