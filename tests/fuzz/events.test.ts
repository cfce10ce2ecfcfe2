import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '../../events/contracts';
import { receiveCertificateEvent } from '../../functions/reconcile/receive-certificate-event';
import { checkRemoval } from '../../functions/retire/check-removal';
import { checkDomain } from '../../functions/secure/check-domain';
import * as errors from '../../shared/errors';
import { lambda, logger } from '../../shared/lambda';
import * as workflow from '../../shared/steps';
import { workflows } from '../../workflows/workflows';
import { EXECUTION, LOAD_BALANCER, TARGET_GROUP } from '../builders/document';
import { lambdaContext } from '../builders/lambda-context';
import { anEvent, aPolicy } from '../builders/request';
import { fakeAccount } from '../fakes/fake-account';
import { anAttachedCertificate } from '../workflow/lives';

logger.setLogLevel('SILENT');
jest.setTimeout(60_000);

/** The same events on every run; a failure prints the seed and the path that reproduce it in fast-check. */
const SEED = 20_261_124;
const NAMED: ReadonlySet<string> = new Set(Object.keys(errors));

/** Common mistakes and arbitrary values. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.domain(),
  fc.constantFrom(
    ...[
      '',
      ' ',
      '.',
      '*',
      '*.',
      '*.com',
      '*.*.example.com',
      'a..b',
      '-a.example.com',
      'app.example.com.',
      'EXAMPLE.com',
    ],
    ...[
      'bücher.example.com',
      'xn--bcher-kva.example.com',
      'xn--zzzzzzzz.example.com',
      '127.0.0.1',
      'app_1.example.com',
    ],
    ...[
      `${'a'.repeat(64)}.example.com`,
      `${'a.'.repeat(130)}com`,
      '__proto__',
      'constructor',
      '\u0000',
      '💥.example.com',
    ],
    ...['arn:aws:acm:eu-west-1:111122223333:certificate/x', 'arn:aws:acm::::', LOAD_BALANCER, TARGET_GROUP],
    ...['aws:team', 'acm-autopilot:stack', 'Z1', 'null', '$.x', "States.Format('{}')", '${jndi:ldap://x}'],
  ),
);
const anyJson = fc.oneof(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), oddText);
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('app.example.com', '*.app.example.com', 'example.com', 'www.example.com') },
  { weight: 2, arbitrary: oddText },
  { weight: 1, arbitrary: anyJson },
);
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(fc.oneof({ weight: 6, arbitrary: arbitrary }, { weight: 1, arbitrary: anyJson }), {
    nil: undefined,
  });

const requestDetail = fc.record(
  {
    domainName: name,
    alternativeNames: perhaps(fc.array(name, { maxLength: 12 })),
    target: perhaps(
      fc.record(
        { loadBalancer: perhaps(fc.constantFrom('web', 'other', LOAD_BALANCER)), listenerArn: perhaps(oddText) },
        { requiredKeys: [] },
      ),
    ),
    keyAlgorithm: perhaps(fc.constantFrom('RSA_2048', 'EC_prime256v1', 'RSA_1024')),
    hostedZoneId: perhaps(fc.constantFrom('Z1', 'Z2')),
    alias: perhaps(fc.boolean()),
    redirectHttp: perhaps(fc.boolean()),
    tags: perhaps(fc.dictionary(oddText, oddText, { maxKeys: 4 })),
  },
  { requiredKeys: [] },
);
const removalDetail = fc.record({ domainName: perhaps(name), certificateArn: perhaps(oddText) }, { requiredKeys: [] });

/** An event with one value replaced or removed. */
const mutated = (valid: object) =>
  fc.tuple(fc.constantFrom(...pathsOf(valid)), fc.option(anyJson, { nil: undefined })).map(([path, value]) => {
    const copy = structuredClone(valid) as Record<string, unknown>;
    let place = copy;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
    place[path.at(-1) ?? ''] = value;
    return copy;
  });

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

const requests = fc.oneof(
  requestDetail.map((detail) => ({ ...anEvent(), detail })),
  mutated(anEvent({ tags: { team: 'web' }, keyAlgorithm: 'RSA_2048', redirectHttp: true })),
  anyJson,
);
const removals = fc.oneof(
  removalDetail.map((detail) => ({ ...anEvent(), 'detail-type': 'Domain Removal Requested', detail })),
  mutated({ ...anEvent(), 'detail-type': 'Domain Removal Requested', detail: { domainName: 'app.example.com' } }),
  anyJson,
);
const FOLDER = 'tests/fixtures/events';
const notices = fc.oneof(
  ...readdirSync(FOLDER).map((file) => mutated(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as object)),
  anyJson,
);

/** The output of the first state, `Begin`, for an event. */
const begun = (event: unknown) => ({ event, executionArn: EXECUTION });
const overTheWire = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;

/** The outcomes of many events: success or the name of the error. */
async function endings(
  events: fc.Arbitrary<unknown>,
  numRuns: number,
  account: ReturnType<typeof fakeAccount>,
  run: (event: unknown) => Promise<unknown>,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  account.journal.changes.length = 0;
  const property = fc.asyncProperty(events, async (event) => {
    account.journal.calls.length = 0;
    const ending = await run(overTheWire(event)).then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.name : typeof error),
    );
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
    expect(['done', ...NAMED]).toContain(ending);
    expect(account.journal.changes).toEqual([]);
  });
  await fc.assert(property, { numRuns, seed: SEED });
  return counts;
}

it.each(['secure-domain', 'retire-domain'] as const)('%s begins with the event as it came', (machine) => {
  const { StartAt, States } = workflows[machine];
  expect(States[StartAt]?.Parameters).toEqual({ 'event.$': '$', 'executionArn.$': '$$.Execution.Id' });
});

it('4,000 requests: each is accepted or rejected with a named error, and nothing is created', async () => {
  const account = fakeAccount();
  const policy = aPolicy({ defaultLoadBalancer: 'web', allowedDomains: ['example.com'] });
  const dependencies = { ...account, cachedHostedZones: account.hostedZones, policy };
  const step = lambda(workflow.CheckDomain, () => checkDomain(dependencies));
  const counts = await endings(requests, 4_000, account, (event) => step(begun(event), lambdaContext));
  expect(counts.get('done')).toBeGreaterThan(100);
  expect(counts.get('InvalidRequestError')).toBeGreaterThan(1_000);
});

it('3,000 removals: each is accepted or rejected with a named error, and nothing is changed', async () => {
  const account = fakeAccount();
  anAttachedCertificate(account, { domainNames: ['app.example.com'] });
  const dependencies = { ...account, policy: aPolicy(), stack: 'test' };
  const step = lambda(workflow.CheckRemoval, () => checkRemoval(dependencies));
  const counts = await endings(removals, 3_000, account, (event) => step(begun(event), lambdaContext));
  expect(counts.get('done')).toBeGreaterThan(100);
  expect(counts.get('InvalidRequestError')).toBeGreaterThan(500);
});

it('3,000 certificate events: each starts a reconciliation or is rejected with a named error', async () => {
  const account = fakeAccount();
  // A certificate event may only start a reconciliation.
  const starter = { start: () => Promise.resolve() };
  const receive = receiveCertificateEvent({ starter, region: 'us-east-1' });
  const counts = await endings(notices, 3_000, account, receive);
  expect(counts.get('done')).toBeGreaterThan(500);
  expect(counts.get('UnreadableEventError')).toBeGreaterThan(100);
});

it.each(Object.entries(contracts))(
  'the contract %s takes or refuses 300 details, and never throws',
  (_name, { detail }) => {
    const details = fc.oneof(requestDetail, removalDetail, anyJson);
    fc.assert(
      fc.property(details, (value) => {
        const parsed = detail.safeParse(overTheWire(value));
        // A parsed event parses to itself: normalisation is idempotent.
        if (parsed.success) expect(detail.parse(parsed.data)).toEqual(parsed.data);
      }),
      { numRuns: 300, seed: SEED },
    );
  },
);
