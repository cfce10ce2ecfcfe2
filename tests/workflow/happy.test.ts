import { DNS_NAME, HTTP_80, HTTPS_443 } from '../builders/document';
import { secureDomain } from './secure-domain';

let rig: ReturnType<typeof secureDomain>;
beforeEach(() => (rig = secureDomain()));
afterEach(() => rig.stop());

/** Runs from the event through issuance, three minutes later, to the end. */
async function secure(changes: object = {}) {
  const execution = rig.start(changes);
  await rig.minutes(3);
  await rig.issue();
  await rig.minutes(1);
  return execution;
}

describe('a request', () => {
  it('becomes a domain that answers HTTPS', async () => {
    const { status, output } = rig.outcome(await secure());
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({
      certificate: { origin: 'requested' },
      attachment: { listenerArn: HTTPS_443, as: 'default', created: 'listener' },
      alias: { records: [{ name: 'app.example.com', type: 'A', created: true }] },
      verification: { tlsVersion: 'TLSv1.3' },
      outcome: { detailType: 'Domain Secured' },
    });
    expect(rig.notifications.sent).toEqual([]);
  });

  it('passes the states in the documented order', async () => {
    await secure({ redirectHttp: true });
    expect([...new Set(rig.entered)]).toEqual([
      'Begin',
      'CheckDomain',
      'RequestCertificate',
      'IsServedByWildcard',
      'WriteValidationRecords',
      'WaitForIssued',
      'DiagnoseIssuance',
      'AttachCertificate',
      'IsAliasWanted',
      'WriteAliasRecords',
      'VerifyHttps',
      'IsRedirectWanted',
      'RedirectHttp',
      'PublishOutcome',
      'Secured',
    ]);
  });

  it('waits while the certificate to reuse is being removed, and gets a new one', async () => {
    const { certificate } = rig.outcome(await secure()).output as { certificate: { certificateArn: string } };
    const removal = 'arn:aws:states:eu-west-1:111122223333:execution:test-retire-domain:one';
    rig.executions.running.add(removal);
    await rig.certificateStates.acquireLock(certificate.certificateArn, removal, undefined);
    const execution = rig.start({});
    await rig.minutes(60);
    expect(rig.outcome(execution).status).toBe('RUNNING');

    rig.certificates.remove(certificate.certificateArn);
    rig.executions.running.delete(removal);
    await rig.minutes(15);
    await rig.issue();
    await rig.minutes(1);
    expect(rig.outcome(execution)).toMatchObject({
      status: 'SUCCEEDED',
      output: { certificate: { origin: 'requested' } },
    });
  });

  it('publishes Domain Secured with the result and the event id', async () => {
    const executionArn = await secure();
    expect(rig.eventBus.events).toEqual([
      {
        detailType: 'Domain Secured',
        resources: [expect.stringContaining(':certificate/1')],
        detail: expect.objectContaining({
          domainName: 'app.example.com',
          domainNames: ['app.example.com', '*.app.example.com'],
          listenerArn: HTTPS_443,
          verified: true,
          executionArn,
          requestEventId: '7bf73129-1428-4cd3-a780-95db273d1602',
        }),
      },
    ]);
  });

  it('continues at once when ACM announces the certificate', async () => {
    const execution = rig.start();
    await rig.minutes(0.5);
    await rig.issue();
    expect(rig.outcome(execution).status).toBe('SUCCEEDED');
    expect(rig.calls('DiagnoseIssuance')).toBe(0);
  });

  it('creates the alias before the validation record of a name that only a wildcard points at the load balancer', async () => {
    rig.hostedZones.put('Z1', '*.example.com', { type: 'A', aliasTarget: DNS_NAME, values: [] });
    const { output } = rig.outcome(await secure({ alternativeNames: [] }));
    expect(rig.hostedZones.records('Z1')).toEqual([
      `*.example.com A ${DNS_NAME}`,
      `app.example.com A ${DNS_NAME}`,
      expect.stringContaining('CNAME'),
    ]);
    expect(output).toMatchObject({ alias: { records: [{ name: 'app.example.com', type: 'A', created: true }] } });
    expect(rig.entered).toEqual(expect.arrayContaining(['CreateOwnAliases', 'WaitForOwnAliases', 'WriteAliasRecords']));
  });

  it('creates no alias with `alias: false`', async () => {
    expect(rig.outcome(await secure({ alias: false })).status).toBe('SUCCEEDED');
    expect(rig.entered).not.toContain('WriteAliasRecords');
    expect(rig.hostedZones.records('Z1')).toEqual([expect.stringContaining('CNAME')]);
  });

  describe('with `alias: "replace"`', () => {
    beforeEach(() => {
      rig.hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['old.example.net.'], ttl: 60 });
    });
    const replaced = { name: 'app.example.com', type: 'CNAME', ttl: 60, values: ['old.example.net.'], zoneId: 'Z1' };

    it('moves a live domain here: it is replaced after the handshake, in one batch, and published', async () => {
      const { status, output } = rig.outcome(await secure({ alias: 'replace', redirectHttp: true }));
      expect({ status, output }).toMatchObject({ status: 'SUCCEEDED', output: { replacedRecords: [replaced] } });
      expect(rig.entered.slice(rig.entered.indexOf('AttachCertificate'))).toEqual([
        'AttachCertificate',
        'IsAliasWanted',
        'VerifyTarget',
        'ReplaceRecords',
        'VerifyHttps',
        'IsRedirectWanted',
        'RedirectHttp',
        'PublishOutcome',
        'Secured',
      ]);
      expect(rig.journal.changes.filter((call) => / -?app\.example\.com\//.test(call))).toEqual([
        'createdRecords.save app.example.com/A',
        'hostedZones.changeRecords Z1 -app.example.com/CNAME +app.example.com/A',
      ]);
      expect(rig.eventBus.events).toMatchObject([{ detail: { replacedRecords: [replaced] } }]);
    });

    it('replaces it once, however often the event arrives', async () => {
      await secure({ alias: 'replace' });
      expect(rig.outcome(await secure({ alias: 'replace' }))).toMatchObject({
        status: 'SUCCEEDED',
        output: { replacedRecords: [] },
      });
      expect(rig.journal.changes.filter((call) => call.startsWith('hostedZones.changeRecords'))).toHaveLength(1);
      expect(rig.eventBus.events.at(-1)?.detail).not.toHaveProperty('replacedRecords');
    });
  });

  it.each([true, false])('redirects HTTP only with redirectHttp: %s', async (redirectHttp) => {
    await secure({ redirectHttp });
    expect((await rig.loadBalancers.listener(HTTP_80)).redirect !== undefined).toBe(redirectHttp);
  });
});

describe('a request that no handshake verifies', () => {
  it('is secured without one, and the certificate remembers it', async () => {
    const { status, output } = rig.outcome(await secure({ verify: false }));
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ verification: { skipped: expect.stringContaining('verify: false') } });
    expect(rig.eventBus.events.at(-1)).toMatchObject({
      detailType: 'Domain Secured',
      detail: { verified: false, notVerifiedBecause: expect.stringContaining('verify: false') },
    });
    expect(rig.certificates.all().at(-1)?.tags).toMatchObject({ 'acm-autopilot:verify': 'false' });
    expect(rig.journal.calls.filter((call) => call.startsWith('handshakes'))).toEqual([]);
  });

  it('takes the choice over to the certificate that it reuses', async () => {
    await secure();
    const tags = () => rig.certificates.all().at(-1)?.tags['acm-autopilot:verify'];
    expect(tags()).toBeUndefined();
    await secure({ verify: false });
    expect(tags()).toBe('false');
    await secure({ verify: true });
    expect(tags()).toBe('true');
    expect(rig.certificates.all()).toHaveLength(1);
  });
});

describe('a name that another certificate of this deployment serves', () => {
  const obtained = (execution: string) => {
    const { status, output } = rig.outcome(execution);
    expect(status).toBe('SUCCEEDED');
    return (output as { certificate: { certificateArn: string } }).certificate.certificateArn;
  };

  it('is secured, and the event says which certificate serves it', async () => {
    await secure({ domainName: 'first.example.com', alternativeNames: [] });
    const earlier = obtained(await secure({ alternativeNames: [] }));
    const certificateArn = obtained(await secure({ alternativeNames: ['www.example.com'] }));
    expect(rig.eventBus.events.at(-1)).toMatchObject({
      detailType: 'Domain Secured',
      detail: {
        verified: true,
        certificateArn,
        servedBy: [
          { domainName: 'app.example.com', certificateArn: earlier },
          { domainName: 'www.example.com', certificateArn },
        ],
      },
    });
  });
});

describe('a duplicate event', () => {
  it('shares the certificate, the records and the listener with a concurrent one', async () => {
    const executions = [rig.start(), rig.start()];
    await rig.minutes(3);
    await rig.issue();
    await rig.minutes(1);
    expect(executions.map((each) => rig.outcome(each).status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(rig.certificates.all()).toHaveLength(1);
    expect(rig.notifications.sent).toEqual([]);
  });

  it('changes nothing months later, and is recorded', async () => {
    await secure();
    await rig.clock.advance(90 * 86_400_000);
    const changes = rig.journal.changes.length;
    const execution = rig.start();
    await rig.minutes(1);
    expect(rig.outcome(execution).output).toMatchObject({
      certificate: { origin: 'reused' },
      validation: { records: [{ written: false }] },
      attachment: { as: 'default', created: 'nothing' },
      alias: { records: [{ created: false }] },
    });
    const done = rig.journal.changes.slice(changes).filter((call) => !/issuanceWaits|Domain Secured/.test(call));
    expect(done).toEqual([expect.stringMatching(/^certificateStates\.recordRequest /)]);
  });

  it('continues from what a failed execution created', async () => {
    const zone = rig.hostedZones;
    const first = rig.start();
    await rig.minutes(3);
    zone.put('Z1', 'app.example.com', { type: 'A', values: ['192.0.2.7'] });
    await rig.issue();
    await rig.minutes(1);
    expect(rig.outcome(first)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });

    zone.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'other', values: [] });
    const second = rig.start({ alias: false });
    await rig.minutes(1);
    expect(rig.outcome(second).status).toBe('SUCCEEDED');
    expect(rig.certificates.all()).toHaveLength(1);
  });
});
