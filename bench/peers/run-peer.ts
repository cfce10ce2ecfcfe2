import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Cloud } from 'local-aws/cloud';

/** How a peer's run ended. */
export interface PeerRun {
  /** How long its own code ran, the waiting included. */
  readonly milliseconds: number;
  /** On the cloud's clock. */
  readonly endedAt: number;
}

/**
 * Runs a peer in a process of its own, with nothing of this one's environment but the way to Node.js, and with the cloud as
 * its AWS.
 *
 * @param input what its driver reads, as JSON
 */
export async function runPeer(
  driver: string,
  input: unknown,
  cloud: Cloud,
  environment: Readonly<Record<string, string>>,
): Promise<PeerRun> {
  const child = spawn(process.execPath, ['--require', join(__dirname, 'preload.cjs'), join(__dirname, driver)], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: cloud.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      ...environment,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(JSON.stringify(input));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [, milliseconds] = /^RAN ([\d.]+)$/m.exec(output) ?? [];
  if (status !== 0 || milliseconds === undefined) throw new Error(`${driver} failed: ${output.trim().slice(-1_000)}`);
  return { milliseconds: Number(milliseconds), endedAt: cloud.clock.now() };
}
