import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock';
import type { WireRequest, WireResponse } from './protocol';

/** A request without a response: its connection is reset, or it hangs until the client gives up. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(readonly how: 'reset' | 'silence') {
    super(`The request gets no answer: ${how}`);
  }
}

/** An HTTP server on the loopback interface. */
export interface HttpEndpoint {
  /** Resolves to the endpoint's URL; a free port is taken by default. */
  listen(port?: number): Promise<string>;
  /** Resolves when the port is free again; open connections are closed. */
  close(): Promise<void>;
}

/** DynamoDB's limit, the largest of the services here. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is still read: a client reads the response only after it has sent everything.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    isTooLarge: size > MAX_BODY_BYTES,
  };
}

/** @param answer rejects only with a {@link NoAnswerError} */
export function createHttpEndpoint(
  clock: Clock,
  answer: (request: WireRequest) => Promise<WireResponse>,
): HttpEndpoint {
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    try {
      const { status, headers, body } = await answer(await clock.hold(() => readRequest(incoming)));
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const date = new Date(clock.now()).toUTCString();
      // The response to HEAD has the length of the body that it omits.
      const length = incoming.method === 'HEAD' ? headers['content-length'] : undefined;
      outgoing.writeHead(status, { ...headers, 'content-length': length ?? bytes.length, date });
      outgoing.end(bytes);
    } catch (error) {
      if (error instanceof NoAnswerError) {
        if (error.how === 'reset') incoming.socket.resetAndDestroy();
        return;
      }
      // The client disconnected during its request.
      if (!incoming.destroyed) console.error(`${incoming.method ?? ''} ${incoming.url ?? ''}`, error);
      outgoing.destroy();
    }
  };

  // A server that closes idle connections races with clients that are about to reuse them.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => void respond(incoming, outgoing));

  return {
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
