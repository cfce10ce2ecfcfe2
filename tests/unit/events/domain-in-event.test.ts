import { domainInEvent } from '../../../events/envelope';

it.each<[string, unknown, string | undefined]>([
  ['as later steps would know it', { detail: { domainName: 'APP.Example.com.' } }, 'app.example.com'],
  ['as its sender wrote it when it is no domain', { detail: { domainName: 'NOT A DOMAIN' } }, 'NOT A DOMAIN'],
  ['not at all when it is no text', { detail: { domainName: 7 } }, undefined],
  ['not at all when there is none', { detail: {} }, undefined],
  ['not at all in what is no event', 'hello', undefined],
])('the domain in an event is read %s', (_how, event, domainName) => {
  expect(domainInEvent(event)).toBe(domainName);
});
