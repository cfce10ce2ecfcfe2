import * as z from 'zod';
import { domainRequested } from '../../../events/domain-requested';
import { registrySchemaOf } from '../../../events/event';
import published from '../../../events/schemas/domain-requested.json';
import { aDetail, anEvent } from '../../builders/request';

// Zod reads a schema's patterns without the flag `u`, so that those of tags (`\p{L}`) are left to the validator's own test.
type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
const detailSchema = z.fromJSONSchema(published as JsonSchema);
const eventSchema = z.fromJSONSchema(registrySchemaOf(domainRequested) as JsonSchema);

it.each<[string, object, boolean]>([
  ['nothing unusual', {}, true],
  ['only a name', { alternativeNames: undefined, target: undefined }, true],
  ['all that there is', { keyAlgorithm: 'EC_prime256v1', hostedZoneId: 'Z1', alias: false, redirectHttp: true }, true],
  ['no name', { domainName: undefined }, false],
  ['a name of the wrong type', { domainName: 7 }, false],
  ['an unknown field', { domian: 'x' }, false],
  ['an unknown field of the target', { target: { name: 'web' } }, false],
  ['101 alternative names', { alternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) }, false],
  ['an unknown key type', { keyAlgorithm: 'RSA_1024' }, false],
  ['a hosted zone that is none', { hostedZoneId: 'example.com' }, false],
  ['a listener that is none', { target: { listenerArn: 'web' } }, false],
  ['alias as text', { alias: 'yes' }, false],
  ['a tag that is a number', { tags: { team: 7 } }, false],
])('validator, JSON Schema and registry agree on %s', (_what, changes, valid) => {
  const detail: unknown = JSON.parse(JSON.stringify(aDetail(changes)));
  const event: unknown = JSON.parse(JSON.stringify(anEvent(changes)));
  expect({
    validator: domainRequested.detail.safeParse(detail).success,
    published: detailSchema.safeParse(detail).success,
    registry: eventSchema.safeParse(event).success,
  }).toEqual({ validator: valid, published: valid, registry: valid });
});
