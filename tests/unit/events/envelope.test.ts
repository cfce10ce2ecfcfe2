import { readEnvelope } from '../../../events/envelope';
import { anEvent } from '../../builders/request';

it('the time in the envelope is when the event was sent', () => {
  expect(readEnvelope(anEvent()).sentAt).toEqual(new Date('2026-11-23T08:00:00Z'));
});

it.each([undefined, null, 'text', {}, { time: 7 }, { time: 'yesterday' }])('the time is unknown for %j', (event) => {
  expect(readEnvelope(event).sentAt).toBeUndefined();
});
