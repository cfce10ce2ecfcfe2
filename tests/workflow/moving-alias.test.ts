import { TAGS } from '../../shared/domain/certificate/tags';
import { DNS_NAME, LOAD_BALANCER, TARGET_GROUP, VPC } from '../builders/document';
import { secureDomain } from './secure-domain';

let rig: ReturnType<typeof secureDomain>;
beforeEach(() => (rig = secureDomain()));
afterEach(() => rig.stop());

const OTHER = LOAD_BALANCER.replace('web/50dc6c495c0c9188', 'other/1111111111111111');
const OTHER_DNS_NAME = 'other-1111111111.eu-west-1.elb.amazonaws.com';

async function secured(changes: object = {}) {
  const execution = rig.start(changes);
  await rig.minutes(3);
  if (rig.outcome(execution).status === 'RUNNING') await rig.issue();
  await rig.minutes(2);
  return rig.outcome(execution);
}

function addOther() {
  rig.loadBalancers.add({
    loadBalancerArn: OTHER,
    name: 'other',
    type: 'application',
    scheme: 'internet-facing',
    dnsName: OTHER_DNS_NAME,
    vpcId: VPC,
    canonicalHostedZoneId: 'Z32O12XQLNTSW2',
    ipAddressType: 'ipv4',
  });
  rig.loadBalancers.addListener(OTHER, { port: 80, protocol: 'HTTP', forwardsTo: TARGET_GROUP });
}

const aliases = () => rig.hostedZones.records('Z1').filter((record) => record.startsWith('app.example.com '));
const tag = async () => (await rig.certificates.listTags(rig.certificates.all()[0]?.certificateArn ?? ''))[TAGS.target];

it('a domain that is requested for another load balancer moves there: certificate, tag and alias', async () => {
  await secured();
  addOther();
  const { status, output } = await secured({ target: { loadBalancer: 'other' } });
  expect(status).toBe('SUCCEEDED');
  expect(output).toMatchObject({
    certificate: { origin: 'reused' },
    movedAliases: [{ name: 'app.example.com', type: 'A', from: DNS_NAME }],
  });
  expect(aliases()).toEqual([`app.example.com A ${OTHER_DNS_NAME}`]);
  expect(await tag()).toBe(OTHER);
  expect(rig.entered.slice(-7)).toEqual([
    'VerifyNewTarget',
    'MoveAliasRecords',
    'WriteAliasRecords',
    'VerifyHttps',
    'IsRedirectWanted',
    'PublishOutcome',
    'Secured',
  ]);
  // What the earlier request left is listed, not removed.
  expect(rig.eventBus.events.at(-1)).toMatchObject({
    detailType: 'Domain Secured',
    detail: { loadBalancerArn: OTHER, alsoUsedBy: [LOAD_BALANCER] },
  });
  expect(rig.loadBalancers.served(DNS_NAME)).toHaveLength(1);

  expect(await secured({ target: { loadBalancer: 'web' } })).toMatchObject({ status: 'SUCCEEDED' });
  expect(aliases()).toEqual([`app.example.com A ${DNS_NAME}`]);
  expect(await tag()).toBe(LOAD_BALANCER);
});

it('the alias does not follow before the new load balancer serves the certificate', async () => {
  await secured();
  addOther();
  const { perform } = rig.handshakes;
  rig.handshakes.perform = (host, ...more) => perform(host === OTHER_DNS_NAME ? 'down' : host, ...more);
  const execution = rig.start({ target: { loadBalancer: 'other' } });
  await rig.minutes(20);
  expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'HttpsUnreachableError' });
  expect(aliases()).toEqual([`app.example.com A ${DNS_NAME}`]);
});

it('an alias that somebody has changed is a conflict, and nothing is requested', async () => {
  await secured();
  addOther();
  rig.hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'cdn.example.net', values: [] });
  const { status, error } = await secured({ target: { loadBalancer: 'other' } });
  expect([status, error]).toEqual(['FAILED', 'RecordConflictError']);
  expect(await tag()).toBe(LOAD_BALANCER);
});

it('without "alias", the records stay', async () => {
  await secured();
  addOther();
  expect(await secured({ target: { loadBalancer: 'other' }, alias: false })).toMatchObject({ status: 'SUCCEEDED' });
  expect(aliases()).toEqual([`app.example.com A ${DNS_NAME}`]);
});
