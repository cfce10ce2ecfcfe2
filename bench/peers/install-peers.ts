import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The peers, and the SDK clients that Lambda's runtime has for them, in the versions that were measured. */
const PACKAGES = {
  'aws-cdk-lib': '2.276.0',
  constructs: '10.8.1',
  '@aws-sdk/client-acm': '3.1142.0',
  '@aws-sdk/client-route-53': '3.1142.0',
  'serverless-certificate-creator': '1.6.0',
  'aws-sdk': '2.1693.0',
} as const;

/**
 * Installs the peers from npm into a folder of their own, unless they are there; never among the project's packages.
 *
 * @returns the folder that holds their node_modules
 */
export function installPeers(folder: string): string {
  const manifest = JSON.stringify({ private: true, dependencies: PACKAGES });
  const file = join(folder, 'package.json');
  const isInstalled = existsSync(join(folder, 'node_modules', 'aws-sdk')) && readFileSync(file, 'utf8') === manifest;
  if (isInstalled) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, manifest);
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return folder;
  // What was not installed to its end must not pass for installed.
  writeFileSync(file, '');
  throw new Error(`the peers could not be installed from npm: are you online?\n${stdout}${stderr}`);
}
