import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cloud } from 'local-aws/cloud';

/** Where a running cloud says how it is reached, for commands in other terminals. */
const FILE = '.local/endpoint.json';

/**
 * Writes how a cloud is reached into the folder that the command runs in.
 *
 * @returns removes the file again, unless another cloud has written its own meanwhile
 */
export function writeEndpointFile({ endpoint, region, dnsPort }: Cloud, httpsPort: number): () => void {
  const written = `${JSON.stringify({ endpoint, region, dnsPort, httpsPort }, null, 2)}\n`;
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, written);
  return () => {
    if (readFileSync(FILE, 'utf8') === written) rmSync(FILE);
  };
}
