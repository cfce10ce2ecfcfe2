import type * as z from 'zod';
import { domainRequested } from '../../events/domain-requested';
import { UsageError } from '../errors';
import { parseDomain, quoted, requireValid } from './arguments';

/** The options that describe a request, for `check` and `request`. */
export const REQUEST_OPTIONS = {
  san: { type: 'string', multiple: true },
  target: { type: 'string' },
  'target-group': { type: 'string' },
  'default-action': { type: 'string' },
  'copy-rules': { type: 'boolean', default: false },
  'key-algorithm': { type: 'string' },
  zone: { type: 'string' },
  'no-alias': { type: 'boolean', default: false },
  'replace-records': { type: 'boolean', default: false },
  redirect: { type: 'boolean', default: false },
  'no-verify': { type: 'boolean', default: false },
  tag: { type: 'string', multiple: true },
} as const;

/** Their help text. */
export const REQUEST_USAGE = `  --san NAME           another name for the certificate (repeatable); may start with "*."
  --target NAME        the load balancer's name or ARN, or a listener's ARN; by default, the deployment's
  --target-group ARN   where a new HTTPS:443 listener forwards; by default, where HTTP:80 does
  --default-action 404 a new HTTPS:443 listener answers 404 until it has rules, instead of forwarding
  --copy-rules         copy the rules and the default action of HTTP:80 to a new HTTPS:443 listener
  --key-algorithm TYPE RSA_2048 (default), EC_prime256v1 or EC_secp384r1
  --zone ID            the hosted zone to use for the names that it covers
  --no-alias           leave the domain's address records alone
  --replace-records    replace the A, AAAA or CNAME record of a live domain, once HTTPS is verified at the target
  --redirect           turn HTTP:80 into a redirect to HTTPS
  --no-verify          finish without a TLS handshake, where the internet cannot reach the load balancer
  --tag KEY=VALUE      a tag for the certificate (repeatable)`;

interface RequestValues {
  readonly san?: string[] | undefined;
  readonly target?: string | undefined;
  readonly 'target-group'?: string | undefined;
  readonly 'default-action'?: string | undefined;
  readonly 'copy-rules'?: boolean | undefined;
  readonly 'key-algorithm'?: string | undefined;
  readonly zone?: string | undefined;
  readonly 'no-alias'?: boolean | undefined;
  readonly 'replace-records'?: boolean | undefined;
  readonly redirect?: boolean | undefined;
  readonly 'no-verify'?: boolean | undefined;
  readonly tag?: string[] | undefined;
}

/** The detail of a `Domain Requested` event as a sender writes it, without the contract's defaults. */
export type RequestDetail = z.input<typeof domainRequested.detail>;

/**
 * Makes the detail of a `Domain Requested` event of the arguments.
 *
 * @throws UsageError naming every argument that breaks a rule of the contract, or options that exclude each other
 */
export function parseRequest(domainName: string, values: RequestValues): RequestDetail {
  const { target, 'target-group': targetGroupArn, 'default-action': defaultAction, zone } = values;
  const isListener = target?.includes(':listener/') ?? false;
  const detail: RequestDetail = {
    domainName: parseDomain(domainName),
    alternativeNames: values.san ?? [],
    target: {
      ...(target !== undefined && (isListener ? { listenerArn: target } : { loadBalancer: target })),
      ...(targetGroupArn !== undefined && { targetGroupArn }),
      // The contract knows the only one and rejects any other.
      ...(defaultAction !== undefined && { defaultAction: defaultAction as '404' }),
      ...(values['copy-rules'] === true && { copyRules: true }),
    },
    // The contract knows the key algorithms and rejects any other.
    ...(values['key-algorithm'] !== undefined && {
      keyAlgorithm: values['key-algorithm'] as RequestDetail['keyAlgorithm'],
    }),
    ...(zone !== undefined && { hostedZoneId: zone }),
    alias: aliasOf(values),
    redirectHttp: values.redirect ?? false,
    ...(values['no-verify'] === true && { verify: false }),
    tags: Object.fromEntries((values.tag ?? []).map(parseTag)),
  };
  requireValid(detail, domainRequested.detail);
  return detail;
}

function aliasOf(values: RequestValues): RequestDetail['alias'] {
  const [isDeclined, isReplaced] = [values['no-alias'] ?? false, values['replace-records'] ?? false];
  if (isDeclined && isReplaced) throw new UsageError('--no-alias and --replace-records exclude each other');
  return isReplaced ? 'replace' : !isDeclined;
}

function parseTag(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--tag ${text} is not KEY=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The arguments of a request, for a suggested command. */
export function requestArgs(domainName: string, values: RequestValues): string {
  const words = Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    if (!Object.hasOwn(REQUEST_OPTIONS, name) || value === false) return [];
    if (value === true) return [`--${name}`];
    return [value].flat().flatMap((each) => (typeof each === 'string' ? [`--${name}`, quoted(each)] : []));
  });
  return [quoted(domainName), ...words].join(' ');
}
