import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener } from './inventory';

/** Sends a response of the load balancer itself. */
export function answer(
  response: ServerResponse,
  status: number,
  { contentType, body } = { contentType: 'text/html', body: pageFor(`${status} ${STATUS_CODES[status]}`) },
): void {
  response.writeHead(status, {
    server: 'awselb/2.0',
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function pageFor(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

/** The Location of a redirect action; as on AWS it always has the port: the listener's, not the real one. */
export function locationOf(config: RedirectActionConfig, request: IncomingMessage, listener: Listener): string {
  const [path, query] = splitOnce(request.url ?? '/', '?');
  const keywords: Readonly<Record<string, string>> = {
    protocol: listener.protocol.toLowerCase(),
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    port: String(listener.port),
    path: path.replace(/^\//, ''),
    query,
  };
  const fill = (template = '') =>
    template.replace(/#\{(\w+)\}/g, (placeholder, keyword: string) => keywords[keyword] ?? placeholder);

  const filledQuery = fill(config.Query);
  return (
    `${fill(config.Protocol).toLowerCase()}://${fill(config.Host)}:${fill(config.Port)}${fill(config.Path)}` +
    (filledQuery ? `?${filledQuery}` : '')
  );
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
