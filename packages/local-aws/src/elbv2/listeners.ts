import { isDeepStrictEqual } from 'node:util';
import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener as ListenerDescription,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import { resourceId } from './addressing';
import type { DataPlane } from './data-plane';
import type { Inventory, Listener, LoadBalancer } from './inventory';
import type { ListenerCertificateRules } from './listener-certificates';
import { carriedOver, checkPolicyFamily, readSettings } from './listener-settings';
import { notModelled, page, refuseOtherMembers } from './input';
import { newRuleArn } from './rules';
import { checkTags } from './tags';

/** AWS's default quota ("Quotas for your Application Load Balancers"). */
export const LISTENERS_PER_LOAD_BALANCER = 50;

/** The operations on listeners, and the deletion of a load balancer's listeners. */
export function createListeners(inventory: Inventory, rules: ListenerCertificateRules, dataPlane: DataPlane) {
  const remove = async (listener: Listener) => {
    inventory.listeners.delete(listener.arn);
    inventory.tags.delete(listener.arn);
    rules.changed(listener);
    await dataPlane.close(listener);
  };

  return {
    async CreateListener(input: CreateListenerInput): Promise<CreateListenerOutput> {
      const { LoadBalancerArn, Tags = [], ...settingsInput } = input;
      refuseOtherMembers(settingsInput, ['Port', 'Protocol', 'SslPolicy', 'Certificates', 'DefaultActions']);
      const loadBalancer = inventory.loadBalancer(LoadBalancerArn);
      if (loadBalancer.type === 'network') throw notModelled('listeners of Network Load Balancers');
      const siblings = inventory.listenersOf(loadBalancer);
      const settings = readSettings(settingsInput, loadBalancer, inventory);

      const existing = siblings.find(({ port }) => port === settings.port);
      if (existing) {
        if (!isDeepStrictEqual({ ...existing, ...settings }, existing)) throw duplicate(loadBalancer);
        return { Listeners: [describe(existing)] };
      }
      if (siblings.length >= LISTENERS_PER_LOAD_BALANCER) {
        throw new AwsError(
          'TooManyListeners',
          `The load balancer '${loadBalancer.arn}' has reached its limit of ${LISTENERS_PER_LOAD_BALANCER} listeners`,
        );
      }
      checkPolicyFamily(settings, siblings);
      if (settings.defaultCertificate) rules.checkUsable(settings.defaultCertificate);
      checkTags(Tags);

      const arn = `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${resourceId()}`;
      const ruleArn = newRuleArn(arn);
      const listener: Listener = { ...settings, arn, ruleArn, loadBalancer, certificateList: [], rules: [] };
      inventory.listeners.set(arn, listener);
      try {
        await dataPlane.open(listener);
      } catch (error) {
        inventory.listeners.delete(arn);
        throw error;
      }
      inventory.tags.set(arn, Tags);
      rules.changed(listener);
      return { Listeners: [describe(listener)] };
    },

    DescribeListeners(input: DescribeListenersInput): DescribeListenersOutput {
      const { LoadBalancerArn, ListenerArns = [] } = input;
      if (Boolean(LoadBalancerArn) === ListenerArns.length > 0) {
        throw new AwsError('ValidationError', 'Either a load balancer ARN or listener ARNs must be specified');
      }
      const listeners = LoadBalancerArn
        ? inventory.listenersOf(inventory.loadBalancer(LoadBalancerArn))
        : ListenerArns.map(inventory.listener);
      const { items, ...next } = page(listeners, input);
      return { Listeners: items.map(describe), ...next };
    },

    /** Changes the given settings only; a new default certificate does not change the certificate list. */
    async ModifyListener({ ListenerArn, ...changes }: ModifyListenerInput): Promise<ModifyListenerOutput> {
      refuseOtherMembers(changes, ['Port', 'Protocol', 'SslPolicy', 'Certificates', 'DefaultActions']);
      const listener = inventory.listener(ListenerArn);
      const { loadBalancer } = listener;
      const siblings = inventory.listenersOf(loadBalancer).filter((other) => other !== listener);
      const settings = readSettings(
        { ...carriedOver(listener, changes.Protocol), ...changes },
        loadBalancer,
        inventory,
      );
      if (siblings.some(({ port }) => port === settings.port)) throw duplicate(loadBalancer);
      checkPolicyFamily(settings, siblings);
      if (settings.defaultCertificate && settings.defaultCertificate !== listener.defaultCertificate) {
        rules.checkUsable(settings.defaultCertificate);
      }

      const moves = settings.port !== listener.port;
      if (moves) await dataPlane.close(listener);
      Object.assign(listener, settings, settings.protocol === 'HTTP' ? { certificateList: [] } : {});
      rules.changed(listener);
      if (moves) await dataPlane.open(listener);
      return { Listeners: [describe(listener)] };
    },

    async DeleteListener({ ListenerArn }: DeleteListenerInput) {
      await remove(inventory.listener(ListenerArn));
      return {};
    },

    removeAll: async (loadBalancer: LoadBalancer) => {
      await Promise.all(inventory.listenersOf(loadBalancer).map(remove));
      await dataPlane.release(loadBalancer);
    },
  };
}

function duplicate(loadBalancer: LoadBalancer): AwsError {
  return new AwsError(
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${loadBalancer.arn}'`,
  );
}

function describe(listener: Listener): ListenerDescription {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancer.arn,
    Port: listener.port,
    Protocol: listener.protocol,
    ...(listener.defaultCertificate ? { Certificates: [{ CertificateArn: listener.defaultCertificate }] } : {}),
    ...(listener.sslPolicy ? { SslPolicy: listener.sslPolicy } : {}),
    DefaultActions: [...listener.defaultActions],
    ...(listener.protocol === 'HTTPS' ? { MutualAuthentication: { Mode: 'off' } } : {}),
  };
}
