import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { createClock } from '../src/clock';
import { createIam, type RoleCredentials } from '../src/iam/iam';
import { policySchema } from '../src/iam/policy';
import { createAuthenticate } from '../src/wire/authenticate';
import { closeWires, failure, mountAll, service } from './wire-fixture';

const ACCOUNT = '123456789012';
const MINUTE = 60_000;

const services = [
  service('acm', acm, { ListCertificates: () => ({ CertificateSummaryList: [] }) }),
  service('route53', route53, {
    GetHostedZone: () => ({ HostedZone: { Id: 'Z1', Name: 'a.', CallerReference: 'r' } }),
  }),
  service('elasticloadbalancing', elb, { DescribeTags: () => ({ TagDescriptions: [] }) }),
];

/** A front door that verifies, and credentials that it issued. */
async function verified(seconds?: number) {
  const clock = createClock();
  const iam = createIam({ clock, account: ACCOUNT, region: 'eu-west-1', emit: () => undefined });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const roleArn = iam.createRole('worker', policySchema.parse({ Statement: trust }));
  const session = iam.assumeRole(roleArn, 'lambda.amazonaws.com', { sessionName: 'one', ...(seconds && { seconds }) });
  const mounted = await mountAll(services, {
    authenticate: createAuthenticate(clock, iam.session),
    principalOf: (accessKeyId) => iam.session(accessKeyId)?.arn ?? 'root',
  });
  return { ...mounted, clock, session };
}

type Mounted = Awaited<ReturnType<typeof verified>>;
type Send = (mounted: Mounted, credentials: RoleCredentials) => Promise<unknown>;

const SENDERS: Readonly<Record<string, Send>> = {
  JSON: ({ config }, credentials) => {
    const client = new acm.ACMClient({ ...config, credentials });
    return client.send(new acm.ListCertificatesCommand({ MaxItems: 7 })).finally(() => client.destroy());
  },
  query: ({ config }, credentials) => {
    const client = new elb.ElasticLoadBalancingV2Client({ ...config, credentials });
    const command = new elb.DescribeTagsCommand({ ResourceArns: ['a:b/c d', 'e'] });
    return client.send(command).finally(() => client.destroy());
  },
  REST: ({ config }, credentials) => {
    const client = new route53.Route53Client({ ...config, credentials });
    return client.send(new route53.GetHostedZoneCommand({ Id: 'Z1' })).finally(() => client.destroy());
  },
};
const protocols = Object.entries(SENDERS);

const CODES = {
  unknownKey: { JSON: 'UnrecognizedClientException', query: 'InvalidClientTokenId', REST: 'InvalidClientTokenId' },
  mismatch: { JSON: 'InvalidSignatureException', query: 'SignatureDoesNotMatch', REST: 'SignatureDoesNotMatch' },
  expired: { JSON: 'ExpiredTokenException', query: 'ExpiredToken', REST: 'ExpiredToken' },
} as const;

afterEach(closeWires);

describe.each(protocols)('over %s', (protocol, send) => {
  const code = (of: keyof typeof CODES) => CODES[of][protocol as keyof (typeof CODES)[typeof of]];

  it('a request that is signed with issued credentials is let in, under the name of its session', async () => {
    const mounted = await verified();
    await send(mounted, mounted.session);
    expect(mounted.wire.calls).toMatchObject([{ principal: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/one` }]);
  });

  it('another secret is refused', async () => {
    const mounted = await verified();
    expect(await failure(send(mounted, { ...mounted.session, secretAccessKey: 'other' }))).toMatchObject({
      name: code('mismatch'),
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    });
  });

  it('another session token is refused', async () => {
    const mounted = await verified();
    expect(await failure(send(mounted, { ...mounted.session, sessionToken: 'other' }))).toMatchObject({
      name: code('unknownKey'),
      message: 'The security token included in the request is invalid.',
    });
  });

  it('credentials without their session token are refused', async () => {
    const mounted = await verified();
    const { accessKeyId, secretAccessKey } = mounted.session;
    const credentials = { accessKeyId, secretAccessKey } as RoleCredentials;
    expect(await failure(send(mounted, credentials))).toMatchObject({ name: code('unknownKey') });
  });

  it('credentials that have expired are refused', async () => {
    const mounted = await verified(60);
    await mounted.clock.advance(MINUTE);
    expect(await failure(send(mounted, mounted.session))).toMatchObject({
      name: code('expired'),
      message: 'The security token included in the request is expired',
    });
  });

  it('a request that was signed long before it came is refused, by the cloud’s clock', async () => {
    const mounted = await verified();
    await mounted.clock.advance(6 * MINUTE);
    expect(await failure(send(mounted, mounted.session))).toMatchObject({
      name: code('mismatch'),
      message: expect.stringMatching(
        /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(.* - 5 min\.\)$/,
      ),
    });
  });

  it('a key that the cloud did not issue is the root’s, whatever it signs with', async () => {
    const mounted = await verified();
    await send(mounted, { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any', sessionToken: 'any' });
    expect(mounted.wire.calls).toMatchObject([{ principal: 'root' }]);
  });
});

describe('a signed request', () => {
  /** Signs a call of ListCertificates, and sends it after a change in transit. */
  async function sendChanged(change: (request: HttpRequest) => unknown) {
    const { endpoint, session } = await verified();
    const { host, hostname, port } = new URL(endpoint);
    const signer = new SignatureV4({ credentials: session, region: 'eu-west-1', service: 'acm', sha256: Sha256 });
    const signed = await signer.sign(
      new HttpRequest({
        method: 'POST',
        hostname,
        port: Number(port),
        path: '/',
        headers: {
          host,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'CertificateManager.ListCertificates',
        },
        body: '{"MaxItems":7}',
      }),
    );
    const request = new HttpRequest(signed);
    change(request);
    const path = request.path + (request.query['x'] ? '?x=1' : '');
    const { method, headers } = request;
    const response = await fetch(endpoint + path, { method, headers, body: String(request.body) });
    return { status: response.status, code: (JSON.parse(await response.text()) as { __type?: string }).__type };
  }

  it('is let in as it is', async () => {
    expect(await sendChanged(() => undefined)).toEqual({ status: 200, code: undefined });
  });

  it.each<[string, (request: HttpRequest) => unknown]>([
    ['its body is changed', (request) => void (request.body = '{"MaxItems":8}')],
    ['a signed header is changed', ({ headers }) => Object.assign(headers, { 'content-type': 'application/json' })],
    ['its query is changed', ({ query }) => void (query['x'] = '1')],
    ['its date is changed', ({ headers }) => void (headers['x-amz-date'] = '20261124T000000Z')],
    ['it is not dated', ({ headers }) => Reflect.deleteProperty(headers, 'x-amz-date')],
    [
      'it has no signature',
      ({ headers }) => void (headers['authorization'] = headers['authorization']?.replace(/, Signature.*/, '') ?? ''),
    ],
    [
      'it says that its host was not signed',
      ({ headers }) => void (headers['authorization'] = headers['authorization']?.replace('host;', '') ?? ''),
    ],
    [
      'it is signed for another Region than it says',
      ({ headers }) =>
        void (headers['authorization'] = headers['authorization']?.replace('eu-west-1', 'eu-west-2') ?? ''),
    ],
  ])('is refused when %s', async (_, change) => {
    expect(await sendChanged(change)).toEqual({ status: 400, code: 'InvalidSignatureException' });
  });
});
