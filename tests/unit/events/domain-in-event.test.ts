import { domainInEvent } from '../../../events/envelope';

it.each<[string, unknown, string | undefined]>([
  ['in normalised form', { detail: { domainName: 'APP.Example.com.' } }, 'app.example.com'],
  ['verbatim if it is invalid', { detail: { domainName: 'NOT A DOMAIN' } }, 'NOT A DOMAIN'],
  ['as absent if it is not a string', { detail: { domainName: 7 } }, undefined],
  ['as absent if there is none', { detail: {} }, undefined],
  ['as absent if the input is not an event', 'hello', undefined],
])('the domain in an event is read %s', (_how, event, domainName) => {
  expect(domainInEvent(event)).toBe(domainName);
});
