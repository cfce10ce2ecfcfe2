import { request } from 'node:http';
import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clock } from '../clock';
import type { Target, TargetGroup } from './inventory';

/** The health of a target, by a real request to its health check path. */
export type HealthChecker = (targetGroup: TargetGroup, target: Target) => Promise<TargetHealth>;

/**
 * Checks a target on demand, if its last check is older than the target group's interval. AWS checks continuously and
 * needs several equal results; here one counts, so that idle targets cost nothing while the clock passes days.
 */
export function createHealthChecker(clock: Clock): HealthChecker {
  const lastChecks = new WeakMap<Target, { readonly at: number; readonly health: Promise<TargetHealth> }>();
  return (targetGroup, target) => {
    const last = lastChecks.get(target);
    if (last && clock.now() - last.at < targetGroup.healthCheck.intervalSeconds * 1000) return last.health;
    const health = check(targetGroup, target);
    lastChecks.set(target, { at: clock.now(), health });
    return health;
  };
}

function check({ healthCheck }: TargetGroup, target: Target): Promise<TargetHealth> {
  return new Promise((resolve) => {
    const unhealthy = (Reason: TargetHealth['Reason'], Description: string) =>
      resolve({ State: 'unhealthy', Reason, Description });
    const probe = request({
      host: target.id,
      port: target.port,
      path: healthCheck.path,
      agent: false,
      headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
      // Real time, because the target is real; the cloud's clock pauses during a call.
      timeout: healthCheck.timeoutSeconds * 1000,
    });
    probe.on('response', (response) => {
      response.resume();
      const code = response.statusCode ?? 0;
      if (matches(healthCheck.httpCode, code)) resolve({ State: 'healthy' });
      else unhealthy('Target.ResponseCodeMismatch', `Health checks failed with these codes: [${code}]`);
    });
    probe.on('timeout', () => {
      unhealthy('Target.Timeout', 'Request timed out');
      probe.destroy();
    });
    probe.on('error', () => unhealthy('Target.FailedHealthChecks', 'Health checks failed'));
    probe.end();
  });
}

function matches(httpCode: string, code: number): boolean {
  return httpCode.split(',').some((range) => {
    const [least, most = least] = range.split('-').map(Number);
    return least !== undefined && most !== undefined && code >= least && code <= most;
  });
}
