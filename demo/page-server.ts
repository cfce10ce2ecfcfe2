import { createServer } from 'node:http';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';

/** A page of a private bucket, served to browsers on this machine. */
export interface PageServer {
  readonly url: string;
  close(): void;
}

/**
 * Serves one object of a cloud's private bucket on loopback.
 *
 * @param port 0 for any free port
 */
export async function servePage(cloud: Cloud, bucket: string, key: string, port: number): Promise<PageServer> {
  const s3 = new S3Client(clientOptions(cloud));
  const read = async () => {
    try {
      const { Body, ContentType = '' } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { status: 200, type: ContentType, text: (await Body?.transformToString()) ?? '' };
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NoSuchKey')) throw error;
      return {
        status: 404,
        type: 'text/plain',
        text: 'There is no page yet: a sweep writes it. Emit "Sweep Requested".\n',
      };
    }
  };
  const server = createServer((_, response) => {
    read().then(
      ({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text),
      (error: unknown) => response.writeHead(502, { 'content-type': 'text/plain' }).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
      s3.destroy();
    },
  };
}
