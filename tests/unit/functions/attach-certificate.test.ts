import { attachCertificate } from '../../../functions/secure/attach-certificate';
import {
  CertificateNotUsableError,
  ListenerFullError,
  TargetNotFoundError,
  TargetNotUsableError,
} from '../../../shared/errors';
import type { Target } from '../../../shared/steps';
import { aTarget, HTTPS_443, LOAD_BALANCER, TARGET_GROUP, aRedirect, HTTP_80 } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

const OTHERS = 'arn:aws:acm:eu-west-1:111122223333:certificate/of-somebody-else';

function setUp(setting: Parameters<typeof fakeAccount>[0] = {}) {
  const account = fakeAccount(setting);
  const { certificates, hostedZones, loadBalancers } = account;
  const certificateArn = certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
  hostedZones.put('Z1', '_x1.app.example.com', {
    type: 'CNAME',
    values: ['_y2.app-example-com.acm-validations.aws'],
  });
  certificates.issue(certificateArn);
  const attach = async (changes: Partial<Target> = {}) => {
    const certificate = { certificateArn, origin: 'requested' as const };
    return (
      await attachCertificate({ loadBalancers, stack: 'acm-autopilot-test' })({ target: aTarget(changes), certificate })
    ).attachment;
  };
  const addHttps = (sslPolicy = 'ELBSecurityPolicy-2016-08') =>
    loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS', sslPolicy }, OTHERS);
  return { ...account, certificateArn, attach, addHttps };
}

it('creates the listener with the recommended policy and the certificate as its default', async () => {
  const { attach, journal, loadBalancers, certificateArn } = setUp();
  expect(await attach()).toEqual({ listenerArn: HTTPS_443, as: 'default', created: 'listener' });
  expect(journal.changes).toEqual([
    `loadBalancers.createHttpsListener ${LOAD_BALANCER} ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 ${TARGET_GROUP}`,
  ]);
  expect(await loadBalancers.certificates(HTTPS_443)).toEqual([{ certificateArn, isDefault: true }]);
});

it('creates a listener that answers 404, when asked', async () => {
  const { attach, journal } = setUp();
  expect(await attach({ targetGroupArn: undefined, defaultAction: '404' })).toMatchObject({ created: 'listener' });
  expect(journal.changes).toEqual([expect.stringMatching(/^loadBalancers.createHttpsListener .* 404$/)]);
});

it('creates the listener with a policy of the same family as that of another listener', async () => {
  const { attach, journal, loadBalancers } = setUp();
  loadBalancers.addListener(LOAD_BALANCER, { port: 8443, protocol: 'HTTPS', sslPolicy: 'ELBSecurityPolicy-2016-08' });
  await attach();
  expect(journal.changes[0]).toContain(' ELBSecurityPolicy-TLS13-1-2-Res-2021-06 ');
});

it('adds to the list of an existing listener and keeps its default', async () => {
  const { attach, addHttps, loadBalancers, certificateArn } = setUp();
  addHttps();
  expect(await attach()).toEqual({ listenerArn: HTTPS_443, as: 'sni', created: 'attachment' });
  expect(await loadBalancers.certificates(HTTPS_443)).toEqual([
    { certificateArn: OTHERS, isDefault: true },
    { certificateArn, isDefault: false },
  ]);
});

it('adds a new certificate to the known listener without reading it', async () => {
  const { attach, addHttps, journal } = setUp();
  addHttps();
  const asked = journal.calls.length;
  expect(await attach({ listenerArn: HTTPS_443 })).toEqual({
    listenerArn: HTTPS_443,
    as: 'sni',
    created: 'attachment',
  });
  expect(journal.calls.slice(asked)).toEqual([expect.stringContaining('loadBalancers.addCertificate')]);
});

it('finds another listener when the known one no longer exists', async () => {
  const { attach, addHttps } = setUp();
  addHttps();
  expect(await attach({ listenerArn: `${HTTPS_443}-before` })).toEqual({
    listenerArn: HTTPS_443,
    as: 'sni',
    created: 'attachment',
  });
});

it('does nothing when it is attached, in the list or as the default', async () => {
  const [asDefault, inList] = [setUp(), setUp()];
  inList.addHttps();
  for (const { attach, journal } of [asDefault, inList]) {
    const { as } = await attach();
    const changes = journal.changes.length;
    expect(await attach()).toEqual({ listenerArn: HTTPS_443, as, created: 'nothing' });
    expect(journal.changes).toHaveLength(changes);
  }
});

it('uses a listener that was created concurrently', async () => {
  const { attach, addHttps, loadBalancers } = setUp();
  const before = await loadBalancers.listeners(LOAD_BALANCER);
  const listeners = loadBalancers.listeners;
  addHttps();
  loadBalancers.listeners = async (arn) => {
    loadBalancers.listeners = listeners;
    return arn === LOAD_BALANCER ? before : [];
  };
  expect(await attach()).toEqual({ listenerArn: HTTPS_443, as: 'sni', created: 'attachment' });
});

it('fails for a retry when a concurrently created listener is not listed yet', async () => {
  const { attach, addHttps, loadBalancers } = setUp();
  const before = await loadBalancers.listeners(LOAD_BALANCER);
  addHttps();
  loadBalancers.listeners = async () => before;
  await expect(attach()).rejects.toThrow(TargetNotFoundError);
});

it('reports a certificate that is not usable just after issuance', async () => {
  const { attach } = setUp({ unknownToElbMilliseconds: 1 });
  await expect(attach()).rejects.toThrow(CertificateNotUsableError);
});

it('reports a full load balancer', async () => {
  const { attach, addHttps, loadBalancers } = setUp();
  addHttps();
  loadBalancers.limitTo(0);
  await expect(attach()).rejects.toThrow(ListenerFullError);
});

it('rejects a load balancer whose port 443 is in use', async () => {
  const { attach, loadBalancers, journal } = setUp();
  loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTP' });
  await expect(attach()).rejects.toThrow(TargetNotUsableError);
  await expect(attach()).rejects.toThrow(/port 443 is used by an HTTP listener/);
  expect(journal.changes).toEqual([]);
});

it('fails when the listener was deleted after the check', async () => {
  const { loadBalancers, certificateArn } = setUp();
  const { targetGroupArn: _none, ...target } = aTarget({ listenerArn: HTTPS_443 });
  const attaching = attachCertificate({ loadBalancers, stack: 'acm-autopilot-test' })({
    target,
    certificate: { certificateArn, origin: 'requested' },
  });
  await expect(attaching).rejects.toThrow(/was deleted after/);
});

describe('with rules to copy', () => {
  const copyRulesFrom = HTTP_80;
  const marked = { 'acm-autopilot:stack': 'acm-autopilot-test', 'acm-autopilot:copyingRules': HTTP_80 };
  const setUpRules = () => {
    const account = setUp();
    for (const priority of [1, 20]) account.loadBalancers.addRule(HTTP_80, { priority });
    return account;
  };
  const withoutArns = (changes: readonly string[]) => changes.map((change) => change.split(' ')[0]?.split('.')[1]);

  it('creates a listener that answers 404, then its rules, then its default action', async () => {
    const { attach, loadBalancers, journal } = setUpRules();
    expect(await attach({ copyRulesFrom })).toEqual({ listenerArn: HTTPS_443, as: 'default', created: 'listener' });
    expect(journal.changes).toEqual([
      expect.stringMatching(/createHttpsListener .* 404$/),
      `loadBalancers.createRule ${HTTPS_443} 1`,
      `loadBalancers.createRule ${HTTPS_443} 20`,
      `loadBalancers.setDefaultAction ${HTTPS_443} ${JSON.stringify({ forwardTo: TARGET_GROUP })}`,
      `loadBalancers.removeTag ${HTTPS_443} acm-autopilot:copyingRules`,
    ]);
    expect(await loadBalancers.rules(HTTPS_443)).toEqual(await loadBalancers.rules(HTTP_80));
    expect(await loadBalancers.listTags([HTTPS_443])).toEqual({ 'acm-autopilot:stack': 'acm-autopilot-test' });
  });

  it('has a retry copy what an interrupted attempt did not', async () => {
    for (const step of ['createRule', 'setDefaultAction', 'removeTag'] as const) {
      const { attach, loadBalancers } = setUpRules();
      const works = loadBalancers[step] as (...input: unknown[]) => Promise<never>;
      let calls = 0;
      loadBalancers[step] = async (...input: unknown[]) => {
        calls += 1;
        if (step !== 'createRule' || calls === 2) throw new Error('interrupted');
        return works(...input);
      };
      await expect(attach({ copyRulesFrom })).rejects.toThrow('interrupted');
      loadBalancers[step] = works;
      expect(await attach({ copyRulesFrom, listenerArn: HTTPS_443 })).toMatchObject({ as: 'default' });
      expect(await loadBalancers.rules(HTTPS_443)).toEqual(await loadBalancers.rules(HTTP_80));
      expect(await loadBalancers.listTags([HTTPS_443])).not.toHaveProperty('acm-autopilot:copyingRules');
    }
  });

  it.each<[string, Record<string, string>]>([
    ['somebody else', {}],
    ['another deployment', { ...marked, 'acm-autopilot:stack': 'acm-autopilot-other' }],
    ['this deployment, and completed', { 'acm-autopilot:stack': 'acm-autopilot-test' }],
  ])('leaves the rules of a listener of %s alone', async (_whose, tags) => {
    const { attach, addHttps, loadBalancers, journal } = setUpRules();
    addHttps();
    loadBalancers.tag(HTTPS_443, tags);
    await attach({ copyRulesFrom });
    expect(withoutArns(journal.changes)).toEqual(['addCertificate']);
  });

  it('never replaces an unmanaged rule, and reports it', async () => {
    const { attach, addHttps, loadBalancers, journal } = setUpRules();
    addHttps();
    loadBalancers.tag(HTTPS_443, marked);
    loadBalancers.addRule(HTTPS_443, { priority: 20, hosts: ['theirs.example.com'] });
    await expect(attach({ copyRulesFrom })).rejects.toThrow(/another rule 20 than HTTP:80; finish its rules yourself/);
    expect(journal.changes).toEqual([]);
  });

  it('accepts a rule that another execution has just copied', async () => {
    const { attach, loadBalancers } = setUpRules();
    const createRule = loadBalancers.createRule;
    loadBalancers.createRule = async (...input) => {
      await createRule(...input);
      return createRule(...input);
    };
    expect(await attach({ copyRulesFrom })).toMatchObject({ created: 'listener' });
  });

  it('fails when a rule was added since that cannot be copied', async () => {
    const { attach, loadBalancers } = setUpRules();
    loadBalancers.addRule(HTTP_80, { priority: 30, redirect: aRedirect() });
    await expect(attach({ copyRulesFrom })).rejects.toThrow(/rule 30 redirects to .* endless loop/);
  });
});
