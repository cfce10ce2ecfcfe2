import * as z from 'zod';
import { Attachment } from './domain/assessment/facts';
import { Assessment } from './domain/assessment/verdict';
import { KEY_ALGORITHMS } from './domain/names/certificate-names';
import { text } from './domain/text';

/*
 * The parts of the state documents that the workflows hand from step to step: each shape once. What rules are
 * about stands with the rules, in domain/.
 */

/** The request as check-domain understood it: names in the order in which ACM is asked, common name first. */
export const request = z.object({
  domainName: text,
  domainNames: z.tuple([text], text),
  keyAlgorithm: z.enum(KEY_ALGORITHMS),
  alias: z.boolean(),
  redirectHttp: z.boolean(),
  hostedZoneId: text.optional(),
  tags: z.record(z.string(), z.string()),
});

/** The zone that each name's records belong to; wildcards stand under their base name. */
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
  /** Where a new listener will forward to. */
  targetGroupArn: text.optional(),
});

/** The certificate that the steps after it was found or requested are about. */
export const certificate = z.object({ certificateArn: text, origin: z.enum(['requested', 'reused']) });

/** The validation records of a certificate, and which of them had to be written. */
export const validation = z.object({
  records: z.array(z.object({ zoneId: text, name: text, value: text, written: z.boolean() })),
});

/** How long the present wait for issuance lasts, and what the last look found. */
export const wait = z.object({
  attempt: z.int().min(0),
  intervalSeconds: z.int().min(1),
  pending: z.array(z.object({ domainName: text, why: text })),
});

/** Where the certificate was attached, and what had to be created for it. */
export const attachment = z.object({
  listenerArn: text,
  as: z.enum(['default', 'sni']),
  created: z.enum(['listener', 'attachment', 'nothing']),
});

/** The alias records of a request, and which of them are new. */
export const alias = z.object({
  records: z.array(z.object({ name: text, type: z.enum(['A', 'AAAA']), created: z.boolean() })),
});

/** What the handshakes showed, or why there was none. */
export const verification = z.union([
  z.object({ tlsVersion: text, serial: text, notBefore: text, notAfter: text }),
  z.object({ skipped: text }),
]);

/** The listener that redirects plain HTTP. */
export const redirect = z.object({ listenerArn: text, changed: z.boolean() });

/** A failure in words. */
export const failure = z.object({
  /** Absent when the request names no domain that can be read. */
  domainName: text.optional(),
  step: text,
  error: text,
  cause: text,
});

/** The error of a failed state, under the state's name, as its Catch recorded it. */
export const failed = z.record(z.string(), z.object({ Error: z.string(), Cause: z.string().optional() }));

/** How every document begins. */
export const execution = { event: z.unknown(), executionArn: text };

/** The certificate that an execution of reconcile-certificate or retire-domain is about. */
export const subject = z.object({
  certificateArn: text,
  /** The domain that people know it by. */
  domainName: text,
  type: text,
  notAfter: text.optional(),
  serial: text.optional(),
  tags: z.record(z.string(), z.string()),
});

/** The names and the key that a certificate must have. */
export const names = request.pick({ domainName: true, domainNames: true, keyAlgorithm: true });

/** The verdict on a certificate, as the workflow hands it on. */
export const assessment = Assessment.extend({
  /** How many looks this execution has had. */
  attempts: z.int().min(1),
});

/** Where the certificate is attached; `standInArn` is what becomes a listener's default in its place. */
export const attachments = z.array(Attachment.extend({ fallbackDefaultArn: text.optional() }));

/** What a request to remove a domain comes to. */
export const removal = z.object({
  /** Absent when the request names a certificate. */
  domainName: text.optional(),
  /** The names that are to be secured no longer. */
  domainNames: z.array(text),
  /** Those of them whose alias goes too: no other certificate of this deployment serves them. */
  aliasNames: z.array(text),
  /** The names that the certificate must go on covering. */
  remaining: z.array(text),
});

/** A page of a sweep. */
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
