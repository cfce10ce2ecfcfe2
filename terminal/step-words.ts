import * as z from 'zod';
import { counted } from './counted';

const changed = z.looseObject({ deleted: z.array(z.string()), kept: z.array(z.string()) });

/** What a step leaves in the state document, as far as a line about it needs it; anything else may be there too. */
const finding = z.looseObject({
  request: z.looseObject({ domainNames: z.array(z.string()) }).optional(),
  zones: z.array(z.looseObject({ zoneName: z.string(), zoneId: z.string() })).optional(),
  target: z.looseObject({ loadBalancerArn: z.string(), listenerArn: z.string().optional() }).optional(),
  certificate: z.looseObject({ certificateArn: z.string(), origin: z.string() }).optional(),
  validation: z.looseObject({ records: z.array(z.looseObject({ name: z.string(), written: z.boolean() })) }).optional(),
  wait: z
    .looseObject({
      attempt: z.number(),
      intervalSeconds: z.number(),
      pending: z.array(z.looseObject({ domainName: z.string(), why: z.string() })),
    })
    .optional(),
  attachment: z.looseObject({ as: z.string(), created: z.string() }).optional(),
  alias: z.looseObject({ records: z.array(z.looseObject({ name: z.string(), type: z.string() })) }).optional(),
  verification: z
    .looseObject({ tlsVersion: z.string(), serial: z.string(), notAfter: z.string() })
    .partial()
    .extend({ skipped: z.string().optional() })
    .optional(),
  redirect: z.looseObject({ changed: z.boolean() }).optional(),
  outcome: z.looseObject({ detailType: z.string() }).optional(),
  event: z.looseObject({ detail: z.looseObject({ certificateArn: z.string().optional() }).optional() }).optional(),
  removal: z.looseObject({ domainNames: z.array(z.string()) }).optional(),
  subject: z.looseObject({ certificateArn: z.string() }).optional(),
  aliasCleanup: changed.optional(),
  validationCleanup: changed.optional(),
  detachment: z.looseObject({ listenerArns: z.array(z.string()) }).optional(),
  handover: z.looseObject({ served: z.string() }).optional(),
  page: z.looseObject({ nextToken: z.string().optional() }).optional(),
  tally: z.looseObject({ assessed: z.number(), managed: z.number() }).optional(),
  guard: z.looseObject({ wouldChange: z.number(), allowed: z.number(), isRefused: z.boolean() }).optional(),
  reconciliations: z.looseObject({ started: z.number(), after: z.string().optional() }).optional(),
  published: z.looseObject({ certificates: z.number(), pageBytes: z.number() }).optional(),
});
type Finding = z.infer<typeof finding>;
type Words = (found: Finding) => string | undefined;

const published: Words = ({ outcome }) => `"${outcome?.detailType ?? ''}" is on the bus`;
const idOf = (certificateArn = '') => certificateArn.split('/')[1] ?? '';
const served: Words = ({ handover }) => `the ${handover?.served.replaceAll('-', ' ') ?? ''} certificate is served`;
const deletions = ({ deleted, kept }: z.infer<typeof changed> = { deleted: [], kept: [] }) =>
  [...deleted.map((record) => `deleted ${record}`), ...kept.map((record) => `kept ${record}`)].join(', ') ||
  'there was none';

/** What each step found, in words. States that are not here, Pass and Choice among them, make no line. */
const WORDS: Readonly<Record<string, Words>> = {
  CheckDomain: ({ zones = [], target }) => {
    const names = [...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))];
    const listener = target?.listenerArn ? 'has HTTPS:443' : 'needs an HTTPS:443 listener';
    // arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>
    return `zone ${names.join(', ')}; load balancer ${target?.loadBalancerArn.split('/')[2] ?? ''} ${listener}`;
  },
  RequestCertificate: ({ certificate }) =>
    `${certificate?.origin ?? ''} certificate ${idOf(certificate?.certificateArn)}`,
  // Looked at again after each interval: then only what had to be written once more is told.
  WriteValidationRecords: ({ validation, wait }) =>
    (validation?.records ?? [])
      .filter(({ written }) => written || !wait?.attempt)
      .map(({ name, written }) => `${name} CNAME ${written ? 'written' : 'already there'}`)
      .join(', ') || undefined,
  WaitForIssued: () => 'issued by ACM',
  // A wait of days has many looks: ever fewer of them are shown, and the reasons once.
  DiagnoseIssuance: ({ wait }) => {
    if (!wait || !isPowerOfTwo(wait.attempt)) return undefined;
    const pending = wait.attempt === 1 ? reasons(wait.pending) : 'still not validated';
    return `${pending} (next look in ${wait.intervalSeconds / 60} min)`;
  },
  AttachCertificate: ({ attachment }) =>
    attachment?.created === 'listener'
      ? 'HTTPS:443 created, the certificate is its default'
      : `the certificate is on HTTPS:443 (${attachment?.as ?? ''})`,
  WriteAliasRecords: ({ alias }) => (alias?.records ?? []).map(({ name, type }) => `${name} ${type} alias`).join(', '),
  VerifyHttps: ({ verification }) =>
    verification?.skipped ??
    `${verification?.tlsVersion ?? ''}, serial ${verification?.serial ?? ''}, valid until ${verification?.notAfter?.slice(0, 10) ?? ''}`,
  RedirectHttp: ({ redirect }) => (redirect?.changed ? 'HTTP:80 redirects to HTTPS' : 'HTTP:80 redirects already'),
  NotifyFailure: () => 'published to the mail and chat topics',
  PublishOutcome: published,
  PublishFailure: published,

  CheckRemoval: ({ event, removal, subject }) =>
    `${removal?.domainNames.join(', ') || (event?.detail?.certificateArn ?? '')}: ${subject ? `certificate ${idOf(subject.certificateArn)}` : 'no certificate'}`,
  DeleteAliasRecords: ({ aliasCleanup }) => deletions(aliasCleanup),
  RequestReplacement: ({ certificate }) =>
    `${certificate?.origin ?? ''} certificate ${idOf(certificate?.certificateArn)} for the other names`,
  AttachReplacement: () => 'the new certificate is attached beside the old one',
  WaitForPropagation: () => 'waited two minutes for every node of the load balancer to know the new certificate',
  VerifyReplacement: served,
  VerifyDetached: served,
  DetachCertificate: ({ detachment }) => `detached from ${counted(detachment?.listenerArns.length ?? 0, 'listener')}`,
  DetachReplaced: ({ detachment }) => `detached from ${counted(detachment?.listenerArns.length ?? 0, 'listener')}`,
  DeleteCertificate: ({ subject }) => `certificate ${idOf(subject?.certificateArn)} deleted from ACM`,
  DeleteValidationRecords: ({ validationCleanup }) => deletions(validationCleanup),
  PublishRemovalOutcome: published,

  // A page is ten certificates: only the last one tells.
  AssessBatch: ({ page, tally }) =>
    page?.nextToken === undefined
      ? `${counted(tally?.assessed ?? 0, 'certificate')} assessed, ${tally?.managed ?? 0} of them managed`
      : undefined,
  CheckMassChange: ({ guard }) =>
    guard?.isRefused
      ? `${counted(guard.wouldChange, 'certificate')} would be replaced, but only ${guard.allowed} may be: the sweep changes nothing`
      : `${counted(guard?.wouldChange ?? 0, 'certificate')} to replace`,
  StartReconciliations: ({ reconciliations }) =>
    reconciliations?.after === undefined
      ? `${counted(reconciliations?.started ?? 0, 'certificate')} handed to reconcile-certificate`
      : undefined,
  PublishInventory: published,
  PublishInventoryPage: ({ published: page }) =>
    `${counted(page?.certificates ?? 0, 'certificate')} on the inventory page, ${Math.ceil((page?.pageBytes ?? 0) / 1_000)} kB`,
};

/** What a step found, in words; undefined for a state that makes no line, or not this time. */
export function stepWords(state: string, document: unknown): string | undefined {
  const found = finding.safeParse(document);
  return found.success ? WORDS[state]?.(found.data) : undefined;
}

/** Whether anything is ever told of a state. */
export const hasWords = (state: string): boolean => state in WORDS;

/** The length of the longest name of a state that is told of, in any workflow. */
export const LONGEST_STATE = Math.max(...Object.keys(WORDS).map(({ length }) => length));

const isPowerOfTwo = (attempt: number) => (attempt & (attempt - 1)) === 0;

/** Why names are not validated yet; names with the same reason, as a domain and its wildcard, stand together. */
function reasons(pending: readonly { domainName: string; why: string }[]): string {
  return [...new Set(pending.map(({ why }) => why))]
    .map((reason) => {
      const names = pending.filter(({ why }) => why === reason).map(({ domainName }) => domainName);
      return `${names.join(', ')}: ${reason}`;
    })
    .join('; ');
}
