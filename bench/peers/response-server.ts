import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Authority } from 'local-aws/acm/authority';

/** Where a custom resource answers to, as to CloudFormation's presigned URL. */
export interface ResponseServer {
  readonly url: string;
  readonly port: number;
  /** The answers that came, each as the JSON that it is. */
  readonly answers: readonly unknown[];
  close(): Promise<void>;
}

const HOST = 'cloudformation-response.test';
const DAY = 86_400_000;

/** Listens on loopback with a certificate of the local authority. */
export async function startResponseServer(authority: Authority): Promise<ResponseServer> {
  const now = Date.now();
  const leaf = await authority.issue({
    domainNames: [HOST],
    keyAlgorithm: 'EC_prime256v1',
    notBefore: now - DAY,
    notAfter: now + DAY,
  });
  const answers: unknown[] = [];
  const server = createServer(
    { cert: leaf.certificatePem + leaf.chainPem, key: leaf.privateKeyPem },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        answers.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.end();
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${HOST}/answer?signature=none`,
    port,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
