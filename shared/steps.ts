import * as z from 'zod';
import { MassChange, Tally } from './domain/inventory/mass-change';
import { text } from './domain/text';
import {
  alias,
  assessment,
  attachment,
  attachments,
  batch,
  execution,
  existingCertificate,
  failed,
  failure,
  names,
  obtainedCertificate,
  reconciliations,
  recordChanges,
  redirect,
  removal,
  replacedRecords,
  request,
  rollback,
  servedBy,
  target,
  validation,
  verification,
  verified,
  wait,
  zones,
} from './state-document';

/* The input and output of every step: what it reads from the state document and what it adds. */

/** A step: the part of the state document that it reads, and the part that it adds. */
export interface Step<Input extends z.ZodType, Output extends z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}
/** The input of a step. */
export type Input<S extends Step<z.ZodType, z.ZodType>> = z.output<S['input']>;
/** The output of a step. */
export type Output<S extends Step<z.ZodType, z.ZodType>> = z.input<S['output']>;

const cleanup = z.object({ deleted: z.array(text), retained: z.array(text) });
const event = z.object({ eventId: text });
const handover = z.object({ served: z.enum(['new', 'old', 'not-verified']), servedBy: servedBy.default([]) });
const identified = z.object({ certificateArn: text });

const step = <In extends z.ZodRawShape, Out extends z.ZodRawShape>(input: In, output: Out) => ({
  input: z.object(input),
  output: z.object(output),
});

/**
 * Validates the event; adds the parsed request, its names, their zones and its target, the names that only a wildcard points at it,
 * and which records the request replaces.
 */
export const CheckDomain = step(execution, {
  request,
  names,
  zones,
  target,
  servedByWildcard: z.array(text).optional(),
  recordChanges: recordChanges.optional(),
  aliasMoves: z.array(text).optional(),
});
/** Adds the requested or reused certificate, and the first wait for its issuance. */
export const RequestCertificate = step(
  { event: execution.event, request, names, target },
  { certificate: obtainedCertificate, wait },
);
/** Adds the validation records; with `checkOnly`, it writes none. */
export const WriteValidationRecords = step(
  { names: names.pick({ domainNames: true }), zones, certificate: identified, checkOnly: z.boolean().optional() },
  { validation },
);
/** Adds nothing: the callback with the task token gives the state's result. */
export const WaitForIssued = step({ certificate: identified, executionArn: text, taskToken: text }, {});
/** Adds the next wait, and why each pending name is not validated. */
export const DiagnoseIssuance = step({ zones, certificate: identified, wait }, { wait });
/** Adds the listener of the certificate, and what was created for it. */
export const AttachCertificate = step({ target, certificate: obtainedCertificate }, { attachment });
/** Adds the alias records, and which of them were created: by this state, or by one before it. */
export const WriteAliasRecords = step(
  { names: names.pick({ domainNames: true }), zones, target, alias: alias.optional() },
  { alias },
);
/** Adds the alias records that this service created and that now point to the load balancer, and where they pointed. */
export const MoveAliasRecords = step(
  {
    names: names.pick({ domainNames: true }),
    zones,
    target,
    certificate: identified,
    onlyRecreated: z.boolean().optional(),
  },
  { movedAliases: z.array(z.object({ name: text, type: text, from: text })) },
);
/** Adds the result of the TLS handshakes. */
export const VerifyHttps = step(
  {
    request: request.pick({ verify: true }),
    ...{ names, target, attachment: attachment.pick({ listenerArn: true }), certificate: identified },
  },
  { verification },
);
/** Adds the alias records, and the records that they replaced. Its input requires that the target is verified. */
export const ReplaceRecords = step({ target, recordChanges, verification: verified }, { alias, replacedRecords });
/** Adds the listener that redirects to HTTPS. */
export const RedirectHttp = step({ names: names.pick({ domainNames: true }), target }, { redirect });

/** Adds nothing; fails while another execution holds the lock. */
export const AcquireLock = step({ certificateArn: text, executionArn: text }, {});
/** Adds the verdict, and the fields that the states acting on it need. */
export const AssessCertificate = step(
  { certificateArn: text, assessment: assessment.optional() },
  {
    certificate: existingCertificate.optional(),
    assessment,
    names: names.optional(),
    zones: zones.optional(),
    attachments: attachments.optional(),
    target: target.optional(),
  },
);
/** Adds nothing; records where and when the certificate was attached again. */
export const RecordReattachment = step(
  { executionArn: text, assessment, certificate: existingCertificate, target, reattachment: z.object({ attachment }) },
  {},
);
/** Sends the notification that is due; adds `failure` when `failed` records a failed step. */
export const NotifyHealthIssue = step(
  {
    executionArn: text,
    certificateArn: text,
    certificate: existingCertificate.optional(),
    assessment: assessment.optional(),
    attachments: attachments.optional(),
    replacement: obtainedCertificate.optional(),
    replacementEvent: event.optional(),
    failed: failed.optional(),
  },
  { failure: failure.optional() },
);
/** Adds the replacement, and the first wait for its issuance. */
export const RequestReplacement = step(
  { certificate: existingCertificate, names, attachments },
  { replacement: obtainedCertificate, wait },
);
/** Adds the listeners that have both certificates. With `restored` set, `replacement` is the old one, attached again. */
export const AttachReplacement = step(
  {
    certificate: existingCertificate,
    replacement: obtainedCertificate,
    attachments,
    restored: existingCertificate.optional(),
  },
  { attached: z.array(text) },
);
/** Adds which certificate the load balancers serve; after the detachment only the new one passes. */
export const VerifyReplacement = step(
  {
    certificate: existingCertificate,
    names,
    replacement: obtainedCertificate,
    attachments,
    detachment: z.unknown().optional(),
  },
  { handover },
);
/** Adds the listeners that the certificate was removed from, and when it was retired. */
export const DetachCertificate = step(
  { certificate: existingCertificate, attachments, replacement: obtainedCertificate.optional() },
  { detachment: z.object({ listenerArns: z.array(text), retiredAt: text }) },
);
/** Adds nothing: the retired certificate no longer exists in ACM. */
export const DeleteCertificate = step({ certificate: existingCertificate }, {});
/** Adds the id of the event `Certificate Renewed`. */
export const PublishRenewed = step(
  { executionArn: text, certificate: existingCertificate, names, attachments },
  { renewalEvent: event },
);
/** Adds the id of the event `Certificate Replaced`. */
export const PublishReplaced = step(
  {
    executionArn: text,
    certificate: existingCertificate,
    assessment,
    names,
    replacement: obtainedCertificate,
    attachments,
    handover,
  },
  { replacementEvent: event },
);

/** Validates the event `Domain Removal Requested`; adds the next certificate to remove, or no `certificate` when none is left. */
export const CheckRemoval = step(
  { ...execution, removal: removal.optional() },
  {
    removal,
    certificate: existingCertificate.optional(),
    names: names.optional(),
    zones: zones.optional(),
    attachments: attachments.optional(),
  },
);
/** Adds the alias records that were deleted, and those that were retained because they have changed. */
export const DeleteAliasRecords = step({ removal }, { aliasCleanup: cleanup });
/** Adds the validation records that were deleted, and those that were retained because a certificate needs them. */
export const DeleteValidationRecords = step({ removal }, { validationCleanup: cleanup });
/** Adds the type and id of the published event. */
export const PublishRemovalOutcome = step(
  {
    ...execution,
    removal: removal.optional(),
    aliasCleanup: cleanup.optional(),
    validationCleanup: cleanup.optional(),
    certificate: existingCertificate.optional(),
    failed: failed.optional(),
    failure: failure.optional(),
  },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** Validates the event `Domain Rollback Requested`; adds the records that the name has again. */
export const RestoreRecords = step(execution, { rollback });
/** Adds the type and id of the published event. */
export const PublishRollbackOutcome = step(
  { ...execution, rollback: rollback.optional(), failed: failed.optional(), failure: failure.optional() },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** Adds the running tally and the token of the next batch: no `nextToken` after the last. */
export const AssessBatch = step(
  { sweepId: text, batch: batch.optional(), tally: Tally.optional() },
  { batch, tally: Tally },
);
/** Adds whether the sweep may replace as many certificates as it would; notifies people when it is blocked, or no longer is. */
export const CheckMassChange = step({ ...execution, tally: Tally }, { guard: MassChange });
/** Adds how many executions of reconcile-certificate were started: no `after` once all of them are. */
export const StartReconciliations = step(
  { sweepId: text, reconciliations: reconciliations.optional() },
  { reconciliations },
);
/** Adds the id of the event `Certificate Inventory`. */
export const PublishInventory = step(
  { executionArn: text, sweepId: text, guard: MassChange, reconciliations: reconciliations.optional() },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** Adds the size of the inventory page. */
export const PublishInventoryPage = step(
  { executionArn: text, sweepId: text, guard: MassChange },
  { published: z.object({ certificates: z.int(), pageBytes: z.int() }) },
);

/** Reads what exists when a step fails; adds `failure`. */
export const NotifyFailure = step(
  {
    ...execution,
    failed,
    certificate: z.union([obtainedCertificate, existingCertificate]).optional(),
    /** The certificate, if it was deleted again. */
    deleted: identified.optional(),
    replacement: obtainedCertificate.optional(),
    validation: validation.optional(),
    attachment: attachment.optional(),
    alias: alias.optional(),
    replacedRecords: replacedRecords.optional(),
    verification: verification.optional(),
    redirect: redirect.optional(),
  },
  { failure },
);
/** Reads the final document of a success or a failure; adds the type and id of the published event. */
export const PublishOutcome = step(
  {
    ...execution,
    names: names.optional(),
    target: target.optional(),
    certificate: obtainedCertificate.optional(),
    attachment: attachment.optional(),
    verification: verification.optional(),
    failed: failed.optional(),
    replacedRecords: replacedRecords.optional(),
    failure: failure.optional(),
  },
  { outcome: z.object({ detailType: text, eventId: text }) },
);

/** The certificate that an execution of reconcile-certificate or retire-domain is about. */
export type ExistingCertificate = z.output<typeof existingCertificate>;
/** A certificate that a step requested or reused. */
export type ObtainedCertificate = z.output<typeof obtainedCertificate>;
/** The load balancer of a request, as CheckDomain found it. */
export type Target = z.output<typeof target>;
/** The hosted zone of one name. */
export type ZoneOfName = z.output<typeof zones>[number];
