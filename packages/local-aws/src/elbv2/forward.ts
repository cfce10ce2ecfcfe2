import { randomBytes } from 'node:crypto';
import { request as startRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Clock } from '../clock';
import { answer } from './responses';
import type { Listener, Target } from './inventory';

const IDLE_TIMEOUT_SECONDS = 60;

/**
 * Headers that apply to one connection only (RFC 9110, 7.6.1), and `expect`, which the load balancer has answered.
 * Node.js itself handles `transfer-encoding`.
 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);

/** Forwards a request to a target over HTTP; answers 502 or 504 when the target fails. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  listener: Listener,
  clock: Clock,
): void {
  const upstream = startRequest({
    host: target.id,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: [...endToEnd(request.rawHeaders, FORWARDED), ...forwardedHeaders(request, listener, clock)],
    agent: false,
  });
  const timer = clock.setTimeout(() => {
    if (!response.headersSent) answer(response, 504);
    upstream.destroy();
  }, IDLE_TIMEOUT_SECONDS * 1000);

  upstream.on('response', (answered) => {
    clock.clearTimeout(timer);
    response.writeHead(answered.statusCode ?? 502, answered.statusMessage, endToEnd(answered.rawHeaders));
    // Once the status is sent, a failure can only end the client's connection, which pipeline does.
    pipeline(answered, response, () => undefined);
  });
  upstream.on('error', () => {
    clock.clearTimeout(timer);
    if (!response.headersSent) answer(response, 502);
  });
  response.on('close', () => {
    clock.clearTimeout(timer);
    upstream.destroy();
  });
  request.pipe(upstream);
}

const FORWARDED = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']);

function forwardedHeaders(request: IncomingMessage, { protocol, port }: Listener, clock: Clock): string[] {
  const client = request.socket.remoteAddress ?? '';
  const before = [request.headers['x-forwarded-for'] ?? []].flat().join(', ');
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  return [
    'X-Forwarded-For',
    before ? `${before}, ${client}` : client,
    'X-Forwarded-Proto',
    protocol.toLowerCase(),
    'X-Forwarded-Port',
    String(port),
    'X-Amzn-Trace-Id',
    String(request.headers['x-amzn-trace-id'] ?? `Root=1-${seconds}-${randomBytes(12).toString('hex')}`),
  ];
}

/** A message's headers, names and values alternating, without the hop-by-hop ones. */
function endToEnd(rawHeaders: readonly string[], dropped: ReadonlySet<string> = new Set()): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const key = name.toLowerCase();
    if (!HOP_BY_HOP.has(key) && !dropped.has(key)) kept.push(name, value);
  }
  return kept;
}
