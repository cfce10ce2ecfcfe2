import type { PlannedAlias } from '../../shared/preflight/plan-aliases';
import type { CheckedRequest } from './read-request';
import { type RecordChange, type RecordSet, recordSetText } from '../../shared/domain/dns/record-change';
import { httpListener, sslPolicyFor } from '../../shared/domain/target/load-balancer';
import type { Target } from '../../shared/steps';
import type { Findings } from './check-request';
import type { PlannedChange } from './plan';

/** What the later steps of a request would create, change and keep, in their order. */
export const plannedChanges = (request: CheckedRequest, findings: Findings): PlannedChange[] => [
  certificateChange(request, findings),
  ...findings.validation,
  attachmentChange(findings),
  ...findings.aliases.map((alias) => aliasChange(alias, findings.target)),
  ...findings.recordChanges.flatMap(recordSetChanges),
  ...redirectChange(request, findings),
];

const certificateChange = ({ keyAlgorithm }: CheckedRequest, { reusable }: Findings): PlannedChange =>
  reusable === undefined
    ? { action: 'create', resource: 'certificate', description: `${keyAlgorithm}, requested from ACM` }
    : { action: 'keep', resource: 'certificate', description: reusable };

function attachmentChange({ target, listeners, served, reusable }: Findings): PlannedChange {
  const { listenerArn, targetGroupArn, defaultAction, copyRulesFrom } = target;
  if (listenerArn === undefined) {
    const does = [
      targetGroupArn && `forwards to ${targetGroupArn}`,
      defaultAction && `answers ${defaultAction}`,
      copyRulesFrom && `has the rules of ${copyRulesFrom}`,
    ];
    return {
      action: 'create',
      resource: 'listener',
      description: `HTTPS:443, ${sslPolicyFor(listeners)}, ${does.filter(Boolean).join(', ')}`,
    };
  }
  const isAttached = served.some(({ certificateArn }) => certificateArn === reusable);
  return {
    action: isAttached ? 'keep' : 'create',
    resource: 'attachment',
    description: `the certificate on ${listenerArn}`,
  };
}

const aliasChange = (alias: PlannedAlias, { dnsName }: Target): PlannedChange => {
  const keeps = alias.exists ? alias.keeps : undefined;
  return {
    action: alias.exists ? 'keep' : 'create',
    resource: 'record',
    description:
      keeps === undefined
        ? `${alias.name} ${alias.type} alias to ${dnsName} in ${alias.zoneId}`
        : `${alias.name} ${keeps} in ${alias.zoneId}, which reaches ${dnsName}`,
  };
};

/** What is deleted first: both are one batch. */
const recordSetChanges = ({ zoneId, name, deleted, created }: RecordChange): PlannedChange[] => [
  ...deleted.map((record) => recordSetChange('delete', zoneId, name, record)),
  ...created.map((record) => recordSetChange('create', zoneId, name, record)),
];

const recordSetChange = (
  action: 'delete' | 'create',
  zoneId: string,
  name: string,
  record: RecordSet,
): PlannedChange => ({ action, resource: 'record', description: `${name} ${recordSetText(record)} in ${zoneId}` });

function redirectChange({ redirectHttp }: CheckedRequest, { listeners }: Findings): PlannedChange[] {
  const http = httpListener(listeners);
  if (!redirectHttp || !http) return [];
  // The checks have refused any other redirect.
  const action = http.redirect ? 'keep' : 'change';
  return [{ action, resource: 'listener', description: `HTTP:80 redirects to HTTPS (${http.listenerArn})` }];
}
