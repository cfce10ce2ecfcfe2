import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import * as sns from '@aws-sdk/client-sns';
import { AwsError } from '../src/aws-error';
import { createClock } from '../src/clock';
import { createWire } from '../src/wire/wire';
import { closeWires, failure, mountAll, service } from './wire-fixture';

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

afterEach(closeWires);

describe('routing', () => {
  const services = [
    service('acm', acm, { ListCertificates: () => ({ CertificateSummaryList: [] }) }),
    service('route53', route53, {
      GetHostedZone: ({ Id }: { Id: string }) => ({ HostedZone: { Id, Name: 'a.', CallerReference: 'r' } }),
    }),
    service('sns', sns, { ListTopics: () => ({ Topics: [] }) }),
    service('elasticloadbalancing', elb, { DescribeTags: () => ({ TagDescriptions: [] }) }),
  ];
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it.each([
    [
      'X-Amz-Target',
      'POST',
      '/',
      { 'x-amz-target': 'CertificateManager.ListCertificates' },
      '{}',
      'acm',
      'ListCertificates',
    ],
    ['its path', 'GET', '/2013-04-01/hostedzone/Z1', {}, undefined, 'route53', 'GetHostedZone'],
    ['the version in its form', 'POST', '/', form, 'Action=ListTopics&Version=2010-03-31', 'sns', 'ListTopics'],
    [
      'another version',
      'POST',
      '/',
      form,
      'Action=DescribeTags&Version=2015-12-01&ResourceArns.member.1=a',
      'elasticloadbalancing',
      'DescribeTags',
    ],
  ])('finds the service of an unsigned request by %s', async (_, method, path, headers, body, name, operation) => {
    const { endpoint, wire } = await mountAll(services);
    const response = await fetch(endpoint + path, { method, headers, ...(body && { body }) });
    expect(response.status).toBe(200);
    expect(wire.calls).toMatchObject([{ service: name, operation }]);
  });

  it('refuses what is neither signed nor recognizable', async () => {
    const { endpoint } = await mountAll(services);
    const response = await fetch(`${endpoint}/somewhere`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>MissingAuthenticationTokenException</Code>');
  });

  it('names the service that the cloud does not have', async () => {
    const { config } = await mountAll([]);
    const json = new acm.ACMClient(config);
    const xml = new sns.SNSClient(config);
    const refused = { name: 'UnknownOperationException', message: expect.stringMatching(/no service (acm|sns)$/) };
    expect(await failure(json.send(new acm.ListCertificatesCommand({})))).toMatchObject(refused);
    expect(await failure(xml.send(new sns.ListTopicsCommand({})))).toMatchObject(refused);
    json.destroy();
    xml.destroy();
  });

  type Config = Awaited<ReturnType<typeof mountAll>>['config'];
  it.each([
    [
      'JSON',
      (config: Config) => {
        const client = new acm.ACMClient(config);
        return client.send(new acm.GetAccountConfigurationCommand({})).finally(() => client.destroy());
      },
      'UnknownOperationException',
    ],
    [
      'query',
      (config: Config) => {
        const client = new elb.ElasticLoadBalancingV2Client(config);
        return client.send(new elb.DescribeAccountLimitsCommand({})).finally(() => client.destroy());
      },
      'InvalidAction',
    ],
    [
      'REST',
      (config: Config) => {
        const client = new route53.Route53Client(config);
        return client.send(new route53.GetHostedZoneCountCommand({})).finally(() => client.destroy());
      },
      'UnknownOperationException',
    ],
  ])('refuses an operation that is not modelled, in %s', async (_, call, name) => {
    const { config } = await mountAll(services);
    expect(await failure(call(config))).toMatchObject({
      name,
      message: expect.stringContaining('is not modelled by the local cloud'),
    });
  });

  it('refuses to mount an operation that the service does not have', () => {
    const clock = createClock();
    const world = { clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined };
    expect(() => createWire(world, [service('acm', acm, { ListCertificate: () => ({}) })])).toThrow(
      'acm has no operation ListCertificate',
    );
  });
});

describe('calls', () => {
  it('are logged with who made them, and the log can be cleared', async () => {
    const principal = 'arn:aws:iam::123456789012:role/request-certificate';
    const principals: string[] = [];
    const { config, wire } = await mountAll(
      [service('acm', acm, { ListCertificates: (_, call) => (principals.push(call.principal), {}) })],
      { principalOf: (accessKeyId) => (accessKeyId === 'AKIDEXAMPLE' ? principal : 'unknown') },
    );
    const client = new acm.ACMClient(config);
    await client.send(new acm.ListCertificatesCommand({ MaxItems: 7 }));
    expect(principals).toEqual([principal]);
    expect(wire.calls).toEqual([
      { service: 'acm', operation: 'ListCertificates', principal, input: { MaxItems: 7 }, at: expect.any(Number) },
    ]);
    wire.clearCalls();
    expect(wire.calls).toEqual([]);
    client.destroy();
  });

  it('pass what is put around every operation, whose error is answered in its place', async () => {
    let performed = 0;
    const { config } = await mountAll([service('acm', acm, { DeleteCertificate: () => void (performed += 1) })], {
      around: async ({ operation }, input, perform) => {
        if (operation === 'DeleteCertificate') throw new AwsError('ResourceInUseException', JSON.stringify(input));
        return await perform();
      },
    });
    const client = new acm.ACMClient(config);
    const error = await failure(client.send(new acm.DeleteCertificateCommand({ CertificateArn: ARN })));
    expect(error).toBeInstanceOf(acm.ResourceInUseException);
    expect(error).toMatchObject({ message: JSON.stringify({ CertificateArn: ARN }) });
    expect(performed).toBe(0);
    client.destroy();
  });

  it("show the cloud's own bugs to the client and on its console", async () => {
    const shown = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const fault = new TypeError('oops');
    const { config, wire } = await mountAll([
      service('acm', acm, {
        ListCertificates: () => {
          throw fault;
        },
      }),
    ]);
    const client = new acm.ACMClient(config);
    const error = await failure(client.send(new acm.ListCertificatesCommand({})));
    expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(wire.calls).toMatchObject([{ errorCode: 'InternalFailure' }]);
    expect(shown).toHaveBeenCalledWith('acm:ListCertificates', fault);
    shown.mockRestore();
    client.destroy();
  });

  it('hold a moving clock until they are answered, except long polls', async () => {
    let finish: () => void = () => undefined;
    const slow = {
      ...service('acm', acm, { ListCertificates: () => new Promise<void>((resolve) => (finish = resolve)) }),
    };
    const { clock, config, wire } = await mountAll([slow]);
    const polled = await mountAll([{ ...slow, longPolls: ['ListCertificates'] }]);
    const begun = async (log: typeof wire) => {
      while (log.calls.at(-1)?.input === undefined) await new Promise((resolve) => setImmediate(resolve));
    };

    const client = new acm.ACMClient(config);
    const call = client.send(new acm.ListCertificatesCommand({}));
    await begun(wire);
    const order: string[] = [];
    const moved = clock.advance(1000).then(() => order.push('clock moved'));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    order.push('call finishes');
    finish();
    await Promise.all([call, moved]);
    expect(order).toEqual(['call finishes', 'clock moved']);
    client.destroy();

    const poller = new acm.ACMClient(polled.config);
    const poll = poller.send(new acm.ListCertificatesCommand({}));
    await begun(polled.wire);
    await polled.clock.advance(1000);
    finish();
    await poll;
    poller.destroy();
  });
});

describe('the endpoint', () => {
  it("returns the cloud's time", async () => {
    const { clock, endpoint } = await mountAll([]);
    await clock.advance(200 * 24 * 3600 * 1000);
    const response = await fetch(endpoint);
    expect(Date.parse(response.headers.get('date') ?? '')).toBeGreaterThan(clock.now() - 5000);
    expect(Date.parse(response.headers.get('date') ?? '')).toBeLessThanOrEqual(clock.now());
  });

  it('refuses a body that no service would take', async () => {
    const { endpoint } = await mountAll([]);
    const response = await fetch(endpoint, { method: 'POST', body: Buffer.alloc(17 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });

  it('rejects a port in use, and frees its own in spite of open connections', async () => {
    const { endpoint, wire } = await mountAll([]);
    const port = Number(new URL(endpoint).port);
    const world = { clock: createClock(), region: 'eu-west-1', account: '123456789012', emit: () => undefined };
    const second = createWire(world, []);
    await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });

    await fetch(endpoint); // leaves its connection open for another request
    await wire.close();
    await expect(second.listen(port)).resolves.toBe(endpoint);
    await second.close();
    await wire.listen();
  });
});
