import { TAGS } from '../../shared/domain/certificate/tags';
import { loadBalancerName } from '../../shared/domain/target/load-balancer';
import { ServiceUnavailableError } from '../../shared/errors';
import { LOAD_BALANCER, TARGET_GROUP, VPC } from '../builders/document';
import { aPolicy } from '../builders/request';
import { anAttachedCertificate, LISTENER, reconcileCertificate } from './lives';

let running: ReturnType<typeof reconcileCertificate>;
const start = (choices: Parameters<typeof reconcileCertificate>[1] = {}) => {
  running = reconcileCertificate({}, choices);
  running.issueEverything();
  return running;
};
afterEach(() => running.stop());

const subjects = () => running.notifications.sent.map(({ subject }) => subject);
const served = (dnsName = 'web-1234567890.eu-west-1.elb.amazonaws.com', port = 443) =>
  running.loadBalancers.served(dnsName, port);
const OTHER = LOAD_BALANCER.replace('web/50dc6c495c0c9188', 'other/1111111111111111');
const RECREATED = LOAD_BALANCER.replace('50dc6c495c0c9188', '2222222222222222');

/** A load balancer with an HTTPS listener on a port, whose SNI list has the certificate. */
const addLoadBalancer = async (loadBalancerArn: string, port: number, certificateArn?: string) => {
  running.loadBalancers.add({
    loadBalancerArn,
    name: loadBalancerName(loadBalancerArn),
    type: 'application',
    scheme: 'internet-facing',
    dnsName: dnsNameOf(loadBalancerArn),
    canonicalHostedZoneId: 'Z32O12XQLNTSW2',
    vpcId: VPC,
    ipAddressType: 'ipv4',
  });
  const listenerArn = running.loadBalancers.addListener(loadBalancerArn, { port, protocol: 'HTTPS' });
  if (certificateArn !== undefined) await running.loadBalancers.addCertificate(listenerArn, certificateArn);
  return listenerArn;
};
const dnsNameOf = (loadBalancerArn: string) => {
  const [name = '', id = ''] = loadBalancerArn.split('/').slice(2);
  return `${name}-${id.slice(0, 10)}.eu-west-1.elb.amazonaws.com`;
};

describe('a certificate that is in use, but not on the listener of its request', () => {
  const elsewhere = async (where: (certificateArn: string) => Promise<unknown>) => {
    anAttachedCertificate(running, { domainNames: ['default.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'nowhere' });
    await where(arn);
    await running.days(10);
    return arn;
  };

  it.each([
    [
      'on another port of the same load balancer',
      async (arn: string) => {
        const listener = running.loadBalancers.addListener(LOAD_BALANCER, { port: 8443, protocol: 'HTTPS' });
        await running.loadBalancers.addCertificate(listener, arn);
      },
    ],
    ['on another load balancer', (arn: string) => addLoadBalancer(OTHER, 443, arn)],
    [
      'by another service',
      async (arn: string) =>
        running.certificates.set(arn, { inUseBy: ['arn:aws:cloudfront::111122223333:distribution/E1'] }),
    ],
  ])('%s is attached there again', async (_where, where) => {
    start();
    const arn = await elsewhere(where);
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(served()).toContainEqual({ certificateArn: arn, isDefault: false });
    expect(subjects()).toEqual([]);
  });

  it('is attached there again although another load balancer that has it does not answer', async () => {
    start();
    const arn = await elsewhere((certificateArn) => addLoadBalancer(OTHER, 443, certificateArn));
    const { perform } = running.handshakes;
    running.handshakes.perform = (host, ...more) => perform(host === dnsNameOf(OTHER) ? 'down' : host, ...more);
    await running.reconcile(arn);
    expect(served()).toContainEqual({ certificateArn: arn, isDefault: false });
  });

  it.each([
    ['was deleted', () => running.loadBalancers.removeListener(LISTENER), /web has no HTTPS:443 listener any more/],
    [
      'now has another protocol',
      () => running.loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTP', forwardsTo: TARGET_GROUP }),
      /port 443 is used by an HTTP listener/,
    ],
  ])('whose listener %s causes one notification, and creates no listener', async (_what, change, cause) => {
    start();
    const arn = await elsewhere((certificateArn) => addLoadBalancer(OTHER, 443, certificateArn));
    change();
    running.journal.changes.length = 0;
    for (let day = 0; day < 3; day += 1) {
      expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
      await running.days(1);
    }
    expect(running.journal.changes.filter((each) => each.startsWith('loadBalancers'))).toEqual([]);
    expect(subjects()).toEqual([expect.stringMatching(/CertificateNotAttached$/)]);
    expect(running.notifications.sent[0]?.body).toMatch(cause);
  });

  it('whose load balancer was deleted causes one notification', async () => {
    start();
    const arn = anAttachedCertificate(running, {
      as: 'nowhere',
      tags: { [TAGS.target]: LOAD_BALANCER.replace('/web/', '/gone/') },
    });
    await addLoadBalancer(OTHER, 443, arn);
    await running.days(10);
    await running.reconcile(arn);
    await running.reconcile(arn);
    expect(subjects()).toEqual([expect.stringMatching(/CertificateNotAttached$/)]);
  });

  it('whose load balancer may not be changed causes one notification, and is not attached', async () => {
    start({ policy: aPolicy({ allowedLoadBalancers: 'other*' }) });
    const arn = await elsewhere((certificateArn) => addLoadBalancer(OTHER, 443, certificateArn));
    await running.reconcile(arn);
    expect(served()).not.toContainEqual({ certificateArn: arn, isDefault: false });
    expect(subjects()).toEqual([expect.stringMatching(/CertificateNotAttached$/)]);
  });

  it('is reported as recovered once the listener exists again', async () => {
    start();
    const arn = await elsewhere((certificateArn) => addLoadBalancer(OTHER, 443, certificateArn));
    running.loadBalancers.removeListener(LISTENER);
    await running.reconcile(arn);
    running.loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' });
    await running.reconcile(arn);
    expect(served()).toEqual([{ certificateArn: arn, isDefault: false }]);
    expect(subjects().map((subject) => subject.replace(/.*(at risk|recovered).*/, '$1'))).toEqual([
      'at risk',
      'recovered',
    ]);
  });

  it('that must be replaced is replaced where it is, and the new one is attached there too', async () => {
    start();
    const arn = await elsewhere((certificateArn) => addLoadBalancer(OTHER, 443, certificateArn));
    running.certificates.set(arn, { status: 'REVOKED', revocationReason: 'KEY_COMPROMISE' });
    await running.reconcile(arn);
    const replacement = running.certificates.all().at(-1)?.certificateArn ?? '';
    await running.days(1);
    await running.reconcile(replacement);
    for (const dnsName of [undefined, dnsNameOf(OTHER)])
      expect(served(dnsName)).toContainEqual({ certificateArn: replacement, isDefault: false });
  });
});

describe('a certificate whose load balancer was recreated under the same name', () => {
  const recreated = async (port = 443) => {
    start();
    const arn = anAttachedCertificate(running);
    await running.days(10);
    running.loadBalancers.removeListener(LISTENER);
    running.loadBalancers.remove(LOAD_BALANCER);
    await addLoadBalancer(RECREATED, port);
    return arn;
  };

  it('is attached to the new one, which its tag names from then on', async () => {
    const arn = await recreated();
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(served(dnsNameOf(RECREATED))).toEqual([{ certificateArn: arn, isDefault: false }]);
    expect(await running.certificates.listTags(arn)).toMatchObject({ [TAGS.target]: RECREATED });
    running.journal.changes.length = 0;
    await running.reconcile(arn);
    expect(running.journal.changes.filter((change) => !change.startsWith('certificateStates'))).toEqual([]);
    expect(subjects()).toEqual([]);
  });

  it('takes with it the aliases that this service created, and no others', async () => {
    const arn = await recreated();
    const old = 'web-1234567890.eu-west-1.elb.amazonaws.com';
    const alias = { type: 'A' as const, aliasTarget: old, values: [] };
    running.hostedZones.put('Z1', 'app.example.com', alias);
    running.hostedZones.put('Z1', 'www.example.com', alias);
    const created = { domainName: 'app.example.com', zoneId: 'Z1', name: 'app.example.com', type: 'A' as const };
    await running.createdRecords.save([{ ...created, value: old }]);
    await running.reconcile(arn);
    expect(running.hostedZones.records('Z1')).toEqual(
      expect.arrayContaining([`app.example.com A ${dnsNameOf(RECREATED)}`, `www.example.com A ${old}`]),
    );
    expect(subjects()).toEqual([]);
  });

  it('has its tag corrected when its owner has attached it there already', async () => {
    const arn = await recreated();
    await running.loadBalancers.addCertificate(`${RECREATED.replace(':loadbalancer/', ':listener/')}/443`, arn);
    await running.reconcile(arn);
    expect(await running.certificates.listTags(arn)).toMatchObject({ [TAGS.target]: RECREATED });
    expect(subjects()).toEqual([]);
  });

  it('causes a notification when the new one has no HTTPS:443 listener', async () => {
    const arn = await recreated(8443);
    await running.reconcile(arn);
    expect(subjects()).toEqual([expect.stringMatching(/CertificateNotInUse$/)]);
    expect(running.notifications.sent[0]?.body).toMatch(/web has no HTTPS:443 listener any more/);
  });
});

it('a certificate without a target is not attached anywhere else', async () => {
  start();
  const arn = anAttachedCertificate(running, { as: 'nowhere', target: '' });
  await addLoadBalancer(OTHER, 8443, arn);
  await running.days(10);
  running.journal.changes.length = 0;
  await running.reconcile(arn);
  expect(running.journal.changes.filter((change) => change.startsWith('loadBalancers'))).toEqual([]);
  expect(subjects()).toEqual([]);
});

describe('a certificate that somebody else keeps removing', () => {
  const remove = (certificateArn: string) => running.loadBalancers.removeCertificate(LISTENER, certificateArn);
  const isServed = (certificateArn: string) => served().some((each) => each.certificateArn === certificateArn);
  const removedAndReconciled = async (arn: string, days = 1) => {
    await remove(arn);
    await running.reconcile(arn);
    await running.days(days);
    return isServed(arn);
  };
  const removable = async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['default.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    await running.days(10);
    return arn;
  };

  it('is put back twice; then people are notified once, and it is left alone for good', async () => {
    const arn = await removable();
    expect(await removedAndReconciled(arn)).toBe(true);
    expect(await removedAndReconciled(arn)).toBe(true);
    expect(subjects()).toEqual([]);
    for (let day = 0; day < 20; day += 1) expect(await removedAndReconciled(arn)).toBe(false);
    expect(subjects()).toEqual([expect.stringMatching(/AttachmentContested$/)]);
  });

  it('within one reconciliation is put back twice', async () => {
    const arn = await removable();
    await remove(arn);
    const execution = running.start({ certificateArn: arn, trigger: 'Sweep' });
    for (let times = 0; times < 3; times += 1) {
      await running.minutes(3);
      await remove(arn);
      await running.minutes(2);
    }
    await running.minutes(10);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
    expect(running.calls('AttachCertificate')).toBe(2);
    expect(subjects()).toEqual([expect.stringMatching(/AttachmentContested$/)]);
  });

  it('is put back each time when that is not within seven days', async () => {
    const arn = await removable();
    for (let times = 0; times < 5; times += 1) expect(await removedAndReconciled(arn, 4)).toBe(true);
    expect(subjects()).toEqual([]);
  });

  it('is reported with who else manages the listener', async () => {
    const arn = await removable();
    running.loadBalancers.tag(LOAD_BALANCER, { 'elbv2.k8s.aws/cluster': 'prod', Name: 'web' });
    running.loadBalancers.tag(LISTENER, { ManagedBy: 'terraform' });
    for (let times = 0; times < 4; times += 1) await removedAndReconciled(arn);
    const body = running.notifications.sent[0]?.body;
    expect(body).toMatch(/the AWS Load Balancer Controller of the cluster \(tag elbv2\.k8s\.aws\/cluster = prod\)/);
    expect(body).toMatch(/terraform \(tag ManagedBy\)/);
    expect(subjects()).toHaveLength(1);
  });

  it('has recovered once somebody puts it back', async () => {
    const arn = await removable();
    for (let times = 0; times < 3; times += 1) await removedAndReconciled(arn);
    await running.loadBalancers.addCertificate(LISTENER, arn);
    await running.reconcile(arn);
    expect(subjects().at(-1)).toMatch(/has recovered: AttachmentContested$/);
    await running.days(8);
    expect(await removedAndReconciled(arn)).toBe(true);
  });

  it('is counted once for each time, although the step that records it is repeated', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['default.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    const { recordReattachments } = running.certificateStates;
    let fails = true;
    running.certificateStates.recordReattachments = async (...args) => {
      await recordReattachments(...args);
      if (fails) throw new ServiceUnavailableError('the response was lost');
    };
    await running.days(10);
    await remove(arn);
    const execution = running.start({ certificateArn: arn, trigger: 'Sweep' });
    await running.minutes(1);
    fails = false;
    await running.minutes(20);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
    expect((await running.certificateStates.get(arn)).reattachments).toHaveLength(1);
  });
});
