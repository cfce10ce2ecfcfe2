import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Problem } from './errors';

/** What the person said which cloud and deployment is meant with. */
export interface Choice {
  readonly stage: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly local: boolean;
  readonly json: boolean;
}

const localCloud = z.object({
  endpoint: z.url(),
  region: z.string(),
  /** Its DNS server, on 127.0.0.1. */
  dnsPort: z.int(),
  /** Where on 127.0.0.1 the load balancer's HTTPS:443 is. */
  httpsPort: z.int(),
});
/** What `npm run local` says of itself. */
export type LocalCloud = z.output<typeof localCloud>;

/** `npm run local` writes it into the checkout, wherever this is typed; only a cloud that was started otherwise names its own. */
const FILE = process.env['AUTOPILOT_LOCAL'] ?? join(__dirname, '..', '.local', 'endpoint.json');

/**
 * Sets the process up so that every AWS client reaches the chosen cloud: the SDK reads all of this from the environment, and
 * goes on with its own chain where nothing was chosen.
 *
 * @returns the local cloud, if that was chosen
 * @throws Problem when no local cloud runs here
 */
export function chooseCloud({ region, profile, local }: Choice): LocalCloud | undefined {
  const running = local ? readLocalCloud() : undefined;
  if (running) {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: running.endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: running.region,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
  } else if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
  if (region !== undefined) process.env['AWS_REGION'] = region;
  return running;
}

function readLocalCloud(): LocalCloud {
  if (!existsSync(FILE)) throw new Problem('No local cloud is running.', START, 'NoLocalCloud');
  try {
    return localCloud.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new Problem(`${FILE} was not written by a local cloud: ${why}`, START, 'NoLocalCloud');
  }
}

const START = 'Start one in another terminal (npm run local) and wait for its READY line.';
