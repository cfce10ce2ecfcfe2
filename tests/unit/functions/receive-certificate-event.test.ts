import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { receiveCertificateEvent } from '../../../functions/reconcile/receive-certificate-event';
import { readCertificateEvent } from '../../../events/certificate-event';
import { UnreadableEventError } from '../../../shared/errors';
import { fakeAccount } from '../../fakes/fake-account';

interface Envelope {
  readonly id: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}
const FOLDER = 'tests/fixtures/events';
const events = readdirSync(FOLDER).map((file): [string, Envelope] => [
  file,
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Envelope,
]);
const one = (id: string, region = 'us-east-1') => `arn:aws:acm:${region}:123456789012:certificate/${id}`;

function setUp(region = 'us-east-1') {
  const { executions } = fakeAccount();
  return { receive: receiveCertificateEvent({ starter: executions, region }), started: executions.started };
}

describe.each(events)('the event %s', (_file, event) => {
  const [certificateArn = ''] = event.resources;

  it('starts reconcile-certificate for its certificate', async () => {
    const { receive, started } = setUp(event.region);
    expect(await receive(event)).toEqual({ started: [certificateArn] });
    expect(started).toHaveLength(1);
    expect(started[0]?.input).toMatchObject({ certificateArn });
  });

  it('starts nothing for a duplicate', async () => {
    const { receive, started } = setUp(event.region);
    await receive(event);
    await receive(event);
    expect(started).toHaveLength(1);
  });

  const others: unknown[] = [null, 7, true, '', 'text', [], {}, [null], undefined];
  const mutated = [
    ...Object.keys(event).flatMap((field) =>
      others.map((value) => [field, value, { ...event, [field]: value }] as const),
    ),
    ...Object.keys(event.detail).flatMap((field) =>
      others.map(
        (value) => [`detail.${field}`, value, { ...event, detail: { ...event.detail, [field]: value } }] as const,
      ),
    ),
    ['unheardOf', 1, { ...event, unheardOf: 1, detail: { ...event.detail, unheardOf: { deep: [1] } } }] as const,
  ];
  it.each(mutated.filter(([field]) => field !== 'resources'))(
    'is understood with %s as %j',
    async (_field, _value, changed) => {
      const { receive } = setUp(event.region);
      expect(await receive(changed)).toEqual({ started: [certificateArn] });
    },
  );
});

it('starts one execution for each certificate of a Health event in its own Region', async () => {
  const { receive, started } = setUp();
  const event = {
    id: 'e1',
    resources: [one('a')],
    detail: {
      eventTypeCode: 'CAA_CHECK_FAILURE',
      affectedEntities: [
        { entityValue: one('a') },
        { entityValue: one('b') },
        { entityValue: one('c', 'eu-west-1') },
        { entityValue: 'UNKNOWN' },
      ],
    },
  };
  expect(await receive(event)).toEqual({ started: [one('a'), one('b')] });
  expect(started).toEqual([
    { name: 'a-e1', input: { certificateArn: one('a'), trigger: 'CAA_CHECK_FAILURE' } },
    { name: 'b-e1', input: { certificateArn: one('b'), trigger: 'CAA_CHECK_FAILURE' } },
  ]);
});

it.each<unknown>([
  null,
  'text',
  7,
  [],
  {},
  { resources: 'arn' },
  { id: 'e1', resources: ['arn:aws:ec2:eu-west-1:1:instance/i-1'] },
])('rejects an event without a certificate: %j', async (event) => {
  const { receive, started } = setUp();
  await expect(receive(event)).rejects.toThrow(UnreadableEventError);
  expect(started).toEqual([]);
});

it('identifies an event without an id by its content', () => {
  const event = { resources: [one('a')], detail: {} };
  expect(readCertificateEvent(event).id).toBe(readCertificateEvent({ ...event }).id);
  expect(readCertificateEvent(event).id).not.toBe(readCertificateEvent({ ...event, time: 'later' }).id);
});
