import type { Readable } from 'node:stream';

/** What the choice of a certificate depends on in the first message of a TLS handshake. */
export interface ClientHello {
  readonly serverName: string | undefined;
  readonly cipherSuites: ReadonlySet<number>;
  readonly signatureSchemes: ReadonlySet<number>;
  readonly offersTls13: boolean;
}

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const LARGEST_HELLO_BYTES = 64 * 1024;
const SERVER_NAME = 0;
const SIGNATURE_ALGORITHMS = 13;
const SUPPORTED_VERSIONS = 43;
const TLS13 = 0x0304;

/**
 * Reads a connection's ClientHello and puts its bytes back, so that a TLS server can take over the socket. Calls back
 * with undefined when there is none: the TLS server will report that to the client.
 */
export function peekClientHello(socket: Readable, callback: (hello: ClientHello | undefined) => void): void {
  let received = Buffer.alloc(0);
  const onReadable = () => {
    for (let chunk: Buffer | null; (chunk = socket.read() as Buffer | null) !== null;) {
      received = Buffer.concat([received, chunk]);
    }
    const message = handshakeMessage(received);
    if (message === 'incomplete' && received.length < LARGEST_HELLO_BYTES) return;
    socket.off('readable', onReadable);
    socket.unshift(received);
    callback(message instanceof Buffer ? parseClientHello(message) : undefined);
  };
  socket.on('readable', onReadable);
}

/** The body of the ClientHello, joined from the records that it is split into. */
function handshakeMessage(received: Buffer): Buffer | 'incomplete' | 'malformed' {
  const fragments: Buffer[] = [];
  for (let offset = 0; offset < received.length;) {
    if (received[offset] !== HANDSHAKE_RECORD) return 'malformed';
    if (received.length < offset + 5) break;
    const end = offset + 5 + received.readUInt16BE(offset + 3);
    fragments.push(received.subarray(offset + 5, end));
    offset = end;
  }
  const message = Buffer.concat(fragments);
  if (message.length < 4) return 'incomplete';
  if (message[0] !== CLIENT_HELLO) return 'malformed';
  const length = message.readUIntBE(1, 3);
  return message.length < 4 + length ? 'incomplete' : message.subarray(4, 4 + length);
}

/** @param body the message without its type and length (RFC 8446, 4.1.2; the layout is that of RFC 5246) */
function parseClientHello(body: Buffer): ClientHello | undefined {
  try {
    let offset = 2 + 32;
    offset += 1 + body.readUInt8(offset); // session ID
    const cipherBytes = body.readUInt16BE(offset);
    const cipherSuites = uint16s(body.subarray(offset + 2, offset + 2 + cipherBytes));
    offset += 2 + cipherBytes;
    offset += 1 + body.readUInt8(offset); // compression methods
    const extensions = parseExtensions(body.subarray(offset + 2));
    return {
      serverName: serverNameOf(extensions.get(SERVER_NAME)),
      cipherSuites,
      signatureSchemes: uint16s(extensions.get(SIGNATURE_ALGORITHMS)?.subarray(2)),
      offersTls13: uint16s(extensions.get(SUPPORTED_VERSIONS)?.subarray(1)).has(TLS13),
    };
  } catch {
    return undefined; // Buffer refuses lengths that point beyond the message.
  }
}

function parseExtensions(bytes: Buffer): Map<number, Buffer> {
  const extensions = new Map<number, Buffer>();
  for (let offset = 0; offset < bytes.length;) {
    const end = offset + 4 + bytes.readUInt16BE(offset + 2);
    extensions.set(bytes.readUInt16BE(offset), bytes.subarray(offset + 4, end));
    offset = end;
  }
  return extensions;
}

/** The extension is a list with at most one host name: list length, name type, name length, name. */
function serverNameOf(extension: Buffer | undefined): string | undefined {
  if (!extension?.length) return undefined;
  return extension
    .subarray(5, 5 + extension.readUInt16BE(3))
    .toString('latin1')
    .toLowerCase();
}

function uint16s(bytes: Buffer | undefined): Set<number> {
  const values = new Set<number>();
  for (let offset = 0; bytes && offset + 1 < bytes.length; offset += 2) values.add(bytes.readUInt16BE(offset));
  return values;
}
