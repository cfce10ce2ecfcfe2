import * as z from 'zod';

/*
 * What every step of a workflow needs of the state document, and what it adds to it. The document begins as
 * `{ event, executionArn }`; each step adds keys of its own and changes none, so that at any moment the document
 * tells what exists already.
 */

const text = z.string().min(1);

/** The request as check-domain understood it: names in the order in which ACM is asked, common name first. */
const request = z.object({
  domainName: text,
  domainNames: z.tuple([text], text),
  keyAlgorithm: z.enum(['RSA_2048', 'EC_prime256v1', 'EC_secp384r1']),
  alias: z.boolean(),
  redirectHttp: z.boolean(),
  tags: z.record(z.string(), z.string()),
});

/** The zone that each name's records belong to; wildcards stand under their base name. */
const zones = z.array(z.object({ domainName: text, zoneId: text, zoneName: text }));

const target = z.object({
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

const certificate = z.object({ certificateArn: text, origin: z.enum(['requested', 'reused']) });

const validation = z.object({
  records: z.array(z.object({ zoneId: text, name: text, value: text, written: z.boolean() })),
});

/** How long the present wait for issuance lasts, and what the last look found. */
const wait = z.object({
  attempt: z.int().min(0),
  intervalSeconds: z.int().min(1),
  pending: z.array(z.object({ domainName: text, why: text })),
});

const attachment = z.object({
  listenerArn: text,
  as: z.enum(['default', 'sni']),
  created: z.enum(['listener', 'attachment', 'nothing']),
});

const alias = z.object({
  records: z.array(z.object({ name: text, type: z.enum(['A', 'AAAA']), created: z.boolean() })),
});

/** What the handshakes showed, or why there was none. */
const verification = z.union([
  z.object({ tlsVersion: text, serial: text, notBefore: text, notAfter: text }),
  z.object({ skipped: text }),
]);

const redirect = z.object({ listenerArn: text, changed: z.boolean() });

const failure = z.object({
  /** Absent when the request names no domain that can be read. */
  domainName: text.optional(),
  step: text,
  error: text,
  cause: text,
});

/** The error of a failed state, under the state's name, as its Catch recorded it. */
const failed = z.record(z.string(), z.object({ Error: z.string(), Cause: z.string().optional() }));

const execution = { event: z.unknown(), executionArn: text };

/** A step: the part of the state document that it reads, and the part that it adds. */
export interface Step<Needs extends z.ZodType, Gives extends z.ZodType> {
  readonly needs: Needs;
  readonly gives: Gives;
}
/** What a step is handed. */
export type Needs<S extends Step<z.ZodType, z.ZodType>> = z.output<S['needs']>;
/** What a step returns. */
export type Gives<S extends Step<z.ZodType, z.ZodType>> = z.input<S['gives']>;

const step = <N extends z.ZodRawShape, G extends z.ZodRawShape>(needs: N, gives: G) => ({
  needs: z.object(needs),
  gives: z.object(gives),
});

/** Takes the event; gives the request as it was understood, its zones and its target. */
export const CheckDomain = step(execution, { request, zones, target });
/** Gives the certificate that the later steps are about. */
export const RequestCertificate = step({ request, target }, { certificate });
/** Gives the validation records, and begins the wait. */
export const WriteDnsValidation = step({ request, zones, certificate }, { validation, wait });
/** Gives nothing itself: the answer to the task token is the state's result. */
export const WaitForIssued = step({ certificate, executionArn: text, taskToken: text }, {});
/** Gives the next wait, and what the last one found. */
export const DiagnoseIssuance = step({ zones, certificate, wait }, { wait });
/** Gives where the certificate is attached, and what had to be created for it. */
export const AttachToAlb = step({ target, certificate }, { attachment });
/** Gives the alias records, and which of them are new. */
export const PointDomain = step({ request, zones, target }, { alias });
/** Gives what the handshakes showed. */
export const VerifyHttps = step({ request, target, certificate }, { verification });
/** Gives the listener that redirects. */
export const RedirectHttp = step({ target }, { redirect });
/** Takes whatever exists when a step fails; gives the failure in words. */
export const NotifyFailure = step(
  {
    ...execution,
    failed,
    request: request.optional(),
    certificate: certificate.optional(),
    validation: validation.optional(),
    attachment: attachment.optional(),
    alias: alias.optional(),
    verification: verification.optional(),
    redirect: redirect.optional(),
  },
  { failure },
);
/** Takes whatever exists at the end, good or bad; gives the event that says so. */
export const PublishOutcome = step(
  {
    ...execution,
    request: request.optional(),
    target: target.optional(),
    certificate: certificate.optional(),
    attachment: attachment.optional(),
    verification: verification.optional(),
    failure: failure.optional(),
  },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** The target of a request, as later steps know it. */
export type Target = z.output<typeof target>;
/** The zone of each name of a request. */
export type ZoneOfName = z.output<typeof zones>[number];
