import { styleText } from 'node:util';
import * as z from 'zod';
import type { StepFunctions } from '../stepfunctions/stepfunctions';
import type { Transition } from '../stepfunctions/runner';

/** Writes one line for people; colours only where they are shown. */
export type Print = (line: string) => void;

/** Colours a text when standard output is a terminal that wants it. */
export const coloured = (colour: 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string): string =>
  styleText(colour, text, { stream: process.stdout });

/** What a step leaves in the state document, as far as a line about it needs it; anything else may be there too. */
const finding = z.looseObject({
  request: z.looseObject({ domainNames: z.array(z.string()) }).optional(),
  zones: z.array(z.looseObject({ zoneName: z.string(), zoneId: z.string() })).optional(),
  target: z.looseObject({ dnsName: z.string(), listenerArn: z.string().optional() }).optional(),
  certificate: z.looseObject({ certificateArn: z.string(), origin: z.string() }).optional(),
  validation: z.looseObject({ records: z.array(z.looseObject({ name: z.string(), written: z.boolean() })) }).optional(),
  issuance: z.unknown().optional(),
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
  failure: z.looseObject({ error: z.string() }).optional(),
});
type Finding = z.infer<typeof finding>;

/** What each step found, in words. States that are not here, Pass and Choice among them, make no line. */
const WORDS: Readonly<Record<string, (found: Finding) => string | undefined>> = {
  CheckDomain: ({ zones = [], target }) => {
    const names = [...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))];
    const listener = target?.listenerArn ? 'has HTTPS:443' : 'needs an HTTPS:443 listener';
    return `zone ${names.join(', ')}; ${target?.dnsName ?? ''} ${listener}`;
  },
  RequestCertificate: ({ certificate }) => `${certificate?.origin ?? ''} ${certificate?.certificateArn ?? ''}`,
  WriteDnsValidation: ({ validation }) =>
    (validation?.records ?? [])
      .map(({ name, written }) => `${name} CNAME ${written ? 'written' : 'stands'}`)
      .join(', '),
  // It is left without an issuance when the wait timed out, which the diagnosis that follows tells.
  WaitForIssued: ({ issuance }) => (issuance ? 'issued by ACM' : undefined),
  // A wait of days has many looks: ever fewer of them are shown.
  DiagnoseIssuance: ({ wait }) =>
    !isPowerOfTwo(wait?.attempt ?? 1)
      ? undefined
      : `${(wait?.pending ?? []).map(({ domainName, why }) => `${domainName}: ${why}`).join('; ')} (next look in ${wait?.intervalSeconds ?? '?'} s)`,
  AttachToAlb: ({ attachment }) =>
    attachment?.created === 'listener'
      ? 'HTTPS:443 created, the certificate is its default'
      : `the certificate is on HTTPS:443 (${attachment?.as ?? ''})`,
  PointDomain: ({ alias }) => (alias?.records ?? []).map(({ name, type }) => `${name} ${type} alias`).join(', '),
  VerifyHttps: ({ verification }) =>
    verification?.skipped ??
    `${verification?.tlsVersion ?? ''}, serial ${verification?.serial ?? ''}, valid until ${verification?.notAfter ?? ''}`,
  RedirectHttp: ({ redirect }) => (redirect?.changed ? 'HTTP:80 redirects to HTTPS' : 'HTTP:80 redirects already'),
  NotifyFailure: () => 'a person was told through SNS',
  PublishOutcome: ({ outcome }) => `"${outcome?.detailType ?? ''}" is on the bus`,
  PublishFailure: ({ outcome }) => `"${outcome?.detailType ?? ''}" is on the bus`,
};

/** Prints each step of every execution as it happens: when, which, and what it found. */
export function narrate(
  stepFunctions: StepFunctions,
  startedAt: (executionArn: string) => number,
  print: Print,
): () => void {
  return stepFunctions.onTransition((transition) => {
    const line = lineOf(transition);
    if (line) print(`  ${coloured('dim', since(transition.at - startedAt(transition.executionArn)))}  ${line}`);
  });
}

function lineOf({ type, state, data, error = '' }: Transition): string | undefined {
  const words = WORDS[state];
  if (!words) return undefined;
  const name = state.padEnd(19);
  // A time-out of the wait is told by the diagnosis that follows it.
  if (type === 'failed' && error === 'States.Timeout') return undefined;
  if (type === 'failed') return `${coloured('red', '✘')} ${name} ${error}`;
  if (type === 'retried') return `${coloured('yellow', '↻')} ${name} tries again`;
  // A caught failure leaves its state too, but its finding is not there.
  const found = finding.safeParse(data);
  if (type !== 'exited' || !found.success || (hasFailed(data, state) && words !== WORDS['NotifyFailure']))
    return undefined;
  const line = words(found.data);
  const mark = state === 'DiagnoseIssuance' ? coloured('yellow', '…') : coloured('green', '✔');
  return line && `${mark} ${name} ${line}`;
}

const isPowerOfTwo = (attempt: number) => (attempt & (attempt - 1)) === 0;

const failures = z.looseObject({ failed: z.record(z.string(), z.unknown()), failure: z.undefined().optional() });

/** Whether the document says that this very state has failed, and nobody was told yet. */
function hasFailed(data: unknown, state: string): boolean {
  const parsed = failures.safeParse(data);
  return parsed.success && state in parsed.data.failed;
}

/** The cloud's time since the request: seconds, or days and hours once the clock was moved. */
function since(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return (hours < 1 ? `${(milliseconds / 1_000).toFixed(1)} s` : `${hours.toFixed(1)} h`).padStart(7);
}
