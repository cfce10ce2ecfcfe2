import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  RegisterTargetsCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fixedResponse, present, startElbv2, type RunningElbv2 } from './elbv2-fixture';

let cloud: RunningElbv2;
let loadBalancer: string;
const closing: (() => void)[] = [];

beforeEach(async () => {
  cloud = await startElbv2();
  loadBalancer = await cloud.createLoadBalancer('web');
});
afterEach(async () => {
  await cloud.close();
  for (const close of closing.splice(0)) close();
});

/** A real HTTP server; resolves to its port. */
async function startTarget(handle: RequestListener): Promise<number> {
  const server: Server = createServer(handle);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function createTargetGroup(Name: string, ports: readonly number[]): Promise<string> {
  const { TargetGroups } = await cloud.send(
    new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-0a1b2c3d', TargetType: 'ip' }),
  );
  const TargetGroupArn = present(TargetGroups?.[0]?.TargetGroupArn);
  const Targets = ports.map((Port) => ({ Id: '127.0.0.1', Port }));
  if (Targets.length > 0) await cloud.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  return TargetGroupArn;
}

const listen = (action: Action) =>
  cloud.createListener({ LoadBalancerArn: loadBalancer, Protocol: 'HTTP', Port: 80, DefaultActions: [action] });

const forwardTo = async (ports: readonly number[]) => {
  const TargetGroupArn = await createTargetGroup('app', ports);
  await listen({ Type: 'forward', TargetGroupArn });
  return TargetGroupArn;
};

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function fetchPath(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const port = cloud.realPort(80);
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      text(incoming).then(
        (received) => resolve({ status: present(incoming.statusCode), headers: incoming.headers, body: received }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('forward', () => {
  it('passes method, path, headers and body on, and the answer back', async () => {
    const port = await startTarget((incoming, outgoing) => {
      void text(incoming).then((body) => {
        const { method, url, headers } = incoming;
        outgoing.writeHead(method === 'POST' ? 201 : 200, { 'x-target': 'yes', 'set-cookie': ['a=1', 'b=2'] });
        outgoing.end(JSON.stringify({ method, url, headers, body }));
      });
    });
    await forwardTo([port]);

    const reply = await fetchPath('/orders?id=7', {
      method: 'POST',
      headers: { host: 'app.example.test', 'x-forwarded-for': '192.0.2.1', 'x-custom': 'kept', connection: 'close' },
      body: 'three shoes',
    });
    expect(reply.status).toBe(201);
    expect(reply.headers).toMatchObject({ 'x-target': 'yes', 'set-cookie': ['a=1', 'b=2'] });
    const seen = JSON.parse(reply.body) as { headers: Record<string, string> };
    expect(seen).toMatchObject({ method: 'POST', url: '/orders?id=7', body: 'three shoes' });
    expect(seen.headers).toMatchObject({
      host: 'app.example.test',
      'x-custom': 'kept',
      'x-forwarded-for': '192.0.2.1, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
  });

  it('streams: what the target has sent arrives before it is done', async () => {
    let finish = () => undefined as unknown;
    const port = await startTarget((incoming, outgoing) => {
      if (incoming.url === '/') return void outgoing.end();
      outgoing.write('first');
      finish = () => outgoing.end('last');
    });
    await forwardTo([port]);
    const body = await new Promise<string>((resolve, reject) => {
      let received = '';
      request({ host: '127.0.0.1', port: cloud.realPort(80), path: '/stream', agent: false }, (incoming) => {
        incoming.on('data', (chunk: Buffer) => {
          received += chunk.toString();
          if (received === 'first') finish();
        });
        incoming.on('end', () => resolve(received));
      })
        .on('error', reject)
        .end();
    });
    expect(body).toBe('firstlast');
  });

  it('answers 503 without targets', async () => {
    await forwardTo([]);
    const { status, headers, body } = await fetchPath('/');
    expect(status).toBe(503);
    expect(headers.server).toBe('awselb/2.0');
    expect(body).toContain('503 Service Unavailable');
  });

  it('answers 502 when no target can be connected to', async () => {
    await forwardTo([await closedPort()]);
    expect((await fetchPath('/')).status).toBe(502);
  });

  it('answers 502 when the target breaks off without an answer', async () => {
    await forwardTo([await startTarget((incoming) => incoming.socket.destroy())]);
    expect((await fetchPath('/')).status).toBe(502);
  });

  it('answers 504 when the target says nothing for the idle time-out of a minute', async () => {
    let arrived = () => undefined as unknown;
    const waiting = new Promise<void>((resolve) => (arrived = resolve));
    const port = await startTarget((incoming, outgoing) => {
      if (incoming.url === '/') outgoing.end();
      else arrived();
    });
    await forwardTo([port]);
    const reply = fetchPath('/slow');
    await waiting;
    await cloud.clock.advance(60_000);
    expect((await reply).status).toBe(504);
  });

  it('goes to each target group as often as its weight says', async () => {
    const tuples = [];
    for (const [name, Weight] of [
      ['once', 1],
      ['never', 0],
      ['twice', 2],
    ] as const) {
      const port = await startTarget((_, outgoing) => outgoing.end(name));
      tuples.push({ TargetGroupArn: await createTargetGroup(name, [port]), Weight });
    }
    await listen({ Type: 'forward', ForwardConfig: { TargetGroups: tuples } });
    const bodies: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) bodies.push((await fetchPath('/')).body);
    expect(bodies.sort()).toEqual(['once', 'once', 'twice', 'twice', 'twice', 'twice']);
  });

  it('goes to healthy targets alone', async () => {
    const healthy = await startTarget((_, outgoing) => outgoing.end('healthy'));
    const failing = await startTarget((_, outgoing) => outgoing.writeHead(500).end('failing'));
    await forwardTo([failing, healthy, await closedPort()]);
    const bodies = new Set<string>();
    for (let turn = 0; turn < 4; turn += 1) bodies.add((await fetchPath('/')).body);
    expect([...bodies]).toEqual(['healthy']);
  });

  it('goes to all targets when none is healthy', async () => {
    await forwardTo([await startTarget((_, outgoing) => outgoing.writeHead(500).end('failing'))]);
    expect(await fetchPath('/')).toMatchObject({ status: 500, body: 'failing' });
  });
});

describe('target health', () => {
  const healthOf = async (TargetGroupArn: string, Port?: number) => {
    const Targets = Port ? [{ Id: '127.0.0.1', Port }] : undefined;
    const { TargetHealthDescriptions } = await cloud.send(new DescribeTargetHealthCommand({ TargetGroupArn, Targets }));
    return TargetHealthDescriptions?.map(({ TargetHealth }) => [TargetHealth?.State, TargetHealth?.Reason]);
  };

  it('is unused until a listener forwards to the target group, and for a target that is not registered', async () => {
    const port = await startTarget((_, outgoing) => outgoing.end());
    const targetGroup = await createTargetGroup('app', [port]);
    expect(await healthOf(targetGroup)).toEqual([['unused', 'Target.NotInUse']]);
    await listen({ Type: 'forward', TargetGroupArn: targetGroup });
    expect(await healthOf(targetGroup)).toEqual([['healthy', undefined]]);
    expect(await healthOf(targetGroup, 1)).toEqual([['unused', 'Target.NotRegistered']]);
  });

  it('is checked again after the health check interval', async () => {
    let status = 500;
    const port = await startTarget((_, outgoing) => outgoing.writeHead(status).end());
    const targetGroup = await forwardTo([port]);
    expect(await healthOf(targetGroup)).toEqual([['unhealthy', 'Target.ResponseCodeMismatch']]);
    status = 200;
    await cloud.clock.advance(30_000);
    expect(await healthOf(targetGroup)).toEqual([['healthy', undefined]]);
  });

  it('says why a target is not healthy', async () => {
    const port = await closedPort();
    const targetGroup = await forwardTo([port]);
    expect(await healthOf(targetGroup)).toEqual([['unhealthy', 'Target.FailedHealthChecks']]);
    const Targets = [{ Id: '127.0.0.1', Port: port }];
    await cloud.send(new DeregisterTargetsCommand({ TargetGroupArn: targetGroup, Targets }));
    expect(await healthOf(targetGroup)).toEqual([]);
  });
});

describe('redirect', () => {
  const toHttps = { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } as const;
  it.each([
    ['the same place over HTTPS', toHttps, '/a/b?c=d', 301, 'https://app.example.test:443/a/b?c=d'],
    ['a request without a query', toHttps, '/', 301, 'https://app.example.test:443/'],
    [
      'every placeholder',
      {
        Host: 'www.#{host}',
        Path: '/new/#{path}',
        Query: '#{query}&from=#{protocol}-#{port}',
        StatusCode: 'HTTP_302',
      } as const,
      '/a?b',
      302,
      'http://www.app.example.test:80/new/a?b&from=http-80',
    ],
  ])('leads to %s', async (_, RedirectConfig, path, status, location) => {
    await listen({ Type: 'redirect', RedirectConfig });
    const reply = await fetchPath(path, { headers: { host: `app.example.test:${cloud.realPort(80)}` } });
    expect([reply.status, reply.headers.location]).toEqual([status, location]);
  });
});

it('gives the fixed response that the action says', async () => {
  await listen({
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'application/json', MessageBody: '{}' },
  });
  const { status, headers, body } = await fetchPath('/');
  expect([status, headers['content-type'], body]).toEqual([404, 'application/json', '{}']);
});

it('does the new default action from the next request on', async () => {
  const ListenerArn = await listen(fixedResponse('before'));
  expect((await fetchPath('/')).body).toBe('before');
  await cloud.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: [fixedResponse('after')] }));
  expect((await fetchPath('/')).body).toBe('after');
});
