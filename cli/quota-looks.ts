import { isApplicationLoadBalancer } from '../shared/domain/target/load-balancer';
import { TargetNotFoundError } from '../shared/errors';
import type { ListedCertificate } from '../shared/ports/certificates';
import type { LoadBalancer } from '../shared/ports/load-balancers';
import { certificatesOn } from '../shared/preflight/find-target';
import type { Deployment } from './aws/deployment';
import { certificateQuotas } from './certificate-quotas';
import { EVER } from './ever';
import { type Quota, quotaWords } from './quota';
import { type Examine, type Finding, good } from './symptom';

/** The share of a quota from which it is time to have it raised. */
const NEAR = 0.8;
const YEAR = 365 * 86_400_000;

/** Certificates that ACM has issued; expired and revoked ones count, imported ones have a quota of their own. */
const issued = (listed: readonly ListedCertificate[]) => listed.filter(({ type }) => type === 'AMAZON_ISSUED');

/** How many certificates ACM may have. */
export const certificateQuota: Examine = async ({ certificates, serviceQuotas }) => {
  const { length } = issued(await certificates.list());
  const { certificates: quota } = await certificateQuotas(serviceQuotas);
  const advice =
    'Have the quota "ACM certificates" raised in Service Quotas, or delete certificates that nobody needs; expired ones count too.';
  return judged(length, quota, 'in the Region', advice);
};

/** How many certificates may be created in a year. */
export const yearlyQuota: Examine = async ({ certificates, serviceQuotas }) => {
  const since = new Date(Date.now() - YEAR).toISOString();
  const recent = issued(await certificates.list()).filter(({ createdAt = '' }) => createdAt >= since);
  const { createdInYear } = await certificateQuotas(serviceQuotas);
  const advice = 'Have the quota "ACM certificates created in last 365 days" raised in Service Quotas.';
  return judged(recent.length, createdInYear, 'created in the last 365 days, without those deleted since', advice);
};

function judged(used: number, quota: Quota, where: string, advice: string): Finding {
  const found = quotaWords(used, quota, where);
  return used < NEAR * quota.value ? good(found) : { state: 'watch', found, advice };
}

/** How full the load balancers are: the default one, and all that a managed certificate stood on at the last sweep. */
export const loadBalancerQuota: Examine = async (deployment, looking) => {
  const all = await loadBalancersOf(deployment);
  if (all.length === 0) return good('no managed certificate is on a load balancer yet');
  const rooms: { readonly words: string; readonly isNear: boolean }[] = [];
  for (const { loadBalancerArn, name } of all) {
    looking(`load balancer ${name}, ${rooms.length + 1} of ${all.length}`);
    const listeners = await deployment.loadBalancers.listeners(loadBalancerArn);
    const { used } = await certificatesOn(listeners, deployment.loadBalancers);
    const quota = await deployment.loadBalancers.certificateQuota();
    rooms.push({ words: `${used} of ${quota} certificates on ${name}`, isNear: used >= NEAR * quota });
  }
  const near = rooms.filter(({ isNear }) => isNear);
  const found = (near.length > 0 ? near : rooms).map(({ words }) => words).join(', ');
  if (near.length === 0) return good(found);
  const advice =
    'Have "Certificates per Application Load Balancer" raised in Service Quotas, or put several names on one certificate.';
  return { state: 'watch', found, advice };
};

async function loadBalancersOf({ policy, certificateStates, loadBalancers }: Deployment): Promise<LoadBalancer[]> {
  const managed = (await certificateStates.swept(EVER)).filter(({ isManaged }) => isManaged);
  const used = managed.flatMap(({ usedBy }) => usedBy).filter(isApplicationLoadBalancer);
  const found = new Map<string, LoadBalancer>();
  if (policy.defaultLoadBalancer !== undefined) {
    const standard = await loadBalancers.find(policy.defaultLoadBalancer);
    found.set(standard.loadBalancerArn, standard);
  }
  for (const arn of new Set(used)) {
    if (found.has(arn)) continue;
    try {
      found.set(arn, await loadBalancers.find(arn));
    } catch (error) {
      // Deleted since the sweep: nothing is on it any more.
      if (!(error instanceof TargetNotFoundError)) throw error;
    }
  }
  return [...found.values()];
}
