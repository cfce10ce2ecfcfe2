import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { decode, encode, RECURSION_DESIRED, type Answer, type RecordType } from 'dns-packet';
import { ednsOption, onTcpMessage, responseCodes, tcpFrame } from './message';

/** DNS as the services see it: real queries to a server on loopback. */
export interface Resolver {
  /** The whole answer section, including the CNAMEs of the chain. A timer of the clock must hold it. */
  query(name: string, type: RecordType): Promise<{ readonly rcode: string; readonly answers: readonly Answer[] }>;
}

const LOOPBACK = '127.0.0.1';
/** Real time, not the cloud's: on loopback a packet is lost only if the server is gone. */
const PATIENCE_MILLISECONDS = 5_000;

/** A resolver that queries the DNS server at a port of 127.0.0.1, over UDP, and over TCP after a truncated answer. */
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
