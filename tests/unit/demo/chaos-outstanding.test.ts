import type { AcceptedEvent } from '../../../demo/chaos/accepted-event';
import type { CertificateRequest } from '../../../demo/chaos/scenario';
import { outstanding } from '../../../demo/chaos/repeat';

const request = (...names: [string, ...string[]]): CertificateRequest => ({
  names,
  keyAlgorithm: 'RSA_2048',
  loadBalancer: 'web',
});
const WIDE = request('wide.example.test', '*.wide.example.test');
const RSA = request('twin.example.test');
const ECDSA: CertificateRequest = { ...RSA, keyAlgorithm: 'EC_prime256v1' };

const requested = (eventId: string, request: CertificateRequest): AcceptedEvent => ({
  eventId,
  action: { kind: 'request', at: 0, what: '', request },
  detailType: 'Domain Requested',
  detail: {},
});
const removed = (eventId: string, name: string, only?: CertificateRequest): AcceptedEvent => ({
  eventId,
  action: { kind: 'remove', at: 0, what: '', name, ...(only && { only }) },
  detailType: 'Domain Removal Requested',
  detail: {},
});

describe('what is done again', () => {
  it.each([
    ['nothing when all is done', [requested('a', WIDE)], [], []],
    ['what did not end well', [requested('a', WIDE), requested('b', RSA)], ['b'], ['b']],
    [
      'a removal that is done, after the request that is done only now',
      [requested('a', WIDE), removed('b', '*.wide.example.test')],
      ['a'],
      ['a', 'b'],
    ],
    ['not a removal of another name', [requested('a', WIDE), removed('b', 'gone.example.test')], ['a'], ['a']],
    [
      'not a removal that came before the request',
      [removed('a', 'twin.example.test'), requested('b', RSA)],
      ['b'],
      ['b'],
    ],
    [
      'not the removal of a twin of another key type',
      [requested('a', ECDSA), removed('b', 'twin.example.test', RSA)],
      ['a'],
      ['a'],
    ],
  ])('%s', (_, events, undone, again) => {
    const isDone = ({ eventId }: AcceptedEvent) => !undone.includes(eventId);
    expect(outstanding(events, isDone).map(({ eventId }) => eventId)).toEqual(again);
  });
});
