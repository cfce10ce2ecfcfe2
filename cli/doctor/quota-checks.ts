import type { ListedCertificate } from '../../shared/ports/certificates';
import type { LoadBalancer } from '../../shared/ports/load-balancers';
import { certificatesOn } from '../../shared/preflight/find-target';
import { isApplicationLoadBalancer } from '../../shared/domain/target/load-balancer';
import { TargetNotFoundError } from '../../shared/errors';
import { EARLIEST_SWEEP_ID, type Deployment } from '../aws/deployment';
import { certificateQuotas, quotaText, type Quota } from '../quotas';
import { ok, type Finding, type HealthCheck } from './health-check';

/** The share of a quota from which it should be raised. */
const WARNING_SHARE = 0.8;
const YEAR = 365 * 86_400_000;

/** Certificates that ACM has issued; expired and revoked ones count, imported ones have a quota of their own. */
const issued = (listed: readonly ListedCertificate[]) => listed.filter(({ type }) => type === 'AMAZON_ISSUED');

/** How many certificates ACM has issued. */
export const certificateQuota: HealthCheck = async ({ certificates, serviceQuotas }) => {
  const { length } = issued(await certificates.list());
  const { certificates: quota } = await certificateQuotas(serviceQuotas);
  const advice =
    'Have the quota "ACM certificates" raised in Service Quotas, or delete certificates that are no longer needed; expired ones count too.';
  return quotaFinding(length, quota, 'in the Region', advice);
};

/** How many certificates ACM has created in a year. */
export const yearlyQuota: HealthCheck = async ({ certificates, serviceQuotas }) => {
  const since = new Date(Date.now() - YEAR).toISOString();
  const recent = issued(await certificates.list()).filter(({ createdAt = '' }) => createdAt >= since);
  const { createdInYear } = await certificateQuotas(serviceQuotas);
  const advice = 'Have the quota "ACM certificates created in last 365 days" raised in Service Quotas.';
  return quotaFinding(
    recent.length,
    createdInYear,
    'created in the last 365 days, without those deleted since',
    advice,
  );
};

function quotaFinding(used: number, quota: Quota, where: string, advice: string): Finding {
  const found = quotaText(used, quota, where);
  return used < WARNING_SHARE * quota.value ? ok(found) : { status: 'warning', found, advice };
}

/** How full the default load balancer is, and each one that had a managed certificate at the last sweep. */
export const loadBalancerQuota: HealthCheck = async (deployment, onProgress) => {
  const all = await loadBalancersOf(deployment);
  if (all.length === 0) return ok('no managed certificate is on a load balancer yet');
  const usages: { readonly text: string; readonly isNear: boolean }[] = [];
  for (const { loadBalancerArn, name } of all) {
    onProgress(`load balancer ${name}, ${usages.length + 1} of ${all.length}`);
    const listeners = await deployment.loadBalancers.listeners(loadBalancerArn);
    const { used } = await certificatesOn(listeners, deployment.loadBalancers);
    const quota = await deployment.loadBalancers.certificateQuota();
    usages.push({ text: `${used} of ${quota} certificates on ${name}`, isNear: used >= WARNING_SHARE * quota });
  }
  const near = usages.filter(({ isNear }) => isNear);
  const found = (near.length > 0 ? near : usages).map(({ text }) => text).join(', ');
  if (near.length === 0) return ok(found);
  const advice =
    'Have "Certificates per Application Load Balancer" raised in Service Quotas, or put several names on one certificate.';
  return { status: 'warning', found, advice };
};

async function loadBalancersOf({ policy, certificateStates, loadBalancers }: Deployment): Promise<LoadBalancer[]> {
  const managed = (await certificateStates.listSweepResults(EARLIEST_SWEEP_ID)).filter(({ isManaged }) => isManaged);
  const used = managed.flatMap(({ usedBy }) => usedBy).filter(isApplicationLoadBalancer);
  const found = new Map<string, LoadBalancer>();
  if (policy.defaultLoadBalancer !== undefined) {
    const byDefault = await loadBalancers.find(policy.defaultLoadBalancer);
    found.set(byDefault.loadBalancerArn, byDefault);
  }
  for (const arn of new Set(used)) {
    if (found.has(arn)) continue;
    try {
      found.set(arn, await loadBalancers.find(arn));
    } catch (error) {
      // Deleted since the sweep, so it has no certificates.
      if (!(error instanceof TargetNotFoundError)) throw error;
    }
  }
  return [...found.values()];
}
