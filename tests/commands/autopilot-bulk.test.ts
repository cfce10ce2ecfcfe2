import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAutopilot, type Autopilot } from './autopilot';

jest.setTimeout(120_000);

let autopilot: Autopilot;
beforeAll(async () => {
  autopilot = await startAutopilot({}, { AllowedLoadBalancers: 'web' });
  // What becomes of the requests is not the question here: they end at the first step.
  autopilot.cloud.registrar.undelegate('example.test');
});
afterAll(async () => {
  for (const { arn } of autopilot.cloud.stepFunctions.executions()) await autopilot.finished(arn);
  await autopilot.close();
});

const file = (name: string, ...lines: string[]) => {
  writeFileSync(join(autopilot.folder, name), `${lines.join('\n')}\n`);
  return name;
};
const requested = () =>
  autopilot.cloud.events
    .published('acm-autopilot-dev')
    .filter((event) => event['detail-type'] === 'Domain Requested')
    .map(({ detail }) => detail['domainName']);

it('checks every line first, says why each is invalid, and emits nothing', async () => {
  const name = file(
    'wrong.csv',
    'domainName,alternativeNames,keyAlgorithm,alias',
    'good.example.test,,,',
    'localhost,,,',
    'key.example.test,,RSA_512,',
    'alias.example.test,,,perhaps',
    'other.example.org,,,',
    'good.example.test,,,',
  );
  const { status, output } = await autopilot.type('bulk', name);
  expect(status).toBe(2);
  expect(output).toMatch(/3 +localhost +invalid +InvalidRequestError: domainName/);
  expect(output).toMatch(/4 +key\.example\.test +invalid +InvalidRequestError: keyAlgorithm/);
  expect(output).toMatch(
    /5 +alias\.example\.test +invalid +InvalidRequestError: alias: must be a boolean, true or false/,
  );
  expect(output).toMatch(/6 +other\.example\.org +invalid +ZoneNotAllowedError/);
  expect(output).toMatch(/7 +good\.example\.test +invalid +duplicate of line 2/);
  expect(output).toMatch(/5 of 6 lines are invalid\. Nothing was emitted/);
  expect(requested()).toEqual([]);
});

it('finds a load balancer that the deployment may not change before anything is emitted', async () => {
  const listener =
    'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/theirs/6864b79f7195e6d3/47cdd8e769952424';
  const name = file(
    'targets.csv',
    'domainName,loadBalancer,listenerArn',
    'good.example.test,web,',
    'name.example.test,theirs,',
    `listener.example.test,,${listener}`,
  );
  const { status, output } = await autopilot.type('bulk', name);
  expect(output).toMatch(
    /3 +name\.example\.test +invalid +TargetNotAllowedError: This deployment may not change the load balancer theirs/,
  );
  expect(output).toMatch(
    /4 +listener\.example\.test +invalid +TargetNotAllowedError: This deployment may not change the load balancer theirs/,
  );
  expect(output).toMatch(/2 of 3 lines are invalid\. Nothing was emitted/);
  expect(status).toBe(1);
  expect(requested()).toEqual([]);
});

it('counts one line as one', async () => {
  const { status, output } = await autopilot.type('bulk', file('one.csv', 'domainName', 'localhost'));
  expect(output).toMatch(/\n1 of 1 line is invalid\. /);
  expect(status).toBe(2);
});

it('emits every line of a CSV file, in batches, and reports each', async () => {
  const domains = Array.from({ length: 12 }, (_, index) => `bulk-${index}.example.test`);
  const name = file(
    'domains.csv',
    'domainName,alternativeNames',
    ...domains.map((domain) => `${domain},*.${domain} www.${domain}`),
  );
  autopilot.cloud.clearCalls();
  const { status, document } = await autopilot.json('bulk', name);
  expect(status).toBe(0);
  expect(document.lines).toHaveLength(12);
  expect(document.lines[0]).toEqual({
    line: 2,
    domainName: domains[0],
    outcome: 'emitted',
    eventId: expect.any(String),
  });
  expect(requested()).toEqual(domains);
  const batches = autopilot.cloud.calls.filter(
    ({ operation, input }) => operation === 'PutEvents' && JSON.stringify(input).includes('Domain Requested'),
  );
  expect(batches).toHaveLength(2);
});

it('continues where an earlier run ended: only what is new or changed is emitted', async () => {
  const text = readFileSync(join(autopilot.folder, 'domains.csv'), 'utf8').replace('www.bulk-3.', 'shop.bulk-3.');
  file('domains.csv', text.trimEnd(), 'new.example.test,');
  const before = requested().length;
  const { status, output } = await autopilot.type('bulk', 'domains.csv');
  expect(status).toBe(0);
  expect(output).toMatch(/2 emitted, 11 already emitted, 0 refused; recorded in domains\.csv\.autopilot\.json/);
  expect(output).toMatch(
    /To see what failed: npx acm-autopilot redrive --local; what succeeded: npx acm-autopilot list --local\n$/,
  );
  expect(requested().slice(before)).toEqual(['bulk-3.example.test', 'new.example.test']);
});

it('takes the detail of an event on each line of a JSON Lines file', async () => {
  const name = file(
    'domains.jsonl',
    '{"domainName":"lines.example.test","tags":{"team":"web"}}',
    '',
    '{"domainName":"more.example.test","target":{"loadBalancer":"web"}}',
  );
  const { status, document } = await autopilot.json('bulk', name);
  expect(status).toBe(0);
  expect(document.lines.map(({ line }) => line)).toEqual([1, 3]);
});

it.each([
  ['broken.jsonl', '{"domainName":', /line 1 is not JSON/],
  [
    'columns.csv',
    'domain\nx.example.test',
    /the column domainName is missing; unknown column: domain; the columns are domainName, alternativeNames/,
  ],
  ['list.txt', 'x.example.test', /must end in \.csv or \.jsonl/],
])('refuses %s with the reason', async (name, text, why) => {
  const { status, output } = await autopilot.type('bulk', file(name, text));
  expect(status).toBe(2);
  expect(output).toMatch(why);
});

it('refuses a progress file that it did not write', async () => {
  file('mine.jsonl', '{"domainName":"mine.example.test"}');
  file('mine.jsonl.autopilot.json', 'notes');
  const { status, output } = await autopilot.type('bulk', 'mine.jsonl');
  expect(status).toBe(2);
  expect(output).toMatch(/mine\.jsonl\.autopilot\.json was not written by an earlier run/);
});
