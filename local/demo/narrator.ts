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
});
type Finding = z.infer<typeof finding>;

/** What each step found, in words. States that are not here, Pass and Choice among them, make no line. */
const WORDS: Readonly<Record<string, (found: Finding) => string | undefined>> = {
  CheckDomain: ({ zones = [], target }) => {
    const names = [...new Set(zones.map(({ zoneName, zoneId }) => `${zoneName} (${zoneId})`))];
    const listener = target?.listenerArn ? 'has HTTPS:443' : 'needs an HTTPS:443 listener';
    // arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>
    return `zone ${names.join(', ')}; load balancer ${target?.loadBalancerArn.split('/')[2] ?? ''} ${listener}`;
  },
  RequestCertificate: ({ certificate }) =>
    `${certificate?.origin ?? ''} certificate ${certificate?.certificateArn.split('/')[1] ?? ''}`,
  WriteDnsValidation: ({ validation }) =>
    (validation?.records ?? [])
      .map(({ name, written }) => `${name} CNAME ${written ? 'written' : 'stands'}`)
      .join(', '),
  WaitForIssued: () => 'issued by ACM',
  // A wait of days has many looks: ever fewer of them are shown, and the reasons once.
  DiagnoseIssuance: ({ wait }) => {
    if (!wait || !isPowerOfTwo(wait.attempt)) return undefined;
    const pending = wait.attempt === 1 ? reasons(wait.pending) : 'still not validated';
    return `${pending} (next look in ${wait.intervalSeconds / 60} min)`;
  },
  AttachToAlb: ({ attachment }) =>
    attachment?.created === 'listener'
      ? 'HTTPS:443 created, the certificate is its default'
      : `the certificate is on HTTPS:443 (${attachment?.as ?? ''})`,
  PointDomain: ({ alias }) => (alias?.records ?? []).map(({ name, type }) => `${name} ${type} alias`).join(', '),
  VerifyHttps: ({ verification }) =>
    verification?.skipped ??
    `${verification?.tlsVersion ?? ''}, serial ${verification?.serial ?? ''}, valid until ${verification?.notAfter?.slice(0, 10) ?? ''}`,
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
  /** The errors that were neither retried nor caught yet. */
  const errors = new Map<string, string>();
  return stepFunctions.onTransition((transition) => {
    const { type, state, at, executionArn } = transition;
    const key = `${executionArn} ${state}`;
    if (type === 'failed') errors.set(key, transition.error ?? '');
    if (type !== 'retried' && type !== 'exited') return;
    const line = lineOf(transition, errors.get(key));
    errors.delete(key);
    if (line) print(`  ${coloured('dim', since(at - startedAt(executionArn)))}  ${line}`);
  });
}

function lineOf({ type, state, data }: Transition, error: string | undefined): string | undefined {
  const words = WORDS[state];
  if (!words) return undefined;
  const name = state.padEnd(18);
  if (type === 'retried') return `${coloured('yellow', '↻')} ${name}  again, after ${error}`;
  // A time-out of the wait is told by the diagnosis that follows it.
  if (error === 'States.Timeout' && state === 'WaitForIssued') return undefined;
  // A caught error leaves its state too.
  if (error !== undefined) return `${coloured('red', '✘')} ${name}  ${error}`;
  const found = finding.safeParse(data);
  const line = found.success ? words(found.data) : undefined;
  const mark = state === 'DiagnoseIssuance' ? coloured('yellow', '…') : coloured('green', '✔');
  return line && `${mark} ${name}  ${line}`;
}

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

/** The cloud's time since the request, in a unit that fits: hours once the clock was moved. */
function since(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`.padStart(8);
  return (seconds < 3_600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3_600).toFixed(1)} h`).padStart(8);
}
