import { AccessDeniedError } from '../../shared/errors';
import { counted } from '../../terminal/console';
import { queueDepth } from '../aws/dead-letter-queue';
import type { Deployment } from '../aws/deployment';
import { busArn, ruleStates, subscriptionCounts } from '../aws/event-routing';
import { explain } from '../errors';
import { ok, type Diagnosis, type HealthCheck } from './health-check';
import { parameters } from './parameters';
import { permissions } from './permissions';
import { certificateQuota, loadBalancerQuota, yearlyQuota } from './quota-checks';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A day, and the duration of the sweep itself. */
const SWEEP_LATE_MILLISECONDS = 26 * HOUR;
/** From then on the alarm fires as well. */
const SWEEP_MISSING_MILLISECONDS = 48 * HOUR;

const stack: HealthCheck = async ({ status }) => {
  if (status.endsWith('_IN_PROGRESS'))
    return { status: 'warning', found: status, advice: 'Wait until the deployment has finished, then try again.' };
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(status);
  return {
    status: status === 'UPDATE_ROLLBACK_COMPLETE' ? 'warning' : 'error',
    found: status,
    advice:
      'The last deployment failed: read the stack events in the CloudFormation console, fix the cause, and deploy again.',
  };
};

const bus: HealthCheck = async ({ busName }) => ok(await busArn(busName));

const rules: HealthCheck = async ({ stack: stackName }) => {
  const states = await ruleStates(stackName);
  const inactive = states.filter(({ state }) => !state.startsWith('ENABLED'));
  if (inactive.length === 0) return ok(`${states.length} enabled`);
  const advice = 'Enable each one again (`aws events enable-rule`); if one is missing, deploy again.';
  return { status: 'error', found: inactive.map(({ name, state }) => `${name} ${state}`).join(', '), advice };
};

/** One confirmed subscription is enough, be it mail or chat. */
const notifications: HealthCheck = async ({ topicArns }) => {
  const topics = await Promise.all(Object.values(topicArns).map((topicArn) => subscriptionCounts(topicArn)));
  const confirmed = topics.reduce((sum, topic) => sum + topic.confirmed, 0);
  const pending = topics.reduce((sum, topic) => sum + topic.pending, 0);
  if (confirmed > 0) return ok(counted(confirmed, 'confirmed subscription'));
  const advice =
    pending > 0
      ? 'Open the e-mail "AWS Notification - Subscription Confirmation" and confirm the subscription.'
      : `Subscribe someone: aws sns subscribe --topic-arn ${topicArns.mail} --protocol email --notification-endpoint you@example.com`;
  const why = pending > 0 ? `${counted(pending, 'subscription')} not confirmed yet` : 'no topic has a subscription';
  return { status: 'error', found: `nobody is notified of failures: ${why}`, advice };
};

const deadLetters: HealthCheck = async ({ deadLettersUrl }, _, sameDeployment) => {
  const depth = await queueDepth(deadLettersUrl);
  if (depth === 0) return ok('none');
  const advice = `Read them, fix the cause, and replay them: npx acm-autopilot redrive${sameDeployment} (docs/runbook.md, "Dead letters").`;
  return { status: 'error', found: `${counted(depth, 'event')} could not be delivered`, advice };
};

const lastSweep: HealthCheck = async ({ certificateStates }, _, sameDeployment) => {
  const at = await certificateStates.getLastSweepTime();
  const advice = `Start one: npx acm-autopilot sweep --wait${sameDeployment}. If it fails: docs/runbook.md, "No sweep".`;
  if (!at) return { status: 'error', found: 'no sweep has succeeded yet', advice };
  const age = Date.now() - at.getTime();
  const found = age < HOUR ? `${Math.round(age / MINUTE)} min ago` : `${(age / HOUR).toFixed(1)} h ago`;
  if (age < SWEEP_LATE_MILLISECONDS) return ok(found);
  return { status: age < SWEEP_MISSING_MILLISECONDS ? 'warning' : 'error', found, advice };
};

const CHECKS: Readonly<Record<string, HealthCheck>> = {
  stack,
  parameters,
  bus,
  rules,
  notifications,
  'dead letters': deadLetters,
  'last sweep': lastSweep,
  permissions,
  'ACM quota': certificateQuota,
  'ACM per year': yearlyQuota,
  'ELB quota': loadBalancerQuota,
};

/** Runs every health check; a check that fails to run is diagnosed as an error too. */
export async function diagnose(
  deployment: Deployment,
  onProgress: (text: string) => void,
  sameDeployment: string,
): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    onProgress(name);
    try {
      diagnoses.push({ name, ...(await check(deployment, onProgress, sameDeployment)) });
    } catch (error) {
      const { name: errorName, message, advice } = explain(error);
      const found = `${errorName}: ${message}`;
      diagnoses.push({ name, status: 'error', found, advice: error instanceof AccessDeniedError ? DENIED : advice });
    }
  }
  return diagnoses;
}

const DENIED = 'You lack permission to check this: get the named action allowed, or ask someone who has it.';
