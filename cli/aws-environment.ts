import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CommandError } from './errors';

/** The common options that say which deployment is meant, and in which cloud. */
export interface DeploymentOptions {
  readonly stage: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly local: boolean;
}

const localCloud = z.object({
  endpoint: z.url(),
  region: z.string(),
  /** Its DNS server, on 127.0.0.1. */
  dnsPort: z.int(),
  /** Where on 127.0.0.1 the load balancer's HTTPS:443 is. */
  httpsPort: z.int(),
});
/** How a running local cloud is reached. */
export type LocalCloud = z.output<typeof localCloud>;

/**
 * `npm run local` writes it into the checkout, so that `--local` works in any folder; a local cloud that was started otherwise
 * is named by the variable. The bundle is as far from the root as this file is.
 */
const endpointFile = () => process.env['AUTOPILOT_LOCAL'] ?? join(__dirname, '..', '.local', 'endpoint.json');

/**
 * Sets the environment variables from which AWS clients read Region, credentials and endpoint; where no option was given, the
 * SDK's own defaults remain.
 *
 * @returns the local cloud, with `--local`
 * @throws CommandError when no local cloud is running
 */
export function configureAws({ region, profile, local }: DeploymentOptions): LocalCloud | undefined {
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
  const file = endpointFile();
  if (!existsSync(file)) throw new CommandError('No local cloud is running.', START, 'NoLocalCloud');
  try {
    return localCloud.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new CommandError(`${file} was not written by a local cloud: ${why}`, START, 'NoLocalCloud');
  }
}

const START =
  'Start one in a checkout (npm run local) and wait for its READY line; AUTOPILOT_LOCAL can name its .local/endpoint.json.';
