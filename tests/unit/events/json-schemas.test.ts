import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { contracts } from '../../../events/contracts';
import { eventSchemaOf, registrySchemaOf, schemaFileOf } from '../../../events/event';
import { problemsBySchema, SCHEMA_FILES } from '../../builders/json-schemas';
import { aDetail, anEvent } from '../../builders/request';
import eventSchema from '../../../events/schemas/event.json';

const all = Object.values(contracts);
const secured = {
  ...anEvent(),
  source: 'acm-autopilot',
  'detail-type': 'Domain Secured',
  detail: {
    domainName: 'app.example.com',
    domainNames: ['app.example.com'],
    certificateArn: 'arn:1',
    loadBalancerArn: 'arn:2',
    listenerArn: 'arn:3',
    verified: true,
    notAfter: '2027-06-09T08:00:00.000Z',
    executionArn: 'arn:4',
  },
};

it('there is exactly one file per event and one for the whole event', () => {
  expect(SCHEMA_FILES).toEqual(['event.json', ...all.map(schemaFileOf)].sort());
});

it.each(SCHEMA_FILES)('%s is compiled by an independent validator', (file) => {
  expect(() => problemsBySchema(file, {})).not.toThrow();
});

it('the schema file of the whole event is current', () => {
  expect(eventSchema).toEqual(JSON.parse(JSON.stringify(eventSchemaOf(all))));
});

it.each<[string, object, boolean]>([
  ['a request', anEvent(), true],
  ['a secured domain', secured, true],
  ['no account', { ...anEvent(), account: undefined }, false],
  ['an unknown type', { ...anEvent(), 'detail-type': 'Domain Wanted' }, false],
  ['the detail of another type', { ...secured, detail: aDetail() }, false],
  ['a published event from another source', { ...secured, source: 'another-source' }, false],
  ['an invalid time', { ...secured, detail: { ...secured.detail, notAfter: 'next year' } }, false],
  ['an unknown field', { ...secured, detail: { ...secured.detail, team: 'web' } }, false],
])('an event with %s is valid: %s', (_what, event, isValid) => {
  expect(problemsBySchema('event.json', event).length === 0).toBe(isValid);
});

describe.each(all.map((contract) => [contract.detailType, contract] as const))(
  'the registry schema of %s',
  (detailType, contract) => {
    const ajv = new AjvDraft04({ strict: false });
    const schema: object = registrySchemaOf(contract);
    addFormats(ajv);

    it('is valid JSON Schema draft 4, its type in the registry', () => {
      expect(ajv.validateSchema(schema)).toBe(true);
    });

    it('rejects events of another type', () => {
      const other = detailType === 'Domain Secured' ? anEvent() : secured;
      expect(ajv.validate(schema, other)).toBe(false);
    });
  },
);
