import { publishRollbackOutcome } from '../../functions/rollback/publish-rollback-outcome';
import { restoreRecords } from '../../functions/rollback/restore-records';
import { notifyFailure } from '../../functions/secure/notify-failure';
import { lambda } from '../../shared/lambda';
import * as steps from '../../shared/steps';
import { DnsChangeRejectedError, TargetNotUsableError } from '../../shared/errors';
import { DNS_NAME } from '../builders/document';
import { aRecord, anAlias } from '../builders/record-set';
import { anEvent } from '../builders/request';
import { type Faults, runWorkflow } from './run-workflow';

let rig: ReturnType<typeof rollbackDomain>;
afterEach(() => rig.stop());

const old = [aRecord('A', ['192.0.2.1'], { ttl: 60 }), aRecord('AAAA', ['2001:db8::1'])];
const replacement = {
  ...{ zoneId: 'Z1', name: 'app.example.com', kept: [], deleted: old, created: [anAlias('A')] },
  replacedAt: '2026-11-22T08:00:00.000Z',
};

/** The shipped workflow rollback-domain over an account in which an alias has replaced the old records. */
function rollbackDomain(faults: Faults = {}) {
  const running = runWorkflow(
    'rollback-domain',
    (account) => ({
      RestoreRecords: lambda(steps.RestoreRecords, () => restoreRecords(account)),
      PublishRollbackOutcome: lambda(steps.PublishRollbackOutcome, () => publishRollbackOutcome(account.eventBus)),
      NotifyFailure: lambda(steps.NotifyFailure, () => notifyFailure(account)),
    }),
    faults,
  );
  running.hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: DNS_NAME, values: [] });
  return running;
}

async function setUp(faults: Faults = {}) {
  rig = rollbackDomain(faults);
  const created = { domainName: 'app.example.com', zoneId: 'Z1', name: 'app.example.com', value: DNS_NAME };
  await rig.createdRecords.save([{ ...created, type: 'A' }]);
  await rig.createdRecords.save([{ ...created, name: '_x.app.example.com', type: 'CNAME', value: '_y.aws' }]);
  await rig.replacedRecords.save([replacement]);
  rig.journal.changes.length = 0;
}
const event = (detail: object = { domainName: 'app.example.com' }) => ({
  ...anEvent(),
  'detail-type': 'Domain Rollback Requested',
  detail,
});
const zoneChanges = () => rig.journal.changes.filter((call) => call.startsWith('hostedZones.'));
const RESTORED = 'hostedZones.changeRecords Z1 -app.example.com/A +app.example.com/A +app.example.com/AAAA';

it('restores the old records in one batch, keeps the certificate, and publishes what was restored', async () => {
  await setUp();
  const { status } = await rig.run(event());
  expect(status).toBe('SUCCEEDED');
  expect(rig.entered).toEqual(['Begin', 'RestoreRecords', 'PublishRollbackOutcome', 'RolledBack']);
  expect(zoneChanges()).toEqual([RESTORED]);
  expect(await rig.hostedZones.getAddressRecords('Z1', 'app.example.com')).toEqual(old);
  expect(rig.createdRecords.all().map(({ type }) => type)).toEqual(['CNAME']);
  expect(rig.replacedRecords.all()).toMatchObject([{ restoredAt: expect.stringMatching(/^2026-11-23T08/) }]);
  expect(rig.eventBus.events).toMatchObject([
    {
      detailType: 'Domain Rolled Back',
      detail: {
        domainName: 'app.example.com',
        restoredRecords: old.map((record) => ({ ...record, zoneId: 'Z1' })),
        requestEventId: anEvent().id,
      },
    },
  ]);
  expect(rig.notifications.sent).toEqual([]);
});

it('restores them once, even if the event arrives twice and a response of Route 53 is lost', async () => {
  await setUp();
  const { changeRecords } = rig.hostedZones;
  let calls = 0;
  rig.hostedZones.changeRecords = async (...batch) => {
    await changeRecords(...batch);
    if ((calls += 1) === 1) throw new DnsChangeRejectedError('the response was lost');
  };
  expect(await rig.run(event())).toMatchObject({ status: 'SUCCEEDED' });
  expect(await rig.run(event())).toMatchObject({ status: 'SUCCEEDED' });
  expect(zoneChanges()).toEqual([RESTORED]);
  expect(rig.createdRecords.all().map(({ type }) => type)).toEqual(['CNAME']);
});

describe('changes nothing, notifies people and publishes the failure when', () => {
  it.each<[string, () => unknown, object, string]>([
    [
      'the alias points elsewhere by now',
      () => rig.hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'x.elb.amazonaws.com', values: [] }),
      {},
      'RecordChangedError',
    ],
    ['the alias was deleted', () => rig.hostedZones.take('Z1', 'app.example.com', 'A'), {}, 'RecordChangedError'],
    [
      'another address was added',
      () => rig.hostedZones.put('Z1', 'app.example.com', { type: 'AAAA', values: ['2001:db8::9'] }),
      {},
      'RecordChangedError',
    ],
    ['nothing was replaced at the name', () => undefined, { domainName: 'www.example.com' }, 'NoReplacedRecordError'],
    ['the event names no domain', () => undefined, { domainName: undefined }, 'InvalidRequestError'],
    ['the event has a field that nobody knows', () => undefined, { force: true }, 'InvalidRequestError'],
  ])('%s', async (_case, arrange, changes, error) => {
    await setUp();
    arrange();
    const before = rig.hostedZones.records('Z1');
    expect(await rig.run(event({ domainName: 'app.example.com', ...changes }))).toMatchObject({
      status: 'FAILED',
      error,
    });
    expect(rig.hostedZones.records('Z1')).toEqual(before);
    expect(rig.calls('RestoreRecords')).toBe(1);
    expect(rig.notifications.sent).toMatchObject([{ subject: expect.stringMatching(/^The rollback of .* failed: /) }]);
    expect(rig.eventBus.events).toMatchObject([
      { detailType: 'Domain Rollback Failed', detail: { step: 'RestoreRecords', error } },
    ]);
    expect(zoneChanges()).toEqual([]);
  });

  it('Route 53 rejects the batch', async () => {
    await setUp();
    rig.hostedZones.changeRecords = () => Promise.reject(new DnsChangeRejectedError('it is protected'));
    expect(await rig.run(event())).toMatchObject({ status: 'FAILED', error: 'DnsChangeRejectedError' });
    expect(rig.createdRecords.all()).toHaveLength(2);
    expect(rig.replacedRecords.all()[0]).not.toHaveProperty('restoredAt');
  });
});

it('publishes the failure even if people cannot be notified', async () => {
  const broken = () => new TargetNotUsableError('broken on purpose');
  await setUp({ RestoreRecords: broken, NotifyFailure: broken });
  expect(await rig.run(event())).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  expect(rig.eventBus.events).toMatchObject([
    {
      detailType: 'Domain Rollback Failed',
      detail: {
        domainName: 'app.example.com',
        step: 'RestoreRecords',
        cause: expect.stringMatching(/^broken on purpose/),
      },
    },
  ]);
});
