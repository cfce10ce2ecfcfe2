import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Cloud } from './cloud';

/** Options for any SDK client of a local cloud, with the rights of the account's root. */
export const clientOptions = ({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** The shell line that points the AWS CLI and every AWS SDK to a cloud. */
export const exportLine = ({ endpoint, region }: Cloud): string =>
  `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`;

/** The shell line that requests a domain through the load balancer, trusting the local authority alone. */
export const curlLine = (domainName: string, httpsPort: number, caFile: string): string =>
  `curl --cacert ${caFile} --resolve ${domainName}:${httpsPort}:127.0.0.1 https://${domainName}:${httpsPort}/`;

/** Writes the root certificate of a cloud's authority to a file for curl and openssl; returns its absolute path. */
export function writeCaFile(path: string, { authority }: Cloud): string {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, authority.rootPem);
  return file;
}
