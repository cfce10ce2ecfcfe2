import type { Socket } from 'node:net';
import {
  type Answer,
  decode,
  type DecodedPacket,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { nameOf } from '../route53/names';
import type { Resolution } from './public-dns';

/** The response codes by their number (RFC 1035, 4.1.1). */
export const responseCodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const;

/** A UDP payload that crosses the Internet unfragmented, as agreed on DNS flag day 2020. */
const EDNS_PAYLOAD_OCTETS = 1_232;

const HEADER_OCTETS = 12;
const PLAIN_UDP_OCTETS = 512;

/** The OPT record that signals support of EDNS. */
export const ednsOption: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: EDNS_PAYLOAD_OCTETS,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/**
 * Answers a DNS query packet; undefined for one that deserves no answer. An answer that is too large for the client's
 * UDP payload is truncated with TC set, so that the client retries over TCP.
 */
export function answerMessage(
  message: Buffer,
  transport: 'udp' | 'tcp',
  resolve: (name: string, type: string) => Resolution,
): Buffer | undefined {
  if (message.length < HEADER_OCTETS || isResponse(message)) return undefined;
  const query = readQuery(message);
  if (!query) return encode({ type: 'response', id: message.readUInt16BE(0), flags: responseCodes.indexOf('FORMERR') });

  const option = query.additionals?.find((record): record is OptAnswer => record.type === 'OPT');
  const { rcode, answers, authorities } = resolutionOf(query, resolve);
  const head: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags: RECURSION_AVAILABLE | (query.flag_rd ? RECURSION_DESIRED : 0) | responseCodes.indexOf(rcode),
    questions: query.questions ?? [],
    additionals: option ? [ednsOption] : [],
  };
  const response = encode({ ...head, answers: [...answers], authorities: [...authorities] });
  const room = option ? Math.max(option.udpPayloadSize, PLAIN_UDP_OCTETS) : PLAIN_UDP_OCTETS;
  if (transport === 'tcp' || response.length <= room) return response;
  return encode({ ...head, flags: (head.flags ?? 0) | TRUNCATED_RESPONSE });
}

interface Outcome {
  readonly rcode: (typeof responseCodes)[number];
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

function resolutionOf(query: DecodedPacket, resolve: (name: string, type: string) => Resolution): Outcome {
  const [question, ...others] = query.questions ?? [];
  const refused = (rcode: Outcome['rcode']): Outcome => ({ rcode, answers: [], authorities: [] });
  const opcode = ((query.flags ?? 0) >> 11) & 0xf;
  if (opcode !== 0) return refused('NOTIMP');
  if (!question || others.length > 0) return refused('FORMERR');
  if (question.class !== 'IN') return refused('REFUSED');
  const type: string = question.type;
  if (['ANY', 'AXFR', 'IXFR'].includes(type)) return refused('NOTIMP');
  return resolve(nameInPacket(question.name), type);
}

function nameInPacket(name: string): string {
  return nameOf(name === '.' ? [] : Buffer.from(name).toString('latin1').split('.'));
}

function readQuery(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

function isResponse(message: Buffer): boolean {
  return (message.readUInt8(2) & 0x80) !== 0;
}

/**
 * Calls back with each DNS message of a TCP stream, in which each is preceded by its length in two octets (RFC 1035,
 * 4.2.2).
 */
export function onTcpMessage(socket: Socket, receive: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      receive(pending.subarray(2, end));
      pending = pending.subarray(end);
    }
  });
}

/** A DNS message framed for TCP. */
export function tcpFrame(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
