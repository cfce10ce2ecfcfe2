import { verifyHttps } from '../../../functions/secure/verify-https';
import type { CertificateDescription } from '../../../shared/domain/certificate/description';
import {
  CertificateNotFoundError,
  HttpsUnreachableError,
  ServedCertificateMismatchError,
} from '../../../shared/errors';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import { aTarget, DNS_NAME, HTTPS_443, LOAD_BALANCER, requestedNames } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

const NAMES: [string, ...string[]] = ['app.example.com', '*.app.example.com'];

interface Other {
  readonly domainNames?: [string, ...string[]];
  readonly tags?: Readonly<Record<string, string>>;
}

function setUp() {
  const account = fakeAccount();
  const { certificates, hostedZones, loadBalancers } = account;
  hostedZones.put('Z1', '_x1.app.example.com', {
    type: 'CNAME',
    values: ['_y2.app-example-com.acm-validations.aws'],
  });
  const issued = ({ domainNames = NAMES, tags = {} }: Other = {}) => {
    const certificateArn = certificates.add({ domainNames, keyAlgorithm: 'RSA_2048', tags });
    certificates.issue(certificateArn);
    return certificateArn;
  };
  return {
    ...account,
    issued,
    serve: (certificateArn: string) =>
      loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, certificateArn),
    verify: async (certificateArn: string, scheme = 'internet-facing', request: { verify?: boolean } = {}) =>
      (
        await verifyHttps(account)({
          request,
          names: requestedNames(),
          target: aTarget({ scheme }),
          attachment: { listenerArn: HTTPS_443 },
          certificate: { certificateArn },
        })
      ).verification,
  };
}

it('verifies every name, and a label in place of a wildcard', async () => {
  const { verify, issued, serve, journal } = setUp();
  const certificateArn = issued();
  serve(certificateArn);
  expect(await verify(certificateArn)).toEqual({
    tlsVersion: 'TLSv1.3',
    serial: '0a:01',
    notBefore: '2026-11-23T08:00:00.000Z',
    notAfter: '2027-06-09T08:00:00.000Z',
    servedBy: [
      { domainName: 'app.example.com', certificateArn },
      { domainName: '*.app.example.com', certificateArn },
    ],
  });
  expect(journal.calls.filter((call) => call.startsWith('handshakes'))).toEqual([
    `handshakes.perform ${DNS_NAME} app.example.com`,
    `handshakes.perform ${DNS_NAME} acm-autopilot.app.example.com`,
  ]);
});

it('reports another certificate that is served', async () => {
  const { verify, issued, serve } = setUp();
  serve(issued());
  const attached = issued();
  await expect(verify(attached)).rejects.toThrow(ServedCertificateMismatchError);
  await expect(verify(attached)).rejects.toThrow(
    /192\.0\.2\.1:443 serves app\.example\.com with certificate 0a:01 .* not with 0a:02/,
  );
});

describe('another certificate that is served', () => {
  const ours = { [STACK_TAG]: 'test' };
  const verifyBeside = async (other: Other, is: Partial<CertificateDescription> = {}) => {
    const { verify, issued, serve, certificates, loadBalancers } = setUp();
    serve(issued({ domainNames: ['app.example.com'] }));
    const otherArn = issued(other);
    await loadBalancers.addCertificate(HTTPS_443, otherArn);
    certificates.set(otherArn, is);
    const certificateArn = issued({ tags: ours });
    await loadBalancers.addCertificate(HTTPS_443, certificateArn);
    return { verification: verify(certificateArn), otherArn, certificateArn };
  };

  it('passes if this deployment keeps it, and is named for each name', async () => {
    const { verification, otherArn, certificateArn } = await verifyBeside({
      domainNames: ['app.example.com'],
      tags: ours,
    });
    expect(await verification).toMatchObject({
      serial: '0a:03',
      servedBy: [
        { domainName: 'app.example.com', certificateArn: otherArn },
        { domainName: '*.app.example.com', certificateArn },
      ],
    });
  });

  it.each<[string, Other, Partial<CertificateDescription>]>([
    ['has no tag of this deployment', { tags: { [STACK_TAG]: 'another' } }, {}],
    ['was imported', { tags: ours }, { type: 'IMPORTED' }],
    ['was retired', { tags: { ...ours, [TAGS.retired]: '2026-11-23T08:00:00Z' } }, {}],
    ['was replaced', { tags: { ...ours, [TAGS.replacedBy]: 'arn:new' } }, {}],
    ['was revoked', { tags: ours }, { status: 'REVOKED' }],
  ])('is refused if it %s', async (_what, other, is) => {
    const { verification } = await verifyBeside({ domainNames: NAMES, ...other }, is);
    await expect(verification).rejects.toThrow(ServedCertificateMismatchError);
  });

  it('is refused if it has expired', async () => {
    const { verify, issued, serve, certificates } = setUp();
    const expired = issued({ tags: ours });
    serve(expired);
    const attached = issued({ tags: ours });
    expect(await verify(attached)).toMatchObject({ servedBy: [{ certificateArn: expired }, {}] });
    certificates.set(expired, { notAfter: '2026-11-23T07:59:59.000Z' });
    await expect(verify(attached)).rejects.toThrow(ServedCertificateMismatchError);
  });
});

describe('a certificate with another kind of key', () => {
  const verifyBeside = async (keyAlgorithm: string, otherAlgorithm: string, tags: Record<string, string> = {}) => {
    const { issued, serve, certificates, loadBalancers, ...account } = setUp();
    serve(issued({ domainNames: ['app.example.com'] }));
    const otherArn = issued({ tags });
    const certificateArn = issued();
    certificates.set(otherArn, { keyAlgorithm: otherAlgorithm });
    certificates.set(certificateArn, { keyAlgorithm });
    for (const arn of [otherArn, certificateArn]) await loadBalancers.addCertificate(HTTPS_443, arn);
    const names = requestedNames({ keyAlgorithm: keyAlgorithm as 'RSA_2048', domainNames: ['app.example.com'] });
    const attachment = { listenerArn: HTTPS_443 };
    const document = { request: {}, names, target: aTarget(), attachment, certificate: { certificateArn } };
    const verification = verifyHttps({ ...account, certificates, loadBalancers })(document);
    return { verification, otherArn, certificateArn };
  };
  const domainName = 'app.example.com';

  it('of this deployment may be served to ordinary clients, and the attached one to the others', async () => {
    const { verification, otherArn, certificateArn } = await verifyBeside('RSA_2048', 'EC_prime256v1', {
      [STACK_TAG]: 'test',
    });
    expect((await verification).verification).toMatchObject({
      servedBy: [
        { domainName, certificateArn: otherArn },
        { domainName, certificateArn },
      ],
    });
  });

  it('that is unmanaged is reported if ordinary clients get it', async () => {
    const { verification } = await verifyBeside('RSA_2048', 'EC_prime256v1');
    await expect(verification).rejects.toThrow(ServedCertificateMismatchError);
  });

  it('that is unmanaged may be served to clients that accept no other kind', async () => {
    const { verification, certificateArn } = await verifyBeside('EC_prime256v1', 'RSA_2048');
    expect((await verification).verification).toMatchObject({ servedBy: [{ domainName, certificateArn }] });
  });
});

it('reports a failed handshake', async () => {
  const { verify, issued } = setUp();
  await expect(verify(issued())).rejects.toThrow(HttpsUnreachableError);
});

it('skips an internal load balancer, with the reason', async () => {
  const { verify, issued, journal } = setUp();
  expect(await verify(issued(), 'internal')).toEqual({ skipped: expect.stringContaining('internal') });
  expect(journal.calls).toEqual([]);
});

it('skips the handshake if the request says so', async () => {
  const { verify, issued, journal } = setUp();
  expect(await verify(issued(), undefined, { verify: false })).toEqual({
    skipped: 'the request, or the default of this deployment, is verify: false',
  });
  expect(journal.calls).toEqual([]);
});

it.each([
  [undefined, false],
  [true, true],
])('if the deployment verifies nothing by default, a request with verify: %s is verified: %s', async (asked, made) => {
  const { issued, serve, journal, ...account } = setUp();
  const certificateArn = issued();
  serve(certificateArn);
  const { verification } = await verifyHttps({ ...account, verifyByDefault: false })({
    request: { verify: asked },
    names: requestedNames(),
    target: aTarget(),
    attachment: { listenerArn: HTTPS_443 },
    certificate: { certificateArn },
  });
  expect('serial' in verification).toBe(made);
  expect(journal.calls.some((call) => call.startsWith('handshakes'))).toBe(made);
});

it('fails for a certificate that is not issued', async () => {
  const { verify, certificates } = setUp();
  const pending = certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
  await expect(verify(pending)).rejects.toThrow(CertificateNotFoundError);
  await expect(verify(pending)).rejects.toThrow(/has no serial number \(PENDING_VALIDATION\)/);
});
