import type { Fault } from 'local-aws/faults/fault-plan';
import { between, pick, type Random } from 'local-aws/faults/random';

type Span = readonly [first: number, last: number];

/** The service's calls, and roughly how many of each a chaotic life has. */
const CALLS: readonly [string, string, Span][] = [
  ['acm', 'RequestCertificate', [1, 9]],
  ['acm', 'DescribeCertificate', [1, 80]],
  ['acm', 'ListCertificates', [1, 25]],
  ['acm', 'ListTagsForCertificate', [1, 80]],
  ['acm', 'AddTagsToCertificate', [1, 5]],
  ['acm', 'DeleteCertificate', [1, 4]],
  ['route53', 'ChangeResourceRecordSets', [1, 20]],
  ['route53', 'ListResourceRecordSets', [1, 60]],
  ['route53', 'ListHostedZones', [1, 30]],
  ['route53', 'GetHostedZone', [1, 5]],
  ['elasticloadbalancing', 'CreateListener', [1, 3]],
  ['elasticloadbalancing', 'ModifyListener', [1, 3]],
  ['elasticloadbalancing', 'AddListenerCertificates', [1, 10]],
  ['elasticloadbalancing', 'RemoveListenerCertificates', [1, 4]],
  ['elasticloadbalancing', 'DescribeListeners', [1, 50]],
  ['elasticloadbalancing', 'DescribeListenerCertificates', [1, 50]],
  ['elasticloadbalancing', 'DescribeLoadBalancers', [1, 50]],
  ['elasticloadbalancing', 'DescribeRules', [1, 3]],
  ['elasticloadbalancing', 'DescribeTargetGroups', [1, 3]],
  ['elasticloadbalancing', 'DescribeTags', [1, 2]],
  ['elasticloadbalancing', 'CreateRule', [1, 2]],
  ['elasticloadbalancing', 'RemoveTags', [1, 2]],
  ['elasticloadbalancing', 'DescribeAccountLimits', [1, 3]],
  ['dynamodb', 'UpdateItem', [1, 80]],
  ['dynamodb', 'PutItem', [1, 20]],
  ['dynamodb', 'GetItem', [1, 80]],
  ['dynamodb', 'Query', [1, 20]],
  ['dynamodb', 'DeleteItem', [1, 10]],
  ['dynamodb', 'Scan', [1, 12]],
  ['events', 'PutEvents', [1, 25]],
  ['sns', 'Publish', [1, 6]],
  ['s3', 'PutObject', [1, 12]],
  ['states', 'SendTaskSuccess', [1, 8]],
  ['states', 'StartExecution', [1, 30]],
  ['states', 'DescribeExecution', [1, 10]],
];

const CALL_FAULTS = [
  'throttled',
  'unavailable',
  'internal-error',
  'connection-reset',
  'connection-reset-after',
  'connection-reset-after',
  'internal-error-after',
  'internal-error-after',
  'stale-read',
  'refused',
] as const;

/** Errors specific to an operation. */
const REFUSALS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'route53:ChangeResourceRecordSets': ['PriorRequestNotComplete'],
  'elasticloadbalancing:AddListenerCertificates': ['CertificateNotFound', 'UnsupportedCertificate'],
  'elasticloadbalancing:CreateListener': ['CertificateNotFound', 'UnsupportedCertificate'],
  'elasticloadbalancing:ModifyListener': ['CertificateNotFound', 'UnsupportedCertificate'],
  'dynamodb:UpdateItem': ['ConditionalCheckFailedException', 'ProvisionedThroughputExceededException'],
  'dynamodb:PutItem': ['ProvisionedThroughputExceededException'],
  'sns:Publish': ['InternalErrorException', 'KMSThrottlingException', 'AuthorizationErrorException'],
};

/**
 * In a row: the SDK retries one, the step's retries cover three, twelve exhaust the workflow's first retriers, and the
 * longest is an outage that ends in a failure.
 */
const TIMES = [1, 1, 1, 1, 3, 3, 3, 12, 40, 150] as const;

/** The rules for events that AWS delivers at best effort. */
const BEST_EFFORT = ['*-certificate-available', '*-acm-events', '*-health-events'] as const;
const RULES = [
  ...BEST_EFFORT,
  '*-domain-requested',
  '*-domain-removal-requested',
  '*-daily-sweep',
  '*-execution-ended',
] as const;

const FUNCTIONS: readonly [string, Span][] = [
  ['checkDomain', [1, 8]],
  ['requestCertificate', [1, 8]],
  ['writeValidationRecords', [1, 10]],
  ['waitForIssued', [1, 10]],
  ['diagnoseIssuance', [1, 5]],
  ['resumeIssuance', [1, 10]],
  ['attachCertificate', [1, 10]],
  ['writeAliasRecords', [1, 8]],
  ['moveAliasRecords', [1, 2]],
  ['verifyHttps', [1, 8]],
  ['replaceRecords', [1, 2]],
  ['redirectHttp', [1, 2]],
  ['publishOutcome', [1, 8]],
  ['notifyFailure', [1, 3]],
  ['receiveCertificateEvent', [1, 30]],
  ['acquireLock', [1, 30]],
  ['assessCertificate', [1, 40]],
  ['notifyHealthIssue', [1, 20]],
  ['recordReattachment', [1, 2]],
  ['publishRenewed', [1, 5]],
  ['requestReplacement', [1, 3]],
  ['attachReplacement', [1, 3]],
  ['verifyReplacement', [1, 5]],
  ['detachCertificate', [1, 4]],
  ['deleteCertificate', [1, 4]],
  ['publishReplaced', [1, 2]],
  ['checkRemoval', [1, 5]],
  ['deleteAliasRecords', [1, 3]],
  ['deleteValidationRecords', [1, 3]],
  ['publishRemovalOutcome', [1, 3]],
  ['restoreRecords', [1, 2]],
  ['publishRollbackOutcome', [1, 2]],
  ['assessBatch', [1, 14]],
  ['checkMassChange', [1, 12]],
  ['startReconciliations', [1, 12]],
  ['publishInventory', [1, 12]],
  ['publishInventoryPage', [1, 12]],
];

/** Draws the faults of one life, independent of each other, so that one can be omitted without moving the others. */
export function drawFaults(random: Random): Fault[] {
  const faults = Array.from({ length: between(random, 6, 22) }, () => {
    const dice = random();
    return dice < 0.6 ? callFault(random) : dice < 0.75 ? eventFault(random) : functionFault(random);
  });
  // Rare, because it takes five seconds of real time until the client gives up.
  if (random() < 0.1) faults.push({ ...anyCall(random), fault: 'time-out' });
  return faults;
}

const anyOf = <T>(random: Random, [first, ...others]: readonly T[]): T => pick(random, [first as T, ...others]);

function anyCall(random: Random) {
  const [service, operation, [first, last]] = anyOf(random, CALLS);
  return { at: 'call', service, operation, nth: between(random, first, last) } as const;
}

function callFault(random: Random): Fault {
  const call = anyCall(random);
  const fault = pick(random, CALL_FAULTS);
  const times = pick(random, TIMES);
  if (fault !== 'refused') return { ...call, times, fault };
  const codes = REFUSALS[`${call.service}:${call.operation}`];
  return codes ? { ...call, times, fault, code: pick(random, codes) } : { ...call, times, fault: 'throttled' };
}

function eventFault(random: Random): Fault {
  const nth = between(random, 1, 12);
  const times = pick(random, [1, 1, 2, 4]);
  const dice = random();
  if (dice < 0.3) return { at: 'event', rule: pick(random, BEST_EFFORT), nth, times, fault: 'lost' };
  const rule = pick(random, RULES);
  if (dice < 0.5) return { at: 'event', rule, nth, times, fault: 'duplicated', seconds: between(random, 1, 600) };
  if (dice < 0.7) return { at: 'event', rule, nth, times, fault: 'delayed', seconds: between(random, 1, 7_200) };
  return { at: 'event', rule, nth, times, fault: pick(random, ['target-throttled', 'undeliverable']) };
}

function functionFault(random: Random): Fault {
  const [name, [first, last]] = anyOf(random, FUNCTIONS);
  return {
    at: 'function',
    function: `*-${name}`,
    nth: between(random, first, last),
    times: pick(random, [1, 1, 1, 2, 4]),
    fault: pick(random, [
      'throttled',
      'unavailable',
      'cold-start',
      'crash-before',
      'crash-after',
      'crash-after',
      'time-out-before',
      'time-out-after',
    ]),
  };
}
