import type { ListenerRule } from '../../shared/domain/target/listener-rule';
import type { Listener } from '../../shared/domain/target/load-balancer';
import type { TargetGroup } from '../../shared/domain/target/target-group';
import {
  CertificateNotUsableError,
  DefaultCertificateError,
  ListenerFullError,
  TargetNotFoundError,
} from '../../shared/errors';
import type { ListenerCertificate, LoadBalancer, LoadBalancers } from '../../shared/ports/load-balancers';
import { aRedirect } from '../builders/document';
import type { Journal } from './journal';

interface HeldListener {
  readonly loadBalancerArn: string;
  listener: Listener;
  readonly certificates: ListenerCertificate[];
  readonly rules: ListenerRule[];
}

/**
 * Elastic Load Balancing in memory: one listener per port, a default and an SNI list, a quota that does not count defaults.
 *
 * @param knows whether ELB finds the certificate, which it does not just after issuance
 */
export function fakeLoadBalancers(journal: Journal, knows: (certificateArn: string) => boolean) {
  const loadBalancers = new Map<string, LoadBalancer>();
  const listeners = new Map<string, HeldListener>();
  const tags = new Map<string, Readonly<Record<string, string>>>();
  const targetGroups = new Map<string, TargetGroup>();
  let quota = 25;

  const of = (loadBalancerArn: string) =>
    [...listeners.values()].filter((each) => each.loadBalancerArn === loadBalancerArn);
  const must = (listenerArn: string) => {
    const held = listeners.get(listenerArn);
    if (!held) throw new TargetNotFoundError(`The listener ${listenerArn} does not exist in this account and Region`);
    return held;
  };
  const requireKnown = (certificateArn: string) => {
    if (!knows(certificateArn)) throw new CertificateNotUsableError(`UnsupportedCertificate for ${certificateArn}`);
  };

  const ports: LoadBalancers = {
    async find(nameOrArn) {
      journal.read(`loadBalancers.find ${nameOrArn}`);
      const found = [...loadBalancers.values()].find(
        ({ loadBalancerArn, name }) => nameOrArn === loadBalancerArn || nameOrArn === name,
      );
      if (found) return found;
      throw new TargetNotFoundError(`The load balancer ${nameOrArn} does not exist in this account and Region`);
    },
    async listener(listenerArn) {
      journal.read(`loadBalancers.listener ${listenerArn}`);
      const { listener, loadBalancerArn } = must(listenerArn);
      return { ...listener, loadBalancerArn };
    },
    async listeners(loadBalancerArn) {
      journal.read(`loadBalancers.listeners ${loadBalancerArn}`);
      return of(loadBalancerArn).map(({ listener }) => listener);
    },
    async rules(listenerArn) {
      journal.read(`loadBalancers.rules ${listenerArn}`);
      return [...must(listenerArn).rules];
    },
    async targetGroup(targetGroupArn) {
      journal.read(`loadBalancers.targetGroup ${targetGroupArn}`);
      const found = targetGroups.get(targetGroupArn);
      if (found) return found;
      throw new TargetNotFoundError(`The target group ${targetGroupArn} does not exist`);
    },
    async certificates(listenerArn) {
      journal.read(`loadBalancers.certificates ${listenerArn}`);
      return [...must(listenerArn).certificates];
    },
    async listTags(arns) {
      journal.read(`loadBalancers.listTags ${arns.join(' ')}`);
      return Object.assign({}, ...arns.map((arn) => tags.get(arn))) as Record<string, string>;
    },
    async certificateQuota() {
      journal.read('loadBalancers.certificateQuota');
      return quota;
    },
    async createHttpsListener({ loadBalancerArn, certificateArn, sslPolicy, defaultAction, tags: added = {} }) {
      const forwardsTo = 'forwardTo' in defaultAction ? defaultAction.forwardTo : undefined;
      journal.change(`loadBalancers.createHttpsListener ${loadBalancerArn} ${sslPolicy} ${forwardsTo ?? '404'}`);
      if (of(loadBalancerArn).some(({ listener }) => listener.port === 443)) return undefined;
      requireKnown(certificateArn);
      const listener = { port: 443, protocol: 'HTTPS', sslPolicy, forwardsTo };
      const listenerArn = addListener(loadBalancerArn, listener, certificateArn);
      tags.set(listenerArn, added);
      return listenerArn;
    },
    async addCertificate(listenerArn, certificateArn) {
      journal.change(`loadBalancers.addCertificate ${listenerArn} ${certificateArn}`);
      const { certificates, loadBalancerArn } = must(listenerArn);
      if (certificates.some((each) => !each.isDefault && each.certificateArn === certificateArn)) return;
      requireKnown(certificateArn);
      const listed = of(loadBalancerArn).flatMap((each) => each.certificates.filter(({ isDefault }) => !isDefault));
      if (listed.length >= quota) throw new ListenerFullError('TooManyCertificates');
      certificates.push({ certificateArn, isDefault: false });
    },
    async setDefaultCertificate(listenerArn, certificateArn) {
      journal.change(`loadBalancers.setDefaultCertificate ${listenerArn} ${certificateArn}`);
      const { certificates } = must(listenerArn);
      requireKnown(certificateArn);
      const defaultIndex = certificates.findIndex(({ isDefault }) => isDefault);
      certificates.splice(Math.max(defaultIndex, 0), defaultIndex === -1 ? 0 : 1, { certificateArn, isDefault: true });
    },
    async removeCertificate(listenerArn, certificateArn) {
      journal.change(`loadBalancers.removeCertificate ${listenerArn} ${certificateArn}`);
      const { certificates } = must(listenerArn);
      const at = certificates.findIndex((each) => !each.isDefault && each.certificateArn === certificateArn);
      if (at !== -1) certificates.splice(at, 1);
      else if (certificates.some((each) => each.certificateArn === certificateArn))
        throw new DefaultCertificateError(`${certificateArn} is the default of ${listenerArn}`);
    },
    async createRule(listenerArn, rule) {
      journal.change(`loadBalancers.createRule ${listenerArn} ${rule.priority}`);
      const { rules } = must(listenerArn);
      if (rules.some(({ priority }) => priority === rule.priority)) return false;
      rules.push(rule);
      return true;
    },
    async ruleQuota() {
      journal.read('loadBalancers.ruleQuota');
      return 100;
    },
    async removeTag(listenerArn, key) {
      journal.change(`loadBalancers.removeTag ${listenerArn} ${key}`);
      const { [key]: _removed, ...others } = tags.get(listenerArn) ?? {};
      tags.set(listenerArn, others);
    },
    async setDefaultAction(listenerArn, action) {
      journal.change(`loadBalancers.setDefaultAction ${listenerArn} ${JSON.stringify(action)}`);
      must(listenerArn);
    },
    async redirectToHttps(listenerArn) {
      journal.change(`loadBalancers.redirectToHttps ${listenerArn}`);
      const held = must(listenerArn);
      const { forwardsTo: _removed, ...listener } = held.listener;
      held.listener = { ...listener, redirect: aRedirect() };
    },
  };

  const addListener = (
    loadBalancerArn: string,
    listener: Omit<Listener, 'listenerArn'>,
    defaultCertificateArn?: string,
  ) => {
    const listenerArn = `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${listener.port}`;
    listeners.set(listenerArn, {
      loadBalancerArn,
      listener: { ...listener, listenerArn },
      certificates: defaultCertificateArn ? [{ certificateArn: defaultCertificateArn, isDefault: true }] : [],
      rules: [],
    });
    return listenerArn;
  };

  return {
    ...ports,
    add: (loadBalancer: LoadBalancer) => void loadBalancers.set(loadBalancer.loadBalancerArn, loadBalancer),
    addTargetGroup: (targetGroup: TargetGroup) => void targetGroups.set(targetGroup.targetGroupArn, targetGroup),
    addListener,
    addRule: (listenerArn: string, rule: Partial<ListenerRule> & Pick<ListenerRule, 'priority'>) =>
      void must(listenerArn).rules.push({ actions: [{ type: 'forward', definition: {} }], definition: {}, ...rule }),
    tag: (arn: string, added: Readonly<Record<string, string>>) => void tags.set(arn, { ...tags.get(arn), ...added }),
    remove: (loadBalancerArn: string) => void loadBalancers.delete(loadBalancerArn),
    removeListener: (listenerArn: string) => void listeners.delete(listenerArn),
    /** Sets the quota of a load balancer, not counting its defaults. */
    limitTo: (certificates: number) => void (quota = certificates),
    /** The load balancers that use a certificate. */
    using: (certificateArn: string) => [
      ...new Set(
        [...listeners.values()]
          .filter(({ certificates }) => certificates.some((each) => each.certificateArn === certificateArn))
          .map(({ loadBalancerArn }) => loadBalancerArn),
      ),
    ],
    /** Every certificate that the load balancer serves on a port, its default first. */
    served: (dnsName: string, port = 443) => {
      const found = [...loadBalancers.values()].find((each) => each.dnsName === dnsName);
      return of(found?.loadBalancerArn ?? '')
        .filter(({ listener }) => listener.port === port && listener.protocol === 'HTTPS')
        .flatMap(({ certificates }) => certificates);
    },
  };
}
