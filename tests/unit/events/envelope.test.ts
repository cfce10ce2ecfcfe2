import { readEnvelope } from '../../../events/envelope';
import { anEvent } from '../../builders/request';

it('is when EventBridge took the event', () => {
  expect(readEnvelope(anEvent()).sentAt).toEqual(new Date('2026-11-23T08:00:00Z'));
});

it.each([undefined, null, 'text', {}, { time: 7 }, { time: 'yesterday' }])('is not known for %j', (event) => {
  expect(readEnvelope(event).sentAt).toBeUndefined();
});
