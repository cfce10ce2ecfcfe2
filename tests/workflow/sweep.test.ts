import {
  AccessDeniedError,
  AwsRequestError,
  EventNotPublishedError,
  HttpsUnreachableError,
  ServiceUnavailableError,
  ThrottledError,
} from '../../shared/errors';
import { anAttachedCertificate, LISTENER } from './lives';
import type { Faults } from './run-workflow';
import { requested, SCHEDULED, sweep } from './sweep';

let running: ReturnType<typeof sweep>;
const start = (faults: Faults = {}) => (running = sweep(faults));
// Metrics are tested in metrics.test.ts.
beforeEach(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => {
  jest.restoreAllMocks();
  running.stop();
});

const subjects = () => running.notifications.sent.map(({ subject }) => subject);
const published = () => running.eventBus.events.map(({ detailType }) => detailType);
const inventories = () => running.eventBus.events.map(({ detail }) => detail as Record<string, unknown>);
const reconciled = () =>
  running.executions.started.map(({ input }) => (input as { certificateArn: string }).certificateArn);

/** Healthy certificates that are older than an hour, so that they are no longer provisioning; the first is the default. */
async function healthy(count: number) {
  const arns = Array.from({ length: count }, (_, n) =>
    anAttachedCertificate(running, {
      domainNames: [`d${n}.example.com`],
      as: n === 0 ? 'default' : 'sni',
    }),
  );
  await running.days(1);
  return arns;
}
/** Moves the expiry of the first ones close, without a renewal. */
const expire = (arns: readonly string[], count: number) =>
  arns.slice(0, count).forEach((arn) => {
    running.certificates.set(arn, { status: 'EXPIRED', notAfter: new Date(running.clock.now() - 1).toISOString() });
  });

describe('a sweep', () => {
  it('passes the states in the documented order', async () => {
    start();
    await healthy(1);
    expect(await running.sweep()).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: { detailType: 'Certificate Inventory' } },
    });
    expect(running.entered).toEqual([
      'Begin',
      'AssessBatch',
      'IsLastBatch',
      'CheckMassChange',
      'MayAct',
      'StartReconciliations',
      'IsAllStarted',
      'PublishInventory',
      'PublishInventoryPage',
      'Swept',
    ]);
  });

  it('of a healthy Region changes nothing, starts nothing and notifies nobody', async () => {
    start();
    await healthy(12);
    running.journal.changes.length = 0;
    await running.sweep();
    expect(running.journal.changes.filter((change) => !change.startsWith('certificateStates.record'))).toEqual([
      'eventBus.publish Certificate Inventory',
      'inventoryBucket.put inventory.json',
      'inventoryBucket.put inventory.html',
    ]);
  });

  it('of an empty Region publishes an empty inventory', async () => {
    start();
    await running.sweep();
    expect(inventories()).toMatchObject([{ certificates: 0, managed: 0, verdicts: {}, nextExpiries: [], started: 0 }]);
  });

  it('starts reconcile-certificate for the due certificates only', async () => {
    start();
    const arns = await healthy(12);
    running.hostedZones.put('Z1', '_x1.d3.example.com', { type: 'CNAME', values: ['_gone.acm-validations.aws'] });
    running.certificates.renew(arns[11] ?? '');
    await running.sweep();
    expect(reconciled().sort()).toEqual([arns[3], arns[11]].sort());
    expect(inventories()).toMatchObject([
      { certificates: 12, managed: 12, verdicts: { healthy: 10, 'repair-validation': 1, renewed: 1 }, started: 2 },
    ]);
  });

  it('reports unmanaged and imported certificates without changing them', async () => {
    start();
    const [own] = await healthy(1);
    const foreign = anAttachedCertificate(running, {
      domainNames: ['foreign.example.com'],
      as: 'sni',
      tags: { 'acm-autopilot:stack': 'another' },
    });
    const imported = running.certificates.import(['imported.example.com'], 20);
    await running.loadBalancers.addCertificate(LISTENER, imported);
    running.certificates.set(foreign, { notAfter: new Date(running.clock.now() + 9.5 * 86_400_000).toISOString() });
    running.journal.changes.length = 0;
    await running.sweep();
    expect(inventories()).toMatchObject([
      {
        certificates: 3,
        managed: 1,
        verdicts: { healthy: 1, 'not-managed': 1, 'imported-expiring': 1 },
        nextExpiries: [{ certificateArn: own, verdict: 'healthy' }],
        notManagedExpiring: [
          { certificateArn: foreign, domainName: 'foreign.example.com', daysLeft: 9, verdict: 'not-managed' },
          { certificateArn: imported, domainName: 'imported.example.com', verdict: 'imported-expiring' },
        ],
        started: 1,
      },
    ]);
    // For it, reconcile-certificate only sends a notification.
    expect(reconciled()).toEqual([imported]);
    expect(
      running.journal.changes.filter(
        (change) => !/^(certificateStates|eventBus|executions|inventoryBucket)/.test(change),
      ),
    ).toEqual([]);
  });

  it('does not notify of a known health issue again', async () => {
    start();
    const imported = running.certificates.import(['imported.example.com'], 20);
    await healthy(1);
    await running.loadBalancers.addCertificate(LISTENER, imported);
    await running.sweep();
    expect(reconciled()).toEqual([imported]);
    const cause = `ACM does not renew imported certificates. It is used by ${running.loadBalancers.using(imported).join(', ')}.`;
    await running.certificateStates.recordNotification(imported, {
      name: 'ImportedCertificateExpiring',
      cause,
      daysLeft: 18,
    });
    await running.days(1);
    await running.sweep();
    expect(reconciled()).toEqual([imported]);
    await running.days(4);
    await running.sweep();
    expect(reconciled()).toEqual([imported, imported]);
  });

  it('continues when a certificate is deleted during the sweep', async () => {
    start();
    const arns = await healthy(3);
    const { listPage } = running.certificates;
    running.certificates.listPage = async (size, nextToken) => {
      const listed = await listPage(size, nextToken);
      running.loadBalancers.removeListener(LISTENER);
      running.certificates.remove(arns[2] ?? '');
      return listed;
    };
    expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
    expect(inventories()).toMatchObject([{ certificates: 3, managed: 2, verdicts: { gone: 1 } }]);
  });
});

describe('a certificate that cannot be assessed', () => {
  const denied = (arn: string) =>
    new AccessDeniedError(
      `acm:ListTagsForCertificate ${arn}: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/assess-batch/assess-batch is not authorized, with an explicit deny in a service control policy`,
    );
  /** Makes the ACM calls for these certificates fail. */
  const fail = (arns: readonly string[], why: (arn: string) => Error) => {
    const { listTags } = running.certificates;
    running.certificates.listTags = async (arn) => {
      if (arns.includes(arn)) throw why(arn);
      return listTags(arn);
    };
    return () => (running.certificates.listTags = listTags);
  };

  it.each<[string, (arn: string) => Error]>([
    ['AccessDeniedError', denied],
    ['AwsRequestError', () => new AwsRequestError('acm:ListTagsForCertificate: InvalidArnException: no')],
    ['TypeError', () => new TypeError('Tags is not iterable')],
  ])('because of a permanent %s does not stop the others from being assessed', async (name, why) => {
    start();
    const arns = await healthy(12);
    running.certificates.renew(arns[11] ?? '');
    const [refused = ''] = arns;
    fail([refused], why);
    expect(await running.sweep()).toMatchObject({
      status: 'SUCCEEDED',
      output: { tally: { assessed: 12, managed: 11 } },
    });
    expect(inventories()).toMatchObject([{ certificates: 12, verdicts: { healthy: 10, renewed: 1, unknown: 1 } }]);
    const found = (await running.certificateStates.listSweepResults('')).find(
      ({ certificateArn }) => certificateArn === refused,
    );
    expect(found).toMatchObject({
      domainName: 'd0.example.com',
      verdict: 'unknown',
      reasons: [`It could not be assessed: ${name}: ${why(refused).message}`],
      healthIssue: name,
      daysLeft: 196,
    });
    // reconcile-certificate fails in the same way and sends the notification.
    expect(reconciled().sort()).toEqual([refused, arns[11]].sort());
    expect(subjects()).toEqual([]);
  });

  it('starts reconcile-certificate once, and again when it is resolved', async () => {
    start();
    const [refused = ''] = await healthy(3);
    const fix = fail([refused], denied);
    await running.sweep();
    // As reconcile-certificate recorded it, with another role in the message.
    const cause = denied(refused).message.replaceAll('assess-batch', 'assess-certificate');
    const lastNotified = { name: 'AccessDeniedError', cause, step: 'AssessCertificate' };
    await running.certificateStates.recordNotification(refused, lastNotified);
    await running.days(1);
    await running.sweep();
    expect(reconciled()).toEqual([refused]);
    fix();
    await running.sweep();
    expect(reconciled()).toEqual([refused, refused]);
  });

  it.each([new ThrottledError('slow down'), new ServiceUnavailableError('unwell')])(
    'because of a transient error (%s) is retried',
    async (error) => {
      // The metric of throttled steps needs the stack.
      jest.replaceProperty(process, 'env', { ...process.env, STACK: 'test' });
      start();
      const [late = ''] = await healthy(3);
      let failures = 3;
      const { listTags } = running.certificates;
      running.certificates.listTags = async (arn) => {
        if (arn === late && failures-- > 0) throw error;
        return listTags(arn);
      };
      expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
      expect(running.calls('AssessBatch')).toBe(4);
      expect(inventories()).toMatchObject([{ verdicts: { healthy: 3 } }]);
    },
  );

  it.each([1, 12])(
    'like every other (of %s in all) is the account’s health issue: the sweep fails and notifies once',
    async (count) => {
      start();
      fail(await healthy(count), denied);
      expect(await running.sweep()).toMatchObject({ status: 'FAILED', error: 'AccessDeniedError' });
      expect(subjects()).toEqual(['The sweep of all certificates failed: AccessDeniedError']);
      expect(reconciled()).toEqual([]);
    },
  );

  it.each<[string, number, number, number]>([
    ['alone on the last page', 11, 10, 11],
    ['with all others of the first page', 22, 0, 10],
    ['with all others of a page in the middle', 22, 10, 20],
    ['with all others of the last page', 22, 20, 22],
  ])('is its own health issue %s', async (_where, count, from, to) => {
    start();
    const arns = await healthy(count);
    fail(arns.slice(from, to), denied);
    expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
    expect(inventories()).toMatchObject([{ verdicts: { healthy: count - (to - from), unknown: to - from } }]);
    expect(reconciled().sort()).toEqual(arns.slice(from, to).sort());
  });

  it('for another reason than the next one is its own health issue too', async () => {
    start();
    const arns = await healthy(2);
    fail(arns, (arn) => (arn === arns[0] ? denied(arn) : new AwsRequestError('odd')));
    expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
    expect(inventories()).toMatchObject([{ verdicts: { unknown: 2 } }]);
  });
});

describe('two sweeps at once', () => {
  it('each publish the complete inventory', async () => {
    start();
    await healthy(25);
    const first = running.start(SCHEDULED);
    await running.minutes(0.1);
    const second = running.start(requested());
    await running.minutes(10);
    expect([first, second].map((each) => running.outcome(each).status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(inventories().map(({ certificates }) => certificates)).toEqual([25, 25]);
  });
});

describe('the mass-change check', () => {
  it('always allows three replacements', async () => {
    start();
    expire(await healthy(4), 3);
    await running.sweep();
    expect(reconciled()).toHaveLength(3);
    expect(subjects()).toEqual([]);
  });

  it('blocks a sweep that would replace more: it starts nothing, and sends one notification', async () => {
    start();
    const arns = await healthy(6);
    running.hostedZones.put('Z1', '_x1.d5.example.com', { type: 'CNAME', values: ['_gone.acm-validations.aws'] });
    expire(arns, 4);
    for (let day = 0; day < 3; day += 1) {
      expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
      await running.days(1);
    }
    expect(reconciled()).toEqual([]);
    expect(subjects()).toEqual(['Sweep blocked: it would replace 4 certificates at once']);
    expect(running.notifications.sent[0]?.body).toContain('"allowMassChange": true');
    expect(inventories()).toHaveLength(3);
    expect(inventories()[2]).toMatchObject({
      massChange: { wouldChange: 4, allowed: 3, isRefused: true },
      verdicts: { replace: 4, 'repair-validation': 1 },
      started: 0,
    });
  });

  it.each<[string, () => void]>([
    ['public DNS', () => running.publicDns.break('example.com')],
    [
      'their load balancer',
      () => {
        running.handshakes.perform = async () => {
          throw new HttpsUnreachableError('The TLS handshake with 192.0.2.1:443 failed: ETIMEDOUT');
        };
      },
    ],
  ])('counts certificates that cannot be fully assessed, because %s is unavailable', async (_what, happen) => {
    start();
    const arns = await healthy(6);
    expire(arns, 4);
    happen();
    await running.sweep();
    expect(inventories()).toMatchObject([{ verdicts: { unclear: 6 } }]);
    expect(reconciled()).toEqual([]);
    expect(subjects()).toEqual(['Sweep blocked: it would replace 4 certificates at once']);
  });

  it('sends another notification when expiry of the first one is near', async () => {
    start();
    const arns = await healthy(6);
    const end = new Date(running.clock.now() + 8.5 * 86_400_000).toISOString();
    for (const arn of arns.slice(0, 4))
      running.certificates.set(arn, { notBefore: '2026-05-20T08:00:00Z', notAfter: end });
    for (let day = 8; day >= -3; day -= 1) {
      await running.sweep();
      await running.days(1);
    }
    const held = running.notifications.sent.map(({ body }) => /^First to expire: +(.*)$/m.exec(body)?.[1]);
    expect(held).toEqual(['8 days left', '7 days left', '3 days left', '1 day left', 'less than a day left']);
  });

  it('is overridden by an event, for one sweep', async () => {
    start();
    expire(await healthy(6), 4);
    await running.sweep();
    await running.sweep(requested({ allowMassChange: true }));
    expect(reconciled()).toHaveLength(4);
    await running.sweep(requested());
    expect(reconciled()).toHaveLength(4);
    expect(subjects()).toEqual([
      'Sweep blocked: it would replace 4 certificates at once',
      'Sweeps are no longer blocked',
      'Sweep blocked: it would replace 4 certificates at once',
    ]);
  });

  it('is resolved once fewer certificates need replacement', async () => {
    start();
    const arns = await healthy(6);
    expire(arns, 4);
    await running.sweep();
    running.certificates.set(arns[0] ?? '', { status: 'ISSUED', notAfter: '2027-06-09T08:00:00Z' });
    await running.sweep();
    await running.sweep();
    expect(subjects()).toEqual([
      'Sweep blocked: it would replace 4 certificates at once',
      'Sweeps are no longer blocked',
    ]);
  });

  it.each([
    ['text in allowMassChange', { allowMassChange: 'true' }],
    ['an unknown field', { allowMassChanges: true }],
    ['no detail', null],
  ])('rejects an event with %s, sends a notification, and starts nothing', async (_what, detail) => {
    start();
    expire(await healthy(6), 4);
    expect(await running.sweep(requested(detail))).toMatchObject({ status: 'FAILED', error: 'InvalidRequestError' });
    expect(reconciled()).toEqual([]);
    expect(published()).toEqual([]);
    expect(subjects()).toEqual(['The sweep of all certificates failed: InvalidRequestError']);
  });
});

describe('a failure of', () => {
  it.each([
    ['AssessBatch', 'Nothing was changed.'],
    ['CheckMassChange', 'Nothing was changed.'],
    ['StartReconciliations', 'Nothing is known'],
    ['PublishInventory', 'Nothing is known'],
  ])('%s is notified once, and fails the execution', async (state, done) => {
    start({ [state]: () => new AwsRequestError('broken on purpose') });
    await healthy(1);
    expect(await running.sweep()).toMatchObject({
      status: 'FAILED',
      error: 'AwsRequestError',
      cause: 'broken on purpose',
    });
    expect(running.calls(state)).toBe(1);
    expect(running.notifications.sent).toEqual([
      {
        subject: 'The sweep of all certificates failed: AwsRequestError',
        body: expect.stringMatching(new RegExp(`broken on purpose\\nStep: +${state}\\n[^]*${done}`)),
      },
    ]);
    expect(published()).toEqual([]);
    expect(await running.certificateStates.getLastSweepTime()).toBeUndefined();
  });

  it('PublishInventoryPage is notified once; the inventory event is published', async () => {
    start({ PublishInventoryPage: () => new AwsRequestError('s3:PutObject: NoSuchBucket') });
    await healthy(1);
    expect(await running.sweep()).toMatchObject({ status: 'FAILED', error: 'AwsRequestError' });
    expect(running.calls('PublishInventoryPage')).toBe(1);
    expect(running.notifications.sent).toEqual([
      {
        subject: 'The sweep of all certificates failed: AwsRequestError',
        body: expect.stringMatching(/NoSuchBucket\nStep: +PublishInventoryPage\n[^]*The sweep itself is complete/),
      },
    ]);
    expect(published()).toEqual(['Certificate Inventory']);
    expect(await running.certificateStates.getLastSweepTime()).toBeDefined();
  });

  it('the notification ends the execution as NotificationFailed', async () => {
    const broken = () => new Error('broken');
    start({ AssessBatch: broken, NotifyFailure: broken });
    expect(await running.sweep()).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  });

  it.each([
    ['AssessBatch', new ThrottledError('slow down')],
    ['AssessBatch', new ServiceUnavailableError('unwell')],
    ['CheckMassChange', new ThrottledError('slow down')],
    ['StartReconciliations', new ThrottledError('slow down')],
    ['PublishInventory', new ThrottledError('slow down')],
    ['PublishInventory', new EventNotPublishedError('refused')],
    ['PublishInventoryPage', new ThrottledError('SlowDown')],
    ['PublishInventoryPage', new ServiceUnavailableError('unwell')],
  ])('%s with a transient error (%s) is retried', async (state, error) => {
    start({ [state]: (calls) => (calls <= 6 ? error : undefined) });
    await healthy(12);
    expect(await running.sweep()).toMatchObject({ status: 'SUCCEEDED' });
    expect(inventories()).toMatchObject([{ certificates: 12, managed: 12 }]);
    expect(subjects()).toEqual([]);
  });

  it('a batch retries only that batch, and counts nothing twice', async () => {
    start({ AssessBatch: (calls) => (calls === 2 ? new ThrottledError('slow down') : undefined) });
    await healthy(22);
    expect(await running.sweep()).toMatchObject({
      output: { tally: { assessed: 22, managed: 22 }, batch: { number: 3 } },
    });
    expect(running.calls('AssessBatch')).toBe(4);
  });
});

describe('the maximum number of certificates of an account', () => {
  /** The maximum number of calls within one second. */
  const mostASecond = (call: string) => {
    const instants = running.acmCalls.filter((each) => each.call === call).map(({ at }) => at);
    return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1_000).length));
  };

  it('stays within ten ACM calls per second and 256 KiB of state', async () => {
    start();
    const names = (n: number) => ({
      domainNames: [`d${n}.example.com`] as [string],
      keyAlgorithm: 'RSA_2048' as const,
    });
    for (let n = 0; n < 2_300; n += 1) running.certificates.add({ ...names(n), tags: {} }, 'ISSUED');
    for (let n = 2_300; n < 2_500; n += 1) anAttachedCertificate(running, { ...names(n), as: 'nowhere' });
    await running.days(1);
    const began = running.clock.now();
    const { status, output } = await running.sweep();
    expect({ status, output }).toMatchObject({
      status: 'SUCCEEDED',
      output: { tally: { assessed: 2_500, managed: 200, disruptive: 0 }, reconciliations: { started: 200 } },
    });
    expect(new Set(reconciled()).size).toBe(200);
    // Only managed certificates are described.
    expect(running.acmCalls.filter(({ call }) => call === 'describe')).toHaveLength(200);
    expect(mostASecond('tags')).toBeLessThanOrEqual(10);
    expect(mostASecond('describe')).toBeLessThanOrEqual(10);
    expect(Math.max(...running.documentSizes)).toBeLessThan(20_000);
    expect(running.clock.now() - began).toBeLessThan(60 * 60_000);
    expect(running.entered.length).toBeLessThan(1_200);
  }, 120_000);
});
