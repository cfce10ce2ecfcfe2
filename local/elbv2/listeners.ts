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
import { readDefaultActions } from './default-actions';
import type { Inventory, Listener, LoadBalancer } from './inventory';
import { soleCertificateArn } from './listener-certificate-rules';
import type { ListenerCertificateRules } from './listener-certificates';
import { notModelled, refuseOtherMembers } from './not-modelled';
import { page } from './page';
import { DEFAULT_SECURITY_POLICY, securityPolicy } from './security-policies';
import { checkTags } from './tags';
import { within } from './target-groups';

export const LISTENERS_PER_LOAD_BALANCER = 50;

type Settings = Pick<Listener, 'port' | 'protocol' | 'sslPolicy' | 'defaultCertificate' | 'defaultActions'>;

/** What CreateListener and ModifyListener have in common, and how AWS describes it. */
type SettingsInput = Pick<CreateListenerInput, 'Port' | 'Protocol' | 'SslPolicy' | 'Certificates' | 'DefaultActions'>;

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
      const settings = readSettings(settingsInput, loadBalancer);

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
      const ruleArn = `${arn.replace(':listener/', ':listener-rule/')}/${resourceId()}`;
      const listener: Listener = { ...settings, arn, ruleArn, loadBalancer, certificateList: [] };
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

    /** Changes what is given and leaves the rest; a new default certificate leaves the certificate list untouched. */
    async ModifyListener({ ListenerArn, ...changes }: ModifyListenerInput): Promise<ModifyListenerOutput> {
      refuseOtherMembers(changes, ['Port', 'Protocol', 'SslPolicy', 'Certificates', 'DefaultActions']);
      const listener = inventory.listener(ListenerArn);
      const { loadBalancer } = listener;
      const siblings = inventory.listenersOf(loadBalancer).filter((other) => other !== listener);
      const settings = readSettings({ ...carriedOver(listener, changes.Protocol), ...changes }, loadBalancer);
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

  function readSettings(input: SettingsInput, loadBalancer: LoadBalancer): Settings {
    const port = within('Port', input.Port, 1, 65_535);
    const protocol = input.Protocol;
    if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
      throw new AwsError(
        'UnsupportedProtocol',
        `Protocol '${protocol}' is not supported by Application Load Balancers`,
      );
    }
    const defaultActions = readDefaultActions(input.DefaultActions ?? [], protocol, loadBalancer, inventory);
    if (protocol === 'HTTP') {
      if (input.SslPolicy) {
        throw new AwsError('ValidationError', 'An SSL policy cannot be specified for HTTP listeners');
      }
      if (input.Certificates?.length) {
        throw new AwsError('ValidationError', 'A certificate cannot be specified for HTTP listeners');
      }
      return { port, protocol, sslPolicy: undefined, defaultCertificate: undefined, defaultActions };
    }
    if (!input.Certificates?.length) {
      throw new AwsError('ValidationError', 'A certificate must be specified for HTTPS listeners');
    }
    const { name: sslPolicy } = securityPolicy(input.SslPolicy ?? DEFAULT_SECURITY_POLICY);
    return { port, protocol, sslPolicy, defaultCertificate: soleCertificateArn(input.Certificates), defaultActions };
  }
}

/**
 * The secure listeners of one load balancer must have compatible policies, and classic and post-quantum ones are not ("Security
 * policies for your Application Load Balancer"). That the error is this one is an inference from the API's list.
 */
function checkPolicyFamily(settings: Settings, siblings: readonly Listener[]): void {
  const { sslPolicy } = settings;
  if (!sslPolicy) return;
  const { postQuantum } = securityPolicy(sslPolicy);
  const other = siblings.find(
    (sibling) => sibling.sslPolicy && securityPolicy(sibling.sslPolicy).postQuantum !== postQuantum,
  );
  if (other) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `SSL policy '${sslPolicy}' is not compatible with '${other.sslPolicy}' of listener '${other.arn}'`,
    );
  }
}

/** A listener's present settings as the input that would leave them; TLS settings end where the listener turns to HTTP. */
function carriedOver(listener: Listener, protocol: string = listener.protocol): SettingsInput {
  const { defaultCertificate, sslPolicy } = listener;
  return {
    Port: listener.port,
    Protocol: listener.protocol,
    DefaultActions: [...listener.defaultActions],
    ...(protocol === 'HTTPS' && defaultCertificate
      ? { SslPolicy: sslPolicy, Certificates: [{ CertificateArn: defaultCertificate }] }
      : {}),
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
