/** A redirect action of a listener; each part is a template in which `#{host}` and its like keep what was requested. */
export interface Redirect {
  readonly protocol: string;
  readonly port: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** An action of a listener or a rule, with the definition by which ELB creates another one like it. */
export interface ListenerAction {
  readonly type: string;
  readonly definition: object;
}

/** A rule of a listener other than its default action. */
export interface ListenerRule {
  readonly priority: number;
  /** The patterns of which the host must match one; absent for any host, and where patterns cannot tell. */
  readonly hosts?: readonly string[] | undefined;
  /** The same for the path. */
  readonly paths?: readonly string[] | undefined;
  readonly actions: readonly ListenerAction[];
  /** Its conditions and transforms, by which ELB creates another rule like it. */
  readonly definition: object;
  /** Absent for any other action. */
  readonly redirect?: Redirect | undefined;
}

/** The placeholders by which a redirect keeps parts of the request (Elastic Load Balancing, "Redirect actions"). */
export const PLACEHOLDERS: Redirect = {
  protocol: '#{protocol}',
  port: '#{port}',
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
};

/** Whether a redirect leads from `http://` of a name to the same place over `https://`. */
export const leadsToHttps = ({ protocol, port, host, path, query }: Redirect, domainName: string): boolean =>
  protocol === 'HTTPS' &&
  port === '443' &&
  (host === PLACEHOLDERS.host || host.toLowerCase() === domainName) &&
  path === PLACEHOLDERS.path &&
  query === PLACEHOLDERS.query;

/** Where a redirect leads, as people read it. */
export const redirectText = ({ protocol, port, host, path, query }: Redirect): string =>
  `${protocol.toLowerCase()}://${host}:${port}${path}${query === '' ? '' : `?${query}`}`;

/** Whether a rule may match a request for a name, or for a host that a wildcard covers. */
export const mayMatchName = ({ hosts }: Pick<ListenerRule, 'hosts'>, domainName: string): boolean =>
  hosts?.some((pattern) => mayMatchHost(pattern.toLowerCase(), domainName)) ?? true;

/** Whether a rule, or a default action, may match the request to which a redirect leads; in doubt, it does. */
export const mayMatchRedirected = (
  { hosts, paths }: Pick<ListenerRule, 'hosts' | 'paths'>,
  { host, path }: Redirect,
): boolean =>
  (hosts?.some((pattern) => mayMatchTemplate(pattern.toLowerCase(), host.toLowerCase())) ?? true) &&
  (paths?.some((pattern) => mayMatchTemplate(pattern, path)) ?? true);

/** Beyond a template's first placeholder, and a pattern's first wildcard, anything is possible. */
function mayMatchTemplate(pattern: string, template: string): boolean {
  const [fixed = '', ...more] = template.split('#{');
  if (more.length === 0) return matches(pattern, template);
  const [start = ''] = pattern.split(/[*?]/);
  return start.startsWith(fixed) || fixed.startsWith(start);
}

/** A pattern with wildcards and a wildcard name are compared by what they end with; in doubt, they match. */
function mayMatchHost(pattern: string, domainName: string): boolean {
  if (!domainName.startsWith('*.')) return matches(pattern, domainName);
  const covered = domainName.slice(1);
  const end = pattern.slice(1 + Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')));
  if (end === pattern) return pattern.endsWith(covered) && !pattern.slice(0, -covered.length).includes('.');
  return end.endsWith(covered) || covered.endsWith(end);
}

/** Whether a pattern of a rule matches: `*` stands for any characters, `?` for one. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[^\w*?]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);
