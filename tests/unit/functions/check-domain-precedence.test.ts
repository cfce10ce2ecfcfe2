import { planRequest } from '../../../cli/plan/plan-request';
import { STACK_TAG } from '../../../shared/domain/certificate/tags';
import type { CertificateDescription } from '../../../shared/domain/certificate/description';
import { CertificatePrecedenceError } from '../../../shared/errors';
import { HTTPS_443, LOAD_BALANCER } from '../../builders/document';
import { aDetail, aPolicy } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';
import { runCheckDomain } from './run-check-domain';

const DAYS = 100;

function setUp() {
  const account = fakeAccount();
  const { certificates, loadBalancers, journal } = account;
  const unrelated = certificates.import(['other.example.com'], DAYS);
  const addTo = async (
    domainNames: readonly [string, ...string[]],
    is: Partial<CertificateDescription> = {},
    tags: Readonly<Record<string, string>> = {},
  ) => {
    const certificateArn = certificates.import(domainNames, DAYS, tags);
    certificates.set(certificateArn, is);
    await loadBalancers.addCertificate(HTTPS_443, certificateArn);
    journal.changes.length = 0;
    return certificateArn;
  };
  loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, unrelated);
  return {
    ...account,
    addTo,
    check: (changes: object = {}) => runCheckDomain(account, changes),
    precedence: async (changes: object = {}) => {
      const { checks } = await planRequest(aDetail(changes), { ...account, policy: aPolicy() });
      return checks.find(({ name }) => name === 'precedence')?.found;
    },
    calls: (prefix: string) => journal.calls.filter((call) => call.startsWith(prefix)).length,
  };
}

const RSA_4096 = { keyAlgorithm: 'RSA_4096' };
const ECDSA = { keyAlgorithm: 'EC_prime256v1', signatureAlgorithm: 'SHA256WITHECDSA' };

describe('an unmanaged certificate that takes precedence', () => {
  it.each<[string, [string, ...string[]], Partial<CertificateDescription>]>([
    ['a wildcard with a longer key', ['*.example.com'], RSA_4096],
    ['the same name with an ECDSA key', ['app.example.com'], ECDSA],
    [
      'one of several names, with a stronger hash',
      ['www.example.com', '*.app.example.com'],
      { signatureAlgorithm: 'SHA384WITHRSA' },
    ],
  ])('is refused before anything is created: %s', async (_what, domainNames, is) => {
    const { addTo, check } = setUp();
    const arn = await addTo(domainNames, is);
    const refused = await check();
    expect(refused).toBeInstanceOf(CertificatePrecedenceError);
    expect(String(refused)).toContain(arn);
  });

  it('is refused with what to do', async () => {
    const { addTo, check } = setUp();
    const arn = await addTo(['*.example.com'], RSA_4096);
    expect(String(await check())).toBe(
      `CertificatePrecedenceError: ${HTTPS_443} would serve app.example.com with ${arn} (RSA_4096; the longer key precedes), which this deployment does not manage, instead of the requested RSA_2048 certificate. Remove what is not needed from the listener, or request keyAlgorithm EC_prime256v1, which takes precedence`,
    );
    expect(await check({ keyAlgorithm: 'EC_prime256v1' })).toMatchObject({ target: { listenerArn: HTTPS_443 } });
  });

  it('suggests no key algorithm where none takes precedence', async () => {
    const { addTo, check } = setUp();
    await addTo(['app.example.com'], { ...ECDSA, keyAlgorithm: 'EC_secp521r1', signatureAlgorithm: 'SHA512WITHECDSA' });
    expect(String(await check({ keyAlgorithm: 'EC_secp384r1' }))).toMatch(
      /Remove what is not needed from the listener$/,
    );
  });

  it('is refused if it has the tag of another deployment, or was imported with the tag of this one', async () => {
    for (const stack of ['another', 'test']) {
      const { addTo, check } = setUp();
      await addTo(['app.example.com'], ECDSA, { [STACK_TAG]: stack });
      expect(await check()).toBeInstanceOf(CertificatePrecedenceError);
    }
  });
});

describe('a request is carried out', () => {
  it.each<[string, [string, ...string[]], Partial<CertificateDescription>, RegExp]>([
    [
      'that covers other names only',
      ['*.other.example.com'],
      ECDSA,
      /^the certificate would be served for every name$/,
    ],
    ['whose wildcard stands for more than one label', ['*.com'], ECDSA, /would be served for every name/],
    ['with a weaker key', ['app.example.com'], { keyAlgorithm: 'RSA_1024' }, /would be served for every name/],
    [
      'with the same key and hash',
      ['app.example.com'],
      {},
      /^app\.example\.com may be served with .*AWS does not document/,
    ],
  ])('beside a certificate %s', async (_what, domainNames, is, text) => {
    const { addTo, check, precedence } = setUp();
    await addTo(domainNames, is);
    expect(await check()).toMatchObject({ names: { domainName: 'app.example.com' } });
    expect(await precedence()).toMatch(text);
  });

  it('beside a certificate of this deployment, which check names', async () => {
    const { addTo, check, precedence } = setUp();
    const arn = await addTo(['app.example.com'], { ...ECDSA, type: 'AMAZON_ISSUED' }, { [STACK_TAG]: 'test' });
    expect(await check()).toMatchObject({ names: { domainName: 'app.example.com' } });
    expect(await precedence()).toBe(
      `app.example.com would be served with ${arn} of this deployment: ECDSA precedes RSA`,
    );
  });

  it('beside a default that is not in the list, and an IAM server certificate', async () => {
    const { check, certificates, loadBalancers, journal } = setUp();
    const wildcard = certificates.import(['*.example.com'], DAYS);
    certificates.set(wildcard, ECDSA);
    await loadBalancers.setDefaultCertificate(HTTPS_443, wildcard);
    const { certificates: list } = loadBalancers;
    loadBalancers.certificates = async (listenerArn) => [
      ...(await list(listenerArn)),
      { certificateArn: 'arn:aws:iam::111122223333:server-certificate/app', isDefault: false },
    ];
    journal.changes.length = 0;
    expect(await check()).toMatchObject({ names: { domainName: 'app.example.com' } });
  });

  it('is not compared with the certificate that it reuses', async () => {
    const { addTo, precedence } = setUp();
    await addTo(['app.example.com', '*.app.example.com'], { type: 'AMAZON_ISSUED' }, { [STACK_TAG]: 'test' });
    expect(await precedence()).toBe('the certificate would be served for every name');
  });
});

it('describes only certificates that cover a name, and each once', async () => {
  const { addTo, check, calls } = setUp();
  for (let n = 0; n < 23; n += 1) await addTo([`n${n}.example.com`]);
  await addTo(['*.example.com'], { keyAlgorithm: 'RSA_1024' });
  for (let n = 0; n < 3; n += 1) await check();
  expect(calls('certificates.describe')).toBe(1);
  // Once for the names of the listener's certificates, and once a request for the validation records that are known already.
  expect(calls('certificates.list')).toBe(1 + 3);
  expect(calls('loadBalancers.certificates')).toBe(3);
});
