import { createServer, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import fc from 'fast-check';
import { peekClientHello, type ClientHello } from '../src/elbv2/client-hello';
import { present } from './elbv2-fixture';

/** The first bytes that a real TLS client sends. */
function helloOf(options: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      const chunks: Buffer[] = [];
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        if (bytes.length < 5 + bytes.readUInt16BE(3)) return;
        socket.destroy();
        server.close(() => resolve(bytes));
      });
    });
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      connect({ host: '127.0.0.1', port, ...options }).on('error', () => undefined);
    });
  });
}

/** Feeds bytes one after the other; resolves to what was understood, when, and what the next reader finds. */
async function feed(bytes: Buffer) {
  const stream = new PassThrough();
  const calls: (ClientHello | undefined)[] = [];
  let fed = 0;
  let understoodAt: number | undefined;
  peekClientHello(stream, (hello) => {
    calls.push(hello);
    understoodAt = fed;
  });
  while (fed < bytes.length && understoodAt === undefined) {
    stream.write(bytes.subarray(fed, fed + 1));
    fed += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { calls, understoodAt, left: stream.read() as Buffer | null };
}

/** The same message in TLS records of at most so many bytes. */
function cutIntoRecords(hello: Buffer, size: number): Buffer {
  const records: Buffer[] = [];
  for (let offset = 5; offset < hello.length; offset += size) {
    const fragment = hello.subarray(offset, offset + size);
    const header = Buffer.from(hello.subarray(0, 5));
    header.writeUInt16BE(fragment.length, 3);
    records.push(header, fragment);
  }
  return Buffer.concat(records);
}

it('is read from bytes that trickle in, and leaves them all to the next reader', async () => {
  const bytes = await helloOf({ servername: 'App.Example.Test' });
  const { calls, understoodAt, left } = await feed(bytes);
  expect(calls.map((hello) => hello?.serverName)).toEqual(['app.example.test']);
  expect(understoodAt).toBe(bytes.length);
  expect(left).toEqual(bytes);
});

it('is read when it is cut into several TLS records', async () => {
  const bytes = await helloOf({ servername: 'app.example.test' });
  const { calls } = await feed(cutIntoRecords(bytes, 50));
  expect(present(calls[0]).serverName).toBe('app.example.test');
});

it('says what the client can verify', async () => {
  const modern = await feed(await helloOf({ sigalgs: 'ecdsa_secp256r1_sha256' }));
  expect(modern.calls[0]).toMatchObject({
    serverName: undefined,
    offersTls13: true,
    signatureSchemes: new Set([0x0403]),
  });
  const old = await feed(await helloOf({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }));
  expect(old.calls[0]?.offersTls13).toBe(false);
  expect(old.calls[0]?.cipherSuites.has(0xc02f)).toBe(true);
  expect(old.calls[0]?.cipherSuites.has(0xc02b)).toBe(false);
});

it('is distinguished from another protocol by its first byte', async () => {
  const { calls, understoodAt } = await feed(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  expect(calls).toEqual([undefined]);
  expect(understoodAt).toBe(1);
});

it('never throws, whatever a client sends in its place', async () => {
  const bytes = await helloOf({ servername: 'app.example.test' });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      async (changes) => {
        const broken = Buffer.from(bytes);
        for (const [index, value] of changes) broken[index] = value;
        const stream = new PassThrough();
        const seen: unknown[] = [];
        peekClientHello(stream, (hello) => seen.push(hello));
        stream.end(broken);
        await new Promise((resolve) => setImmediate(resolve));
        expect(seen.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});
