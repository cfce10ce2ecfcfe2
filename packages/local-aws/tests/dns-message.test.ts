import { decode, encode, RECURSION_DESIRED, type Answer, type Packet, type Question } from 'dns-packet';
import { answerMessage } from '../src/dns/message';
import type { Resolution } from '../src/dns/public-dns';

const asked: string[] = [];
const resolveTo =
  (count: number) =>
  (name: string, type: string): Resolution => {
    asked.push(`${name} ${type}`);
    const answers = Array.from({ length: count }, (_, index): Answer => ({
      type: 'A',
      name: 'a.example.test',
      ttl: 60,
      data: `192.0.2.${index}`,
    }));
    return { rcode: 'NOERROR', answers, authorities: [] };
  };

const question = (type: Question['type'], more: Partial<Question> = {}): Question => ({
  type,
  name: 'A.example.test',
  class: 'IN',
  ...more,
});
const query = (questions: Question[], more: Partial<Packet> = {}) =>
  encode({ type: 'query', id: 4711, flags: RECURSION_DESIRED, questions, ...more });
const edns = (udpPayloadSize: number): Packet['additionals'] => [
  { type: 'OPT', name: '.', udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
];
const answerTo = (message: Buffer, transport: 'udp' | 'tcp' = 'udp', count = 1) => {
  const response = answerMessage(message, transport, resolveTo(count));
  return response && { ...decode(response), rcode: response.readUInt8(3) & 0xf, length: response.length };
};

beforeEach(() => asked.splice(0));

describe('a DNS query', () => {
  it('is answered with its id and question, as by a resolver', () => {
    const answer = answerTo(query([question('A')]));
    expect(answer).toMatchObject({
      id: 4711,
      rcode: 0,
      flag_qr: true,
      flag_rd: true,
      flag_ra: true,
      flag_aa: false,
      flag_tc: false,
      questions: [{ name: 'A.example.test', type: 'A' }],
      answers: [{ name: 'a.example.test', type: 'A', data: '192.0.2.0', ttl: 60 }],
      additionals: [],
    });
    expect(asked).toEqual(['a.example.test. A']);
  });

  it('escapes the characters of a name as Route 53 does', () => {
    answerTo(query([question('A', { name: '*.example.test' })]));
    answerTo(query([question('A', { name: 'bü.example.test' })]));
    answerTo(query([question('NS', { name: '.' })]));
    expect(asked).toEqual(['\\052.example.test. A', 'b\\303\\274.example.test. A', '. NS']);
  });

  it.each([
    ['for ANY', query([question('ANY' as 'A')]), 4],
    ['of another class', query([question('A', { class: 'CH' })]), 5],
    ['with two questions', query([question('A'), question('A')]), 1],
    ['with none', query([]), 1],
    ['with another opcode', query([question('A')], { flags: 5 << 11 }), 4],
    ['that breaks off', query([question('A')]).subarray(0, 20), 1],
  ])('%s is refused', (_, message, rcode) => {
    expect(answerTo(message)).toMatchObject({ id: 4711, rcode, answers: [] });
    expect(asked).toEqual([]);
  });

  it.each([
    ['shorter than a header', Buffer.from([1, 2, 3])],
    ['that is itself a response', encode({ type: 'response', id: 1, questions: [question('A')] })],
  ])('%s gets no answer', (_, message) => {
    expect(answerMessage(message, 'udp', resolveTo(1))).toBeUndefined();
  });
});

describe('an answer over UDP', () => {
  it.each([
    ['without EDNS, to 512 octets', {}, 40, 0],
    ['with EDNS, to what the asker takes', { additionals: edns(600) }, 40, 1],
  ])('is cut %s', (_, more, count, options) => {
    const answer = answerTo(query([question('A')], more), 'udp', count);
    expect(answer).toMatchObject({ flag_tc: true, answers: [], questions: [{ type: 'A' }] });
    expect(answer?.additionals).toHaveLength(options);
  });

  it.each([
    ['fits 512 octets', 'udp', {}, 14],
    ['fits 512 octets, however little the asker offers', 'udp', { additionals: edns(100) }, 14],
    ['fits what the asker takes', 'udp', { additionals: edns(4096) }, 40],
    ['goes over TCP', 'tcp', {}, 400],
  ] as const)('is whole when it %s', (_, transport, more, count) => {
    const answer = answerTo(query([question('A')], more), transport, count);
    expect(answer).toMatchObject({ flag_tc: false });
    expect(answer?.answers).toHaveLength(count);
  });
});
