import * as z from 'zod';
import { coloured, counted } from './console';

/** A state of an execution was exited, or its task is being retried. */
export interface StepEvent {
  readonly type: 'retried' | 'exited';
  readonly state: string;
  /** Since the execution started. */
  readonly afterMilliseconds: number;
  /** The state document as the step left it. */
  readonly document: unknown;
  /** The error that is being retried, or that was caught when the state was exited. */
  readonly error?: string | undefined;
}

/**
 * The line about a step: when, which, and what it found. Undefined for states and events that are not shown.
 *
 * @param width of the column for the state's name
 */
export function stepLine(event: StepEvent, width = 22): string | undefined {
  const text = stepText(event, event.state.padEnd(width));
  return text && `  ${coloured('dim', elapsed(event.afterMilliseconds))}  ${text}`;
}

function stepText({ type, state, document, error }: StepEvent, name: string): string | undefined {
  const describe = DESCRIPTIONS[state];
  if (!describe) return undefined;
  if (type === 'retried') return `${coloured('yellow', '↻')} ${name}  retrying after ${error}`;
  // The diagnosis that follows says why the wait timed out.
  if (error === 'States.Timeout' && state === 'WaitForIssued') return undefined;
  // A caught error leaves its state too.
  if (error !== undefined) return `${coloured('red', '✘')} ${name}  ${error}`;
  const parsed = finding.safeParse(document);
  const description = parsed.success ? describe(parsed.data) : undefined;
  const mark = state === 'DiagnoseIssuance' ? coloured('yellow', '…') : coloured('green', '✔');
  return description && `${mark} ${name}  ${description}`;
}

/** In a unit that fits: a wait can last hours, and tests advance the clock. */
function elapsed(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`.padStart(8);
  return (seconds < 3_600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3_600).toFixed(1)} h`).padStart(8);
}

const servedBy = z.array(z.looseObject({ domainName: z.string(), certificateArn: z.string() }));

const changed = z.looseObject({ deleted: z.array(z.string()), retained: z.array(z.string()) });
/** The parts of the state document that are shown. */
const finding = z.looseObject({
  zones: z.array(z.looseObject({ zoneName: z.string(), zoneId: z.string() })).optional(),
  target: z.looseObject({ loadBalancerArn: z.string(), listenerArn: z.string().optional() }).optional(),
  certificate: z.looseObject({ certificateArn: z.string(), origin: z.string().optional() }).optional(),
  replacement: z.looseObject({ certificateArn: z.string(), origin: z.string() }).optional(),
  validation: z.looseObject({ records: z.array(z.looseObject({ name: z.string(), written: z.boolean() })) }).optional(),
  wait: z
    .looseObject({
      attempt: z.number(),
      intervalSeconds: z.number(),
      pending: z.array(z.looseObject({ domainName: z.string(), why: z.string() })),
      otherPending: z.number().optional(),
    })
    .optional(),
  attachment: z.looseObject({ as: z.string(), created: z.string() }).optional(),
  alias: z
    .looseObject({
      records: z.array(z.looseObject({ name: z.string(), type: z.string(), keeps: z.string().optional() })),
    })
    .optional(),
  replacedRecords: z.array(z.looseObject({ name: z.string(), type: z.string() })).optional(),
  verification: z
    .looseObject({ tlsVersion: z.string(), serial: z.string(), notAfter: z.string(), servedBy })
    .partial()
    .extend({ skipped: z.string().optional() })
    .optional(),
  movedAliases: z.array(z.looseObject({ name: z.string(), type: z.string(), from: z.string() })).optional(),
  redirect: z.looseObject({ changed: z.boolean() }).optional(),
  outcome: z.looseObject({ detailType: z.string() }).optional(),
  event: z.looseObject({ detail: z.looseObject({ certificateArn: z.string().optional() }).optional() }).optional(),
  removal: z.looseObject({ domainNames: z.array(z.string()) }).optional(),
  rollback: z
    .looseObject({
      isChanged: z.boolean(),
      restoredRecords: z.array(z.looseObject({ name: z.string(), type: z.string() })),
    })
    .optional(),
  aliasCleanup: changed.optional(),
  validationCleanup: changed.optional(),
  detachment: z.looseObject({ listenerArns: z.array(z.string()) }).optional(),
  handover: z.looseObject({ served: z.string(), servedBy: servedBy.optional() }).optional(),
  batch: z.looseObject({ nextToken: z.string().optional() }).optional(),
  tally: z.looseObject({ assessed: z.number(), managed: z.number() }).optional(),
  guard: z.looseObject({ wouldChange: z.number(), allowed: z.number(), isRefused: z.boolean() }).optional(),
  reconciliations: z.looseObject({ started: z.number(), after: z.string().optional() }).optional(),
  published: z.looseObject({ certificates: z.number(), pageBytes: z.number() }).optional(),
});
type Finding = z.infer<typeof finding>;
type Describe = (found: Finding) => string | undefined;

const published: Describe = ({ outcome }) => `published "${outcome?.detailType ?? ''}"`;
const aliasesText = (alias: Finding['alias']) =>
  (alias?.records ?? [])
    .map(({ name, type, keeps }) => (keeps === undefined ? `${name} ${type} alias` : `${name} kept: ${keeps}`))
    .join(', ');
const idOf = (certificateArn = '') => certificateArn.split('/')[1] ?? '';
const servedByOthers = (all: z.infer<typeof servedBy> = [], ...expected: readonly (string | undefined)[]) =>
  all
    .filter(({ certificateArn }) => !expected.includes(certificateArn))
    .map(({ domainName, certificateArn }) => `; ${domainName} is served with certificate ${idOf(certificateArn)}`)
    .join('');
const served: Describe = ({ handover, certificate, replacement }) =>
  handover?.served === 'not-verified'
    ? 'not verified: no handshake is possible'
    : `the ${handover?.served ?? ''} certificate is served${servedByOthers(handover?.servedBy, certificate?.certificateArn, replacement?.certificateArn)}`;
const verified: Describe = ({ verification, certificate }) =>
  verification?.skipped ??
  `${verification?.tlsVersion ?? ''}, serial ${verification?.serial ?? ''}, valid until ${verification?.notAfter?.slice(0, 10) ?? ''}${servedByOthers(verification?.servedBy, certificate?.certificateArn)}`;
const deletions = ({ deleted, retained }: z.infer<typeof changed> = { deleted: [], retained: [] }) =>
  [...deleted.map((record) => `deleted ${record}`), ...retained.map((record) => `retained ${record}`)].join(', ') ||
  'nothing to delete';

/** What each step found. States that are not listed, such as Pass and Choice, are not shown. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  CheckDomain: ({ zones = [], target }) => {
    const names = [...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))];
    const listener = target?.listenerArn ? 'has HTTPS:443' : 'needs an HTTPS:443 listener';
    // arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>
    return `zone ${names.join(', ')}; load balancer ${target?.loadBalancerArn.split('/')[2] ?? ''} ${listener}`;
  },
  RequestCertificate: ({ certificate }) =>
    `${certificate?.origin ?? ''} certificate ${idOf(certificate?.certificateArn)}`,
  // Repeated after each interval: then only records that had to be written again are shown.
  WriteValidationRecords: ({ validation, wait }) =>
    (validation?.records ?? [])
      .filter(({ written }) => written || !wait?.attempt)
      .map(({ name, written }) => `${name} CNAME ${written ? 'written' : 'already exists'}`)
      .join(', ') || undefined,
  WaitForIssued: () => 'issued by ACM',
  // A wait can last days: fewer and fewer attempts are shown, and the reasons only once.
  DiagnoseIssuance: ({ wait }) => {
    if (!wait || !isPowerOfTwo(wait.attempt)) return undefined;
    const pending = wait.attempt === 1 ? reasons(wait.pending, wait.otherPending) : 'still not validated';
    return `${pending} (next check in ${wait.intervalSeconds / 60} min)`;
  },
  AttachCertificate: ({ attachment }) =>
    attachment?.created === 'listener'
      ? 'HTTPS:443 created, the certificate is its default'
      : `the certificate is on HTTPS:443 (${attachment?.as ?? ''})`,
  CreateOwnAliases: ({ alias }) =>
    `${aliasesText(alias)}: the wildcard no longer answers for it once its validation record exists`,
  MoveAliasRecords: ({ movedAliases = [] }) =>
    movedAliases.map(({ name, type, from }) => `${name} ${type} alias moved from ${from}`).join(', ') ||
    'nothing to move',
  WriteAliasRecords: ({ alias }) => aliasesText(alias),
  VerifyTarget: verified,
  ReplaceRecords: ({ replacedRecords = [], alias }) =>
    [...replacedRecords.map(({ name, type }) => `${name} ${type} replaced`), aliasesText(alias)]
      .filter((text) => text !== '')
      .join(', ') || 'every name points to the load balancer already',
  VerifyHttps: verified,
  RedirectHttp: ({ redirect }) =>
    redirect?.changed ? 'HTTP:80 redirects to HTTPS' : 'HTTP:80 already redirects to HTTPS',
  NotifyFailure: () => 'published to the mail and chat topics',
  PublishOutcome: published,
  PublishFailure: published,
  PublishUnnotifiedFailure: published,

  CheckRemoval: ({ event, removal, certificate }) =>
    `${removal?.domainNames.join(', ') || (event?.detail?.certificateArn ?? '')}: ${certificate ? `certificate ${idOf(certificate.certificateArn)}` : 'no certificate'}`,
  DeleteAliasRecords: ({ aliasCleanup }) => deletions(aliasCleanup),
  RequestReplacement: ({ replacement }) =>
    `${replacement?.origin ?? ''} certificate ${idOf(replacement?.certificateArn)} for the other names`,
  AttachReplacement: () => 'the new certificate is attached beside the old one',
  WaitForPropagation: () => 'waited two minutes for every node of the load balancer to have the new certificate',
  VerifyReplacement: served,
  VerifyDetached: served,
  DetachCertificate: ({ detachment }) => `detached from ${counted(detachment?.listenerArns.length ?? 0, 'listener')}`,
  DetachReplaced: ({ detachment }) => `detached from ${counted(detachment?.listenerArns.length ?? 0, 'listener')}`,
  DeleteCertificate: ({ certificate }) => `certificate ${idOf(certificate?.certificateArn)} deleted from ACM`,
  DeleteValidationRecords: ({ validationCleanup }) => deletions(validationCleanup),
  PublishRemovalOutcome: published,

  RestoreRecords: ({ rollback }) =>
    `${rollback?.restoredRecords.map(({ name, type }) => `${name} ${type}`).join(', ') ?? ''} ${rollback?.isChanged ? 'restored' : 'already there'}`,
  PublishRollbackOutcome: published,

  // One batch is ten certificates: only the last one is shown.
  AssessBatch: ({ batch, tally }) =>
    batch?.nextToken === undefined
      ? `${counted(tally?.assessed ?? 0, 'certificate')} assessed, ${tally?.managed ?? 0} of them managed`
      : undefined,
  CheckMassChange: ({ guard }) =>
    guard?.isRefused
      ? `${counted(guard.wouldChange, 'certificate')} due for replacement, but only ${guard.allowed} may be replaced: the sweep changes nothing`
      : `${counted(guard?.wouldChange ?? 0, 'certificate')} to replace`,
  StartReconciliations: ({ reconciliations }) =>
    reconciliations?.after === undefined
      ? `${counted(reconciliations?.started ?? 0, 'certificate')} passed to reconcile-certificate`
      : undefined,
  PublishInventory: published,
  PublishInventoryPage: ({ published: page }) =>
    `${counted(page?.certificates ?? 0, 'certificate')} on the inventory page, ${Math.ceil((page?.pageBytes ?? 0) / 1_000)} kB`,
};

/** The length of the longest state name that is shown, in any workflow. */
export const LONGEST_STATE = Math.max(...Object.keys(DESCRIPTIONS).map(({ length }) => length));

const isPowerOfTwo = (attempt: number) => (attempt & (attempt - 1)) === 0;

/** Why names are not validated yet; names with the same reason, such as a domain and its wildcard, are grouped. */
function reasons(pending: readonly { domainName: string; why: string }[], others = 0): string {
  const listed = [...new Set(pending.map(({ why }) => why))]
    .map((reason) => {
      const names = pending.filter(({ why }) => why === reason).map(({ domainName }) => domainName);
      return `${names.join(', ')}: ${reason}`;
    })
    .join('; ');
  return others > 0 ? `${listed}; and ${counted(others, 'other name')}` : listed;
}
