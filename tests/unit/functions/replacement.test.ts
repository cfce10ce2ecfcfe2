import { attachReplacement } from '../../../functions/reconcile/attach-replacement';
import { detachCertificate } from '../../../functions/reconcile/detach-certificate';
import { verifyReplacement } from '../../../functions/reconcile/verify-replacement';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import {
  CertificateNotUsableError,
  HttpsUnreachableError,
  ListenerFullError,
  NoFallbackCertificateError,
  NotManagedError,
  ServedCertificateMismatchError,
} from '../../../shared/errors';
import type { Input, VerifyReplacement } from '../../../shared/steps';
import { DNS_NAME, HTTPS_443, LOAD_BALANCER } from '../../builders/document';
import { anAttachment, anExistingCertificate, type Attachments, someNames } from '../../builders/existing-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const NOW = '2026-11-23T08:00:00.000Z';
const DAY = 24 * 3_600_000;
const HTTPS_8443 = HTTPS_443.replace('/443', '/8443');

interface Setting {
  readonly tags?: Record<string, string>;
  readonly isImported?: boolean;
  readonly replaceImported?: boolean;
  readonly unknownToElbMilliseconds?: number;
}

/** The old certificate and the new one, both issued, and an unrelated third one for another name. */
function setUp(setting: Setting = {}) {
  const { tags = { [STACK_TAG]: 'test' }, isImported = false, replaceImported = false, ...rest } = setting;
  let instant = Date.parse(NOW);
  const now = () => new Date(instant);
  const account = fakeAccount({ now, ...rest });
  const { certificates, loadBalancers, hostedZones } = account;
  hostedZones.put('Z1', '_x1.app.example.com', { type: 'CNAME', values: ['_y2.app-example-com.acm-validations.aws'] });
  const issued = () => {
    const certificateArn = certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags });
    certificates.issue(certificateArn);
    return certificateArn;
  };
  const old = isImported ? certificates.import(['app.example.com'], 10, tags) : issued();
  instant += DAY;
  const fresh = issued();
  const other = certificates.import(['other.example.com'], 100);
  instant += rest.unknownToElbMilliseconds === undefined ? DAY : 0;

  const { notAfter, serial } = certificates.all().find(({ certificateArn }) => certificateArn === old) ?? {};
  const certificate = anExistingCertificate(old, {
    type: isImported ? 'IMPORTED' : 'AMAZON_ISSUED',
    notAfter,
    serial,
    tags,
  });
  const replacement = { certificateArn: fresh, origin: 'requested' as const };
  const attach = attachReplacement(account);
  const detach = detachCertificate({ ...account, stack: 'test', replaceImported });
  const verify = verifyReplacement(account);
  return {
    ...account,
    ...{ old, fresh, other, certificate, replacement },
    pass: (milliseconds: number) => (instant += milliseconds),
    /** A listener with a default, and with more in its list. */
    async listen(defaultArn: string, listed: readonly string[] = [], port = 443) {
      const listener = loadBalancers.addListener(LOAD_BALANCER, { port, protocol: 'HTTPS' }, other);
      for (const certificateArn of listed) await loadBalancers.addCertificate(listener, certificateArn);
      await loadBalancers.setDefaultCertificate(listener, defaultArn);
      account.journal.changes.length = 0;
    },
    attach: (attachments: Attachments) => attach({ certificate, replacement, attachments }),
    /** The restoration that the workflow does when another certificate is served: the two swapped. */
    restore: (attachments: Attachments) =>
      attach({
        certificate: anExistingCertificate(fresh),
        replacement: { certificateArn: old, origin: 'reused' },
        attachments,
        restored: certificate,
      }),
    detach: (attachments: Attachments) => detach({ certificate, replacement, attachments }),
    remove: (attachments: Attachments) => detach({ certificate, attachments }),
    verify: (changes: Partial<Input<typeof VerifyReplacement>> = {}) =>
      verify({ certificate, names: someNames, replacement, attachments: [anAttachment()], ...changes }),
    /** The certificates of a listener: the default in brackets. */
    async existing(listenerArn = HTTPS_443) {
      const names = new Map([
        [old, 'old'],
        [fresh, 'new'],
        [other, 'other'],
      ]);
      return (await loadBalancers.certificates(listenerArn))
        .map(({ certificateArn, isDefault }) => {
          const name = names.get(certificateArn) ?? '?';
          return isDefault ? `[${name}]` : name;
        })
        .sort()
        .join(' ');
    },
    tagsOf: (certificateArn: string) => certificates.all().find((each) => each.certificateArn === certificateArn)?.tags,
  };
}
const asDefault = [anAttachment({ as: 'default' })];
const inList = [anAttachment({ as: 'sni' })];

describe('attaching the new certificate', () => {
  it('changes the default only after the old one is in the list', async () => {
    const { listen, attach, existing, journal, old, fresh } = setUp();
    await listen(old);
    expect(await attach(asDefault)).toEqual({ attached: [HTTPS_443] });
    expect(await existing()).toBe('[new] old');
    expect(journal.changes).toEqual([
      `loadBalancers.addCertificate ${HTTPS_443} ${old}`,
      `loadBalancers.setDefaultCertificate ${HTTPS_443} ${fresh}`,
    ]);
  });

  it('adds it next to the old one in a list, and keeps the default', async () => {
    const { listen, attach, existing, other, old } = setUp();
    await listen(other, [old]);
    await attach(inList);
    expect(await existing()).toBe('[other] new old');
  });

  it('does so on every listener', async () => {
    const { listen, attach, existing, other, old } = setUp();
    await listen(old);
    await listen(other, [old], 8443);
    const attachments = [...asDefault, anAttachment({ listenerArn: HTTPS_8443 })];
    expect(await attach(attachments)).toEqual({ attached: [HTTPS_443, HTTPS_8443] });
    expect([await existing(), await existing(HTTPS_8443)]).toEqual(['[new] old', '[other] new old']);
  });

  it.each([
    ['a default', asDefault],
    ['one in the list', inList],
  ])('changes nothing the second time beside %s', async (_what, attachments) => {
    const { listen, attach, journal, other, old } = setUp();
    await (attachments === asDefault ? listen(old) : listen(other, [old]));
    await attach(attachments);
    const changes = journal.changes.length;
    await attach(attachments);
    expect(journal.changes).toHaveLength(changes);
  });

  it('resumes an attempt that stopped between the list and the default', async () => {
    const { listen, attach, existing, journal, old } = setUp();
    await listen(old, [old]);
    await attach(asDefault);
    expect(await existing()).toBe('[new] old');
    expect(journal.changes).toHaveLength(1);
  });

  it('keeps a new one that is already the default', async () => {
    const { listen, attach, journal, fresh, old } = setUp();
    await listen(fresh, [old]);
    await attach(inList);
    expect(journal.changes).toEqual([]);
  });

  it('does not keep an expired default in the list', async () => {
    const { listen, attach, existing, pass, old } = setUp({ isImported: true, tags: { [STACK_TAG]: 'test' } });
    await listen(old);
    pass(30 * DAY);
    await attach(asDefault);
    expect(await existing()).toBe('[new]');
  });

  it('reports that the new one is not usable just after issuance, and changes no default', async () => {
    const { listen, attach, existing, old } = setUp({ unknownToElbMilliseconds: DAY });
    await listen(old);
    await expect(attach(asDefault)).rejects.toThrow(CertificateNotUsableError);
    expect(await existing()).toBe('[old] old');
  });

  it('reports a full load balancer, and changes no default', async () => {
    const { listen, attach, existing, loadBalancers, old } = setUp();
    await listen(old);
    loadBalancers.limitTo(0);
    await expect(attach(asDefault)).rejects.toThrow(ListenerFullError);
    expect(await existing()).toBe('[old]');
  });
});

describe('restoring the old certificate', () => {
  it.each<[string, Attachments, string]>([
    ['default', asDefault, '[old] new'],
    ['member of the list', inList, '[other] new old'],
  ])('attaches it as %s again and keeps the new one', async (_as, attachments, expected) => {
    const { listen, attach, detach, restore, existing, other, old } = setUp();
    await (attachments === asDefault ? listen(old) : listen(other, [old]));
    await attach(attachments);
    await detach(attachments);
    await restore(attachments);
    expect(await existing()).toBe(expected);
    await restore(attachments);
    expect(await existing()).toBe(expected);
  });

  it('does not make it the default where it was not', async () => {
    const { listen, attach, detach, restore, existing, fresh, old } = setUp();
    await listen(fresh, [old]);
    await attach(inList);
    await detach(inList);
    await restore(inList);
    expect(await existing()).toBe('[new] old');
  });

  it('never restores an expired certificate', async () => {
    const { listen, attach, detach, restore, existing, pass, old } = setUp({ isImported: true });
    await listen(old);
    pass(30 * DAY);
    await attach(asDefault);
    await detach(asDefault);
    expect(await restore(asDefault)).toEqual({ attached: [] });
    expect(await existing()).toBe('[new]');
  });
});

describe('verifying the served certificate', () => {
  it('accepts the new certificate', async () => {
    const { listen, verify, fresh, old } = setUp();
    await listen(fresh, [fresh]);
    const handover = { served: 'new', servedBy: [{ domainName: 'app.example.com', certificateArn: fresh }] };
    expect(await verify()).toEqual({ handover });
    await listen(old, [fresh]);
    expect(await verify({ detachment: { listenerArns: [] } })).toEqual({ handover });
  });

  it('probes the port of each listener', async () => {
    const { listen, verify, other, fresh } = setUp();
    await listen(other);
    await listen(fresh, [], 8443);
    const attachments = [anAttachment({ listenerArn: HTTPS_8443, port: 8443 })];
    expect(await verify({ attachments })).toMatchObject({ handover: { served: 'new' } });
    await expect(verify({ attachments: [...attachments, anAttachment()] })).rejects.toThrow(/192\.0\.2\.1:443 serves/);
  });

  it('probes every name, and a label in place of a wildcard', async () => {
    const { listen, verify, fresh, journal } = setUp();
    await listen(fresh);
    await verify({ names: { ...someNames, domainNames: ['app.example.com', '*.app.example.com'] } });
    expect(journal.calls.filter((call) => call.startsWith('handshakes'))).toEqual([
      `handshakes.perform ${DNS_NAME} app.example.com`,
      `handshakes.perform ${DNS_NAME} acm-autopilot.app.example.com`,
    ]);
  });

  it('accepts the old one while both are attached, and reports it', async () => {
    const { listen, verify, old, fresh } = setUp();
    await listen(fresh, [old]);
    expect(await verify()).toEqual({
      handover: { served: 'old', servedBy: [{ domainName: 'app.example.com', certificateArn: old }] },
    });
  });

  it('rejects the old one once it is detached', async () => {
    const { listen, verify, old, fresh } = setUp();
    await listen(fresh, [old]);
    const looking = verify({ detachment: { listenerArns: [HTTPS_443], retiredAt: NOW } });
    await expect(looking).rejects.toThrow(ServedCertificateMismatchError);
  });

  it('rejects an expired old one', async () => {
    const { listen, verify, pass, old } = setUp({ isImported: true });
    await listen(old);
    pass(30 * DAY);
    await expect(verify()).rejects.toThrow(ServedCertificateMismatchError);
  });

  it('reports a third certificate that is served', async () => {
    const { listen, verify, other } = setUp();
    await listen(other);
    await expect(verify()).rejects.toThrow(
      /192\.0\.2\.1:443 serves app\.example\.com with certificate 0c:03 .* not with 0a:02/,
    );
  });

  it.each([undefined, { listenerArns: [HTTPS_443], retiredAt: NOW }])(
    'accepts a third one that this deployment keeps and that covers the name, before and after the detachment (%j)',
    async (detachment) => {
      const { listen, verify, certificates, other, old, fresh } = setUp();
      const third = certificates.add({
        domainNames: ['*.example.com'],
        keyAlgorithm: 'RSA_2048',
        tags: { [STACK_TAG]: 'test' },
      });
      certificates.set(third, { status: 'ISSUED', serial: '0d:04', notBefore: NOW, notAfter: '2027-06-09T08:00:00Z' });
      await listen(other, [third, old, fresh]);
      expect(await verify({ detachment })).toEqual({
        handover: { served: 'new', servedBy: [{ domainName: 'app.example.com', certificateArn: third }] },
      });
      await certificates.addTags(third, { [STACK_TAG]: 'another' });
      await expect(verify({ detachment })).rejects.toThrow(ServedCertificateMismatchError);
    },
  );

  it('reports a failed handshake', async () => {
    const { verify } = setUp();
    await expect(verify()).rejects.toThrow(HttpsUnreachableError);
  });

  it.each([{ scheme: 'internal' }, { ipAddressType: 'dualstack-without-public-ipv4' }])(
    'does not look where it has no way to: %j',
    async (changes) => {
      const { verify, journal } = setUp();
      expect(await verify({ attachments: [anAttachment(changes)] })).toEqual({ handover: { served: 'not-verified' } });
      expect(journal.calls.filter((call) => call.startsWith('handshakes'))).toEqual([]);
    },
  );

  it('fails when the new certificate was deleted', async () => {
    const { listen, verify, certificates, old, fresh } = setUp();
    await listen(old);
    certificates.remove(fresh);
    await expect(verify()).rejects.toThrow(/does not exist in ACM/);
  });
});

describe('detaching the old certificate', () => {
  it('tags it with the time and the replacement before it removes it from every listener', async () => {
    const { listen, attach, detach, existing, journal, tagsOf, now, other, old, fresh } = setUp();
    await listen(old);
    await listen(other, [old], 8443);
    const attachments = [...asDefault, anAttachment({ listenerArn: HTTPS_8443 })];
    await attach(attachments);
    journal.changes.length = 0;
    const retiredAt = now().toISOString();
    expect(await detach(attachments)).toEqual({ detachment: { listenerArns: [HTTPS_443, HTTPS_8443], retiredAt } });
    expect([await existing(), await existing(HTTPS_8443)]).toEqual(['[new]', '[other] new']);
    expect(journal.changes[0]).toBe(`certificates.addTags ${old} acm-autopilot:retired acm-autopilot:replacedBy`);
    expect(tagsOf(old)).toMatchObject({ [TAGS.retired]: retiredAt, [TAGS.replacedBy]: fresh });
  });

  it('changes nothing the second time, and keeps the time of the first', async () => {
    const { listen, attach, detach, existing, journal, tagsOf, pass, old } = setUp();
    await listen(old);
    await attach(asDefault);
    const first = await detach(asDefault);
    pass(DAY);
    const changes = journal.changes.length;
    expect(await detach(asDefault)).toEqual(first);
    expect(journal.changes).toHaveLength(changes);
    expect(await existing()).toBe('[new]');
    expect(tagsOf(old)?.[TAGS.retired]).toBe(first.detachment.retiredAt);
  });

  it('keeps the time of its retirement when the replacement changes', async () => {
    const { listen, detach, tagsOf, other, old, fresh } = setUp({
      tags: { [STACK_TAG]: 'test', [TAGS.retired]: '2026-11-01T00:00:00.000Z', [TAGS.replacedBy]: 'arn:gone' },
    });
    await listen(other, [old, fresh]);
    expect((await detach(inList)).detachment.retiredAt).toBe('2026-11-01T00:00:00.000Z');
    expect(tagsOf(old)?.[TAGS.replacedBy]).toBe(fresh);
  });

  it('replaces it where it has become a default again', async () => {
    const { listen, detach, existing, old, fresh } = setUp();
    await listen(old, [old, fresh]);
    await detach(inList);
    expect(await existing()).toBe('[new] new');
  });
});

describe('detaching a certificate that is to be removed', () => {
  it('makes the fallback the default', async () => {
    const { listen, remove, existing, tagsOf, other, old } = setUp();
    await listen(old, [other, old]);
    await remove([anAttachment({ as: 'default', fallbackDefaultArn: other })]);
    expect(await existing()).toBe('[other] other');
    expect(tagsOf(old)).toHaveProperty([TAGS.retired]);
    expect(tagsOf(old)).not.toHaveProperty([TAGS.replacedBy]);
  });

  it('needs no fallback where it is not the default', async () => {
    const { listen, remove, existing, other, old } = setUp();
    await listen(other, [old]);
    await remove(inList);
    expect(await existing()).toBe('[other]');
  });

  it('changes nothing when one listener has no fallback', async () => {
    const { listen, remove, existing, journal, tagsOf, other, old } = setUp();
    await listen(other, [old]);
    await listen(old, [], 8443);
    const attachments = [...inList, anAttachment({ listenerArn: HTTPS_8443, as: 'default' })];
    journal.changes.length = 0;
    await expect(remove(attachments)).rejects.toThrow(NoFallbackCertificateError);
    expect(journal.changes).toEqual([]);
    expect([await existing(), await existing(HTTPS_8443)]).toEqual(['[other] old', '[old]']);
    expect(tagsOf(old)).not.toHaveProperty([TAGS.retired]);
  });
});

describe('the permission to detach a certificate', () => {
  const wanted = { [TAGS.replaceImported]: 'true' };
  it.each<[string, Setting, 'detach' | 'remove', boolean]>([
    ['a managed one that is replaced', {}, 'detach', true],
    ['a managed one that is removed', {}, 'remove', true],
    ['one of another deployment', { tags: { [STACK_TAG]: 'other' } }, 'detach', false],
    ['one of nobody', { tags: {} }, 'detach', false],
    ['one from ACM that is tagged as an imported one would be', { tags: wanted }, 'detach', false],
    ['an imported one', { isImported: true, tags: {} }, 'detach', false],
    ['an imported one whose tag says so', { isImported: true, tags: wanted }, 'detach', true],
    [
      'an imported one where the deployer says so',
      { isImported: true, tags: {}, replaceImported: true },
      'detach',
      true,
    ],
    ['an imported one whose tag says so, without a successor', { isImported: true, tags: wanted }, 'remove', false],
  ])('%s', async (_whose, setting, how, isAllowed) => {
    const account = setUp(setting);
    await account.listen(account.other, [account.old, account.fresh]);
    const detaching = account[how](inList);
    if (isAllowed) await detaching;
    else await expect(detaching).rejects.toThrow(NotManagedError);
    expect(await account.existing()).toBe(isAllowed ? '[other] new' : '[other] new old');
    expect(account.journal.changes.length > 0).toBe(isAllowed);
  });
});
