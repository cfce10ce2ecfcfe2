import * as z from 'zod';
import { MassChange, Tally } from './domain/inventory/mass-change';
import { text } from './domain/text';
import {
  alias,
  assessment,
  attachment,
  attachments,
  batch,
  certificate,
  execution,
  failed,
  failure,
  names,
  reconciliations,
  redirect,
  removal,
  request,
  subject,
  target,
  validation,
  verification,
  wait,
  zones,
} from './state-document';

/*
 * What every step of a workflow needs of the state document, and what it adds to it. The document begins with what started
 * the execution and its ARN; each step adds what it found, and takes nothing away. In a loop, what is looked at again
 * replaces what the turn before found. So at any moment the document tells what exists already.
 */

/** A step: the part of the state document that it reads, and the part that it adds. */
export interface Step<Dependencies extends z.ZodType, Output extends z.ZodType> {
  readonly input: Dependencies;
  readonly output: Output;
}
/** What a step is handed. */
export type Input<S extends Step<z.ZodType, z.ZodType>> = z.output<S['input']>;
/** What a step returns. */
export type Output<S extends Step<z.ZodType, z.ZodType>> = z.input<S['output']>;

const kept = z.object({ deleted: z.array(text), kept: z.array(text) });
const event = z.object({ eventId: text });
const handover = z.object({ served: z.enum(['new', 'old', 'not-looked-at']) });

const step = <N extends z.ZodRawShape, G extends z.ZodRawShape>(input: N, output: G) => ({
  input: z.object(input),
  output: z.object(output),
});

/** Takes the event; gives the request as it was understood, its zones and its target. */
export const CheckDomain = step(execution, { request, zones, target });
/** Gives the certificate that the later steps are about. */
export const RequestCertificate = step({ event: execution.event, request, target }, { certificate });
/** Gives the validation records, and begins the wait if it has not begun. */
export const WriteValidationRecords = step(
  { request: names.pick({ domainNames: true }), zones, certificate, wait: wait.optional() },
  { validation, wait },
);
/** Gives nothing itself: the answer to the task token is the state's result. */
export const WaitForIssued = step({ certificate, executionArn: text, taskToken: text }, {});
/** Gives the next wait, and what the last one found. */
export const DiagnoseIssuance = step({ zones, certificate, wait }, { wait });
/** Gives where the certificate is attached, and what had to be created for it. */
export const AttachCertificate = step({ target, certificate }, { attachment });
/** Gives the alias records, and which of them are new. */
export const WriteAliasRecords = step({ request, zones, target }, { alias });
/** Gives what the handshakes showed. */
export const VerifyHttps = step({ request, target, certificate }, { verification });
/** Gives the listener that redirects. */
export const RedirectHttp = step({ target }, { redirect });

/** Gives nothing: it fails when another execution has the certificate in hand. */
export const AcquireLock = step({ certificateArn: text, executionArn: text }, {});
/** Gives the verdict, and what the states that act on it need. Absent what a verdict has no use for. */
export const AssessCertificate = step(
  { certificateArn: text, assessment: assessment.optional() },
  {
    subject: subject.optional(),
    assessment,
    request: names.optional(),
    zones: zones.optional(),
    attachments: attachments.optional(),
    target: target.optional(),
  },
);
/** Tells people what they have to know; gives the failure in words, if `failed` says that a step failed. */
export const NotifyHealthIssue = step(
  {
    executionArn: text,
    certificateArn: text,
    subject: subject.optional(),
    assessment: assessment.optional(),
    attachments: attachments.optional(),
    certificate: certificate.optional(),
    replacement: event.optional(),
    failed: failed.optional(),
  },
  { failure: failure.optional() },
);
/** Gives the certificate that takes the subject's place. */
export const RequestReplacement = step({ subject, request: names, attachments }, { certificate });
/** Gives the listeners that have the new certificate beside the old one. `restored` is what is put back, the two exchanged. */
export const AttachReplacement = step(
  { subject, certificate, attachments, restored: subject.optional() },
  { attached: z.array(text) },
);
/** Gives what the load balancers serve; once detached, nothing but the new certificate will do. */
export const VerifyReplacement = step(
  { subject, request: names, certificate, attachments, detachment: z.unknown().optional() },
  { handover },
);
/** Gives the listeners that the subject was taken from, and since when it is retired. */
export const DetachCertificate = step(
  { subject, attachments, certificate: certificate.optional() },
  { detachment: z.object({ listenerArns: z.array(text), retiredAt: text }) },
);
/** Gives nothing: the retired certificate is gone from ACM. */
export const DeleteCertificate = step({ subject }, {});
/** Gives the event that says so. */
export const PublishRenewed = step({ executionArn: text, subject, request: names, attachments }, { renewal: event });
/** Gives the event that says so. */
export const PublishReplaced = step(
  { executionArn: text, subject, assessment, request: names, certificate, attachments, handover },
  { replacement: event },
);

/** Takes the event `Domain Removal Requested`; gives what is left to do for it: no `subject` once every certificate is dealt with. */
export const CheckRemoval = step(
  { ...execution, removal: removal.optional() },
  {
    removal,
    subject: subject.optional(),
    request: names.optional(),
    zones: zones.optional(),
    attachments: attachments.optional(),
  },
);
/** Gives the alias records that were deleted, and those that were left because they are not ours. */
export const DeleteAliasRecords = step({ removal }, { aliasCleanup: kept });
/** Gives the validation records that were deleted, and those that something still needs. */
export const DeleteValidationRecords = step({ removal }, { validationCleanup: kept });
/** Gives the event that says so. */
export const PublishRemovalOutcome = step(
  {
    ...execution,
    removal: removal.optional(),
    aliasCleanup: kept.optional(),
    validationCleanup: kept.optional(),
    failure: failure.optional(),
  },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** Gives one page's tally added to those before, and where the next page begins: no `nextToken` after the last. */
export const AssessBatch = step(
  { sweepId: text, batch: batch.optional(), tally: Tally.optional() },
  { batch, tally: Tally },
);
/** Gives whether the sweep may act. */
export const CheckMassChange = step({ ...execution, tally: Tally }, { guard: MassChange });
/** Gives nothing: people know when a sweep is held back, and when it is no longer. */
export const NotifyMassChange = step({ executionArn: text, guard: MassChange }, {});
/** Gives how many certificates were put into reconcile-certificate's hands so far: no `after` once that is all. */
export const StartReconciliations = step(
  { sweepId: text, reconciliations: reconciliations.optional() },
  { reconciliations },
);
/** Gives the event `Certificate Inventory`. */
export const PublishInventory = step(
  { executionArn: text, sweepId: text, guard: MassChange, reconciliations: reconciliations.optional() },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** Gives how large the inventory page has become. */
export const PublishInventoryPage = step(
  { executionArn: text, sweepId: text, guard: MassChange },
  { published: z.object({ certificates: z.int(), pageBytes: z.int() }) },
);

/** Takes whatever exists when a step fails; gives the failure in words. */
export const NotifyFailure = step(
  {
    ...execution,
    failed,
    subject: subject.optional(),
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
    request: names.optional(),
    target: target.optional(),
    certificate: certificate.optional(),
    attachment: attachment.optional(),
    verification: verification.optional(),
    failure: failure.optional(),
  },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** A certificate that an execution is about. */
export type Subject = z.output<typeof subject>;
/** The target of a request, as later steps know it. */
export type Target = z.output<typeof target>;
/** The zone of each name of a request. */
export type ZoneOfName = z.output<typeof zones>[number];
