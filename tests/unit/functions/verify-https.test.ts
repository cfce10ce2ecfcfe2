import { verifyHttps } from '../../../functions/secure/verify-https';
import {
  CertificateNotFoundError,
  HttpsUnreachableError,
  ServedCertificateMismatchError,
} from '../../../shared/errors';
import { aTarget, DNS_NAME, LOAD_BALANCER, requestedNames } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

function setUp() {
  const account = fakeAccount();
  const { certificates, hostedZones, loadBalancers } = account;
  hostedZones.put('Z1', '_x1.app.example.com', {
    type: 'CNAME',
    values: ['_y2.app-example-com.acm-validations.aws'],
  });
  const issued = () => {
    const certificateArn = certificates.add({
      domainNames: ['app.example.com', '*.app.example.com'],
      keyAlgorithm: 'RSA_2048',
      tags: {},
    });
    certificates.issue(certificateArn);
    return certificateArn;
  };
  return {
    ...account,
    issued,
    serve: (certificateArn: string) =>
      loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, certificateArn),
    verify: async (certificateArn: string, scheme = 'internet-facing') =>
      (
        await verifyHttps(account)({
          names: requestedNames(),
          target: aTarget({ scheme }),
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
    /192\.0\.2\.1:443 serves app\.example\.com with certificate a01 .* not with 0a:02/,
  );
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

it('fails for a certificate that is not issued', async () => {
  const { verify, certificates } = setUp();
  const pending = certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
  await expect(verify(pending)).rejects.toThrow(CertificateNotFoundError);
  await expect(verify(pending)).rejects.toThrow(/has no serial number \(PENDING_VALIDATION\)/);
});
