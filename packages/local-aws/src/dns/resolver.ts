import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { decode, encode, RECURSION_DESIRED, type Answer, type RecordType } from 'dns-packet';
import { ednsOption, onTcpMessage, responseCodes, tcpFrame } from './message';

/** The services' own view of DNS: real queries to a server on loopback. */
export interface Resolver {
  /** The whole answer section, CNAMEs on the way included. A timer of the clock that asks must hold it meanwhile. */
  query(name: string, type: RecordType): Promise<{ readonly rcode: string; readonly answers: readonly Answer[] }>;
}

const LOOPBACK = '127.0.0.1';
/** Real time, not the cloud's: on loopback a packet is lost only when nobody listens any more. */
const PATIENCE_MILLISECONDS = 5_000;

/** A resolver that asks the DNS server at a port of 127.0.0.1, over UDP and, for a truncated answer, over TCP. */
export function createResolver({ port }: { readonly port: number }): Resolver {
  return {
    async query(name, type) {
      const id = randomInt(65_536);
      const message = encode({
        type: 'query',
        id,
        flags: RECURSION_DESIRED,
        questions: [{ name, type, class: 'IN' }],
        additionals: [ednsOption],
      });
      const overUdp = decode(await askOverUdp(port, message));
      const response = overUdp.flag_tc ? decode(await askOverTcp(port, message)) : overUdp;
      if (response.id !== id) throw new Error(`The DNS server on port ${port} answered another question`);
      return { rcode: responseCodes[(response.flags ?? 0) & 0xf] ?? 'UNKNOWN', answers: response.answers ?? [] };
    },
  };
}

async function askOverUdp(port: number, message: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      patience = setTimeout(() => reject(new Error(`No answer over UDP from port ${port}`)), PATIENCE_MILLISECONDS);
      socket.on('error', reject);
      socket.on('message', resolve);
      socket.connect(port, LOOPBACK, () => socket.send(message));
    });
  } finally {
    clearTimeout(patience);
    socket.close();
  }
}

async function askOverTcp(port: number, message: Buffer): Promise<Buffer> {
  const socket = connect(port, LOOPBACK);
  try {
    return await new Promise((resolve, reject) => {
      socket.setTimeout(PATIENCE_MILLISECONDS, () => reject(new Error(`No answer over TCP from port ${port}`)));
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`The DNS server on port ${port} closed the connection`)));
      onTcpMessage(socket, resolve);
      socket.write(tcpFrame(message));
    });
  } finally {
    socket.destroy();
  }
}
