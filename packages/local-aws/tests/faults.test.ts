import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as acm from '@aws-sdk/client-acm';
import { createFaults } from '../src/faults/faults';
import { parseFaultPlan, type Fault } from '../src/faults/fault-plan';
import type { Rule } from '../src/events/event-bus';
import { closeWires, failure, mountAll, service } from './wire-fixture';

const clock = { now: () => Date.parse('2026-11-23T08:00:00Z') };
const ROLE = 'arn:aws:iam::123456789012:role/request-certificate';

afterEach(closeWires);

/** Deletes a certificate, as a function would, under faults; gives what each call met and how often the work was done. */
async function deleteUnder(faults: readonly Fault[], calls = 1, principal = ROLE) {
  let performed = 0;
  const { aroundCall, struck } = createFaults(clock, { faults: [...faults] });
  const operations = {
    DeleteCertificate: () => void (performed += 1),
    DescribeCertificate: () => ({ Certificate: { Status: performed === 0 ? 'ISSUED' : 'DELETED' } }),
  };
  const { config } = await mountAll([service('acm', acm, operations)], {
    principalOf: () => principal,
    around: aroundCall,
    throttling: false,
  });
  // Only who waits for an answer that never comes should not wait for long.
  const requestTimeout = faults.some(({ fault }) => fault === 'time-out') ? 200 : 20_000;
  const client = new acm.ACMClient({ ...config, requestHandler: { requestTimeout, throwOnRequestTimeout: true } });
  const CertificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  const met: unknown[] = [];
  for (let call = 0; call < calls; call += 1) {
    const error = await failure(client.send(new acm.DeleteCertificateCommand({ CertificateArn })));
    met.push((error as Error).message === 'The call succeeded' ? 'success' : (error as { name: string }).name);
  }
  const describe = async () =>
    (await client.send(new acm.DescribeCertificateCommand({ CertificateArn }))).Certificate?.Status;
  return { met, performed, struck, describe, client };
}

const onDelete = (fault: object) => ({ at: 'call', service: 'acm', operation: 'DeleteCertificate', ...fault }) as Fault;

describe('a call', () => {
  it.each<[string, object, string, number]>([
    ['throttled', {}, 'ThrottlingException', 0],
    ['unavailable', {}, 'ServiceUnavailable', 0],
    ['internal-error', {}, 'InternalFailure', 0],
    ['time-out', {}, 'TimeoutError', 0],
    ['connection-reset', {}, 'Error', 0],
    ['refused', { code: 'ResourceInUseException' }, 'ResourceInUseException', 0],
    ['connection-reset-after', {}, 'Error', 1],
    ['internal-error-after', {}, 'InternalFailure', 1],
  ])('meets %s', async (fault, more, name, performed) => {
    const done = await deleteUnder([onDelete({ fault, ...more })]);
    expect(done).toMatchObject({ met: [name], performed, struck: [{ what: 'acm:DeleteCertificate' }] });
    done.client.destroy();
  });

  it('is answered by a stale read with what the same read gave before', async () => {
    const fault: Fault = { at: 'call', service: 'acm', operation: 'DescribeCertificate', nth: 2, fault: 'stale-read' };
    const { describe: read, client } = await deleteUnder([fault], 0);
    expect(await read()).toBe('ISSUED');
    await client.send(
      new acm.DeleteCertificateCommand({ CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' }),
    );
    expect(await read()).toBe('ISSUED');
    expect(await read()).toBe('DELETED');
    client.destroy();
  });

  it.each<[string, object, string[]]>([
    ['first', {}, ['ThrottlingException', 'success', 'success']],
    ['nth', { nth: 2 }, ['success', 'ThrottlingException', 'success']],
    ['nth and the next', { nth: 2, times: 2 }, ['success', 'ThrottlingException', 'ThrottlingException']],
    ['every one with certainty', { probability: 1 }, Array.from({ length: 3 }, () => 'ThrottlingException')],
    ['at most so many by chance', { probability: 1, times: 1 }, ['ThrottlingException', 'success', 'success']],
  ])('is struck when it is the %s', async (_which, which, met) => {
    const done = await deleteUnder([onDelete({ fault: 'throttled', ...which })], 3);
    expect(done.met).toEqual(met);
    done.client.destroy();
  });

  it('from outside the cloud is never struck', async () => {
    const done = await deleteUnder([onDelete({ fault: 'throttled' })], 1, 'arn:aws:iam::123456789012:root');
    expect(done.met).toEqual(['success']);
    done.client.destroy();
  });
});

describe('an event', () => {
  const rule = { name: 'dev-acm-events', arn: 'arn:rule' } as Rule;
  const event = { id: '1', 'detail-type': 'ACM Certificate Available' } as Parameters<
    ReturnType<typeof createFaults>['events']['refuse']
  >[0];
  const under = (fault: object) => createFaults(clock, { faults: [{ at: 'event', ...fault } as Fault] }).events;

  it.each<[string, object, number[]]>([
    ['is lost', { fault: 'lost' }, []],
    ['comes twice', { fault: 'duplicated', seconds: 5 }, [0, 5_000]],
    ['comes late, and is overtaken', { fault: 'delayed', seconds: 5 }, [5_000]],
    ['of another type comes once', { fault: 'lost', detailType: 'ACM Certificate Expired' }, [0]],
    ['of another rule comes once', { fault: 'lost', rule: '*-nightly' }, [0]],
  ])('%s', (_what, fault, departures) => {
    expect(under(fault).departures(event, rule)).toEqual(departures);
  });

  it.each<[string, number, number]>([
    ['target-throttled', 429, 3],
    ['undeliverable', 403, 1],
  ])('that is %s is turned down', (fault, status, times) => {
    const events = under({ fault });
    events.departures(event, rule);
    for (let time = 0; time < times; time += 1) {
      expect(() => events.refuse(event, rule)).toThrow(expect.objectContaining({ status }));
    }
    expect(() => events.refuse(event, rule)).not.toThrow();
  });
});

describe('an invocation', () => {
  async function invoke(fault: object) {
    let performed = 0;
    let chilled = 0;
    const { aroundInvocation } = createFaults(clock, { faults: [{ at: 'function', ...fault } as Fault] });
    const result = await aroundInvocation({
      functionName: 'orders-dev-attach',
      timeoutSeconds: 30,
      run: async () => {
        performed += 1;
        return { payload: 'done', requestId: 'r', logTail: '', billedMilliseconds: 1 };
      },
      chill: () => void (chilled += 1),
    }).catch((error: unknown) => ({ payload: error }));
    return { result, performed, chilled };
  }

  it.each<[string, object, number, object]>([
    ['crashes before its work', { fault: 'crash-before' }, 0, { payload: { errorType: 'Runtime.ExitError' } }],
    ['crashes after its work', { fault: 'crash-after' }, 1, { payload: { errorType: 'Runtime.ExitError' } }],
    [
      'runs out of time before its work',
      { fault: 'time-out-before' },
      0,
      { payload: { errorType: 'Sandbox.Timedout' } },
    ],
    ['runs out of time after its work', { fault: 'time-out-after' }, 1, { payload: { errorType: 'Sandbox.Timedout' } }],
    ['is throttled', { fault: 'throttled' }, 0, { payload: { code: 'TooManyRequestsException' } }],
    ['starts cold', { fault: 'cold-start' }, 1, { payload: 'done' }],
    ['of another function works', { fault: 'crash-before', function: '*-other' }, 1, { payload: 'done' }],
  ])('%s', async (_what, fault, performed, result) => {
    expect(await invoke(fault)).toMatchObject({ performed, result });
  });
});

it('end when they are stopped', async () => {
  const faults = createFaults(clock, { faults: [{ at: 'function', fault: 'crash-before', probability: 1 }] });
  faults.stop();
  const run = () => Promise.resolve({ payload: 'done', requestId: 'r', logTail: '', billedMilliseconds: 1 });
  const invocation = { functionName: 'any', timeoutSeconds: 3, run, chill: () => undefined };
  expect(await faults.aroundInvocation(invocation)).toMatchObject({ payload: 'done' });
});

describe('a fault plan', () => {
  it('is read from JSON', () => {
    const faults = [{ at: 'call', service: 'acm', fault: 'throttled', probability: 0.1 }];
    expect(parseFaultPlan(JSON.stringify({ seed: 7, faults }))).toEqual({ seed: 7, faults });
  });

  it('is as the README shows one', () => {
    const shown =
      /## Fault plans[^]*?```json\n([^]*?)```/.exec(readFileSync(join(__dirname, '..', 'README.md'), 'utf8'))?.[1] ??
      '';
    expect(parseFaultPlan(shown).faults.map(({ at }) => at)).toEqual(['call', 'call', 'event', 'function']);
  });

  it.each<[string, string, RegExp]>([
    ['is no JSON', '{', /is not JSON/],
    ['has no faults', '{}', /faults/],
    ['strikes nothing that exists', '{"faults":[{"at":"disk","fault":"full"}]}', /faults\[0\]/],
    ['has an unknown fault', '{"faults":[{"at":"event","fault":"eaten"}]}', /lost.*duplicated[^]*faults\[0\]\.fault/],
    ['has a misspelt member', '{"faults":[{"at":"event","fault":"lost","ruel":"x"}]}', /ruel/],
    ['refuses without a code', '{"faults":[{"at":"call","service":"acm","fault":"refused"}]}', /code/],
    ['has two ways to choose', '{"faults":[{"at":"event","fault":"lost","nth":1,"probability":0.5}]}', /either/],
  ])('that %s is refused with what is wrong', (_what, json, why) => {
    expect(() => parseFaultPlan(json)).toThrow(why);
  });
});
