import { AccessDeniedError } from '../shared/errors';
import { counted } from '../terminal/counted';
import { busArn } from './aws/bus';
import type { Deployment } from './aws/deployment';
import { queueDepth } from './aws/queue-depth';
import { rulesOf } from './aws/rules';
import { subscriptionsOf } from './aws/subscriptions';
import { explained } from './failure';
import { permissions } from './permissions-look';
import { certificateQuota, loadBalancerQuota, yearlyQuota } from './quota-looks';
import { good, type Examine, type Symptom } from './symptom';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A day, and what the sweep itself takes. */
const SWEEP_LATE_MILLISECONDS = 26 * HOUR;
/** From then on the alarm says so too. */
const SWEEP_MISSING_MILLISECONDS = 48 * HOUR;
const stack: Examine = async ({ status }) => {
  if (status.endsWith('_IN_PROGRESS'))
    return { state: 'watch', found: status, advice: 'Wait until the deployment has finished, then try again.' };
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return good(status);
  return {
    state: status === 'UPDATE_ROLLBACK_COMPLETE' ? 'watch' : 'bad',
    found: status,
    advice:
      'The last deployment failed: read the stack events in the CloudFormation console, fix it, and deploy again.',
  };
};

const parameters: Examine = async ({ policy, hostedZones, loadBalancers }) => {
  const { allowedZones, allowedDomains, allowedLoadBalancers, defaultLoadBalancer } = policy;
  const empty = [
    ...(allowedZones.length === 0 ? ['allowedZones'] : []),
    ...(allowedDomains.length === 0 ? ['allowedDomains'] : []),
    ...(allowedLoadBalancers === '' ? ['allowedLoadBalancers'] : []),
  ];
  if (empty.length > 0) {
    const advice = 'Deploy with these parameters set: without them every request is refused (README, "Deploy").';
    return { state: 'bad', found: `the deployment may change nothing: ${empty.join(', ')} empty`, advice };
  }
  for (const id of allowedZones) if (id !== '*') await hostedZones.get(id);
  if (defaultLoadBalancer !== undefined) await loadBalancers.find(defaultLoadBalancer);
  return good(
    `zones ${allowedZones.join(', ')}; domains ${allowedDomains.join(', ')}; load balancers ${allowedLoadBalancers}`,
  );
};

const bus: Examine = async ({ busName }) => good(await busArn(busName));

const rules: Examine = async ({ stack: stackName }) => {
  const all = await rulesOf(stackName);
  const idle = all.filter(({ state }) => !state.startsWith('ENABLED'));
  if (idle.length === 0) return good(`${all.length} enabled`);
  const advice = 'Enable each again (`aws events enable-rule`); deploy again where one is missing.';
  return { state: 'bad', found: idle.map(({ name, state }) => `${name} ${state}`).join(', '), advice };
};

/** Mail or chat: whoever reads one of them is told. */
const messages: Examine = async ({ topicArn, chatTopicArn }) => {
  const mail = await subscriptionsOf(topicArn);
  const chat = await subscriptionsOf(chatTopicArn);
  const [confirmed, pending] = [mail.confirmed + chat.confirmed, mail.pending + chat.pending];
  if (confirmed > 0) return good(counted(confirmed, 'confirmed subscription'));
  const advice =
    pending > 0
      ? 'Open the e-mail "AWS Notification - Subscription Confirmation" and confirm the subscription.'
      : `Subscribe someone: aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint you@example.com`;
  const why =
    pending > 0 ? `${counted(pending, 'subscription')} not confirmed yet` : 'neither topic has a subscription';
  return { state: 'bad', found: `nobody is notified of failures: ${why}`, advice };
};

const deadLetters: Examine = async ({ deadLettersUrl }, _, same) => {
  const depth = await queueDepth(deadLettersUrl);
  if (depth === 0) return good('none');
  const advice = `Read them, fix the cause, and replay them: npx acm-autopilot redrive${same} (docs/runbook.md, "Dead letters").`;
  return { state: 'bad', found: `${counted(depth, 'event')} could not be delivered`, advice };
};

const lastSweep: Examine = async ({ certificateStates }, _, same) => {
  const at = await certificateStates.lastSweep();
  const advice = `Start one: npx acm-autopilot sweep --wait${same}. If it fails: docs/runbook.md, "No sweep".`;
  if (!at) return { state: 'bad', found: 'no sweep has succeeded yet', advice };
  const age = Date.now() - at.getTime();
  const found = age < HOUR ? `${Math.round(age / MINUTE)} min ago` : `${(age / HOUR).toFixed(1)} h ago`;
  if (age < SWEEP_LATE_MILLISECONDS) return good(found);
  return { state: age < SWEEP_MISSING_MILLISECONDS ? 'watch' : 'bad', found, advice };
};

const LOOKS: Readonly<Record<string, Examine>> = {
  stack,
  parameters,
  bus,
  rules,
  messages,
  'dead letters': deadLetters,
  'last sweep': lastSweep,
  permissions,
  'ACM quota': certificateQuota,
  'ACM a year': yearlyQuota,
  'ELB quota': loadBalancerQuota,
};

/** Looks at every part of a deployment; what may not be looked at is a finding too. */
export async function examine(
  deployment: Deployment,
  looking: (what: string) => void,
  same: string,
): Promise<Symptom[]> {
  const symptoms: Symptom[] = [];
  for (const [what, look] of Object.entries(LOOKS)) {
    looking(what);
    try {
      symptoms.push({ what, ...(await look(deployment, looking, same)) });
    } catch (error) {
      const { name, message, advice } = explained(error);
      const found = `${name}: ${message}`;
      symptoms.push({ what, state: 'bad', found, advice: error instanceof AccessDeniedError ? DENIED : advice });
    }
  }
  return symptoms;
}

const DENIED = 'You lack permission to check this: get the named action allowed, or ask someone who has it.';
