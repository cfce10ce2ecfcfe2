import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DescribeAccountLimitsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
  paginateDescribeListenerCertificates,
  paginateDescribeListeners,
  paginateDescribeRules,
  type Action,
  type Listener as ListenerDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LEAST_CERTIFICATE_QUOTA, type Listener } from '../domain/listener';
import { DefaultCertificateError, TargetNotFoundError, TargetNotUsableError } from '../errors';
import { callAws, callAwsPages } from './call-aws';
import { clientOptions } from './client-options';
import { certificateErrors, gone } from './elb-errors';

/** A load balancer as a target. */
export interface LoadBalancer {
  readonly loadBalancerArn: string;
  readonly name: string;
  readonly type: string;
  readonly scheme: string;
  /** Lower case. */
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly ipAddressType: string;
}

/** A certificate in a listener's list. The default may stand in the list a second time. */
export interface ListenerCertificate {
  readonly certificateArn: string;
  readonly isDefault: boolean;
}

/** A rule of a listener that stands before its default action. */
export interface ListenerRule {
  readonly redirectsToHttps: boolean;
}

/** The load balancers of the account in this Region, and what their listeners serve. */
export interface LoadBalancers {
  /** @throws TargetNotFoundError */
  find(nameOrArn: string): Promise<LoadBalancer>;
  /** @throws TargetNotFoundError */
  listener(listenerArn: string): Promise<Listener & { readonly loadBalancerArn: string }>;
  /** @throws TargetNotFoundError */
  listeners(loadBalancerArn: string): Promise<Listener[]>;
  /**
   * The rules of the listener besides its default action, which is used for what none of them takes.
   * @throws TargetNotFoundError
   */
  rules(listenerArn: string): Promise<ListenerRule[]>;
  /**
   * @throws TargetNotFoundError when there is no such target group
   * @throws TargetNotUsableError when an HTTPS listener cannot forward to it
   */
  requireTargetGroup(targetGroupArn: string): Promise<void>;
  /** @throws TargetNotFoundError */
  certificates(listenerArn: string): Promise<ListenerCertificate[]>;
  /** How many certificates a load balancer may have besides its listeners' defaults. */
  certificateQuota(): Promise<number>;
  /**
   * Creates HTTPS:443 with the certificate as its default. Undefined when somebody else created the listener meanwhile.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   * @throws TargetNotUsableError when the load balancer cannot have such a listener
   */
  createHttpsListener(listener: {
    readonly loadBalancerArn: string;
    readonly certificateArn: string;
    readonly sslPolicy: string;
    readonly targetGroupArn: string;
  }): Promise<string | undefined>;
  /**
   * Adds the certificate to the listener's list; already there is success.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  addCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Makes it the listener's default certificate; the list stays as it is.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  setDefaultCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Takes the certificate off the listener's list; not there is success.
   * @throws DefaultCertificateError, TargetNotFoundError
   */
  removeCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /** Makes the listener answer every request with a permanent redirect to HTTPS. */
  redirectToHttps(listenerArn: string): Promise<void>;
}

/** Elastic Load Balancing as the SDK reaches it. */
export function elbLoadBalancers(client = new ElasticLoadBalancingV2Client(clientOptions)): LoadBalancers {
  return {
    async find(nameOrArn) {
      const action = `elasticloadbalancing:DescribeLoadBalancers ${nameOrArn}`;
      const by = nameOrArn.startsWith('arn:') ? { LoadBalancerArns: [nameOrArn] } : { Names: [nameOrArn] };
      const unknown = (cause: Error) =>
        new TargetNotFoundError(`There is no load balancer ${nameOrArn} in this account and Region`, { cause });
      const { LoadBalancers = [] } = await callAws(action, client.send(new DescribeLoadBalancersCommand(by)), {
        LoadBalancerNotFoundException: unknown,
        ValidationError: unknown,
      });
      const [found] = LoadBalancers;
      if (!found) throw new TargetNotFoundError(`There is no load balancer ${nameOrArn} in this account and Region`);
      return {
        loadBalancerArn: found.LoadBalancerArn ?? '',
        name: found.LoadBalancerName ?? '',
        type: found.Type ?? '',
        scheme: found.Scheme ?? '',
        dnsName: (found.DNSName ?? '').toLowerCase(),
        canonicalHostedZoneId: found.CanonicalHostedZoneId ?? '',
        ipAddressType: found.IpAddressType ?? 'ipv4',
      };
    },

    async listener(listenerArn) {
      const unknown = (cause?: Error) =>
        new TargetNotFoundError(`There is no listener ${listenerArn} in this account and Region`, { cause });
      const { Listeners = [] } = await callAws(
        `elasticloadbalancing:DescribeListeners ${listenerArn}`,
        client.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] })),
        { ListenerNotFoundException: unknown, ValidationError: unknown },
      );
      const [found] = Listeners;
      if (!found) throw unknown();
      return { ...listenerOf(found), loadBalancerArn: found.LoadBalancerArn ?? '' };
    },

    async listeners(loadBalancerArn) {
      const listeners: Listener[] = [];
      const action = `elasticloadbalancing:DescribeListeners ${loadBalancerArn}`;
      const pages = paginateDescribeListeners({ client }, { LoadBalancerArn: loadBalancerArn });
      for await (const page of callAwsPages(action, pages, { LoadBalancerNotFoundException: gone(action) })) {
        listeners.push(...(page.Listeners ?? []).map(listenerOf));
      }
      return listeners;
    },

    async rules(listenerArn) {
      const rules: ListenerRule[] = [];
      const action = `elasticloadbalancing:DescribeRules ${listenerArn}`;
      const pages = paginateDescribeRules({ client }, { ListenerArn: listenerArn });
      for await (const page of callAwsPages(action, pages, { ListenerNotFoundException: gone(action) })) {
        const besides = (page.Rules ?? []).filter(({ IsDefault }) => !IsDefault);
        rules.push(...besides.map(({ Actions }) => ({ redirectsToHttps: redirectsToHttps(Actions) })));
      }
      return rules;
    },

    async requireTargetGroup(targetGroupArn) {
      const unknown = (cause: Error) =>
        new TargetNotFoundError(`There is no target group ${targetGroupArn} in this account and Region`, { cause });
      const { TargetGroups: [found] = [] } = await callAws(
        `elasticloadbalancing:DescribeTargetGroups ${targetGroupArn}`,
        client.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroupArn] })),
        { TargetGroupNotFoundException: unknown, ValidationError: unknown },
      );
      const protocol = found?.Protocol ?? 'none';
      if (protocol === 'HTTP' || protocol === 'HTTPS') return;
      throw new TargetNotUsableError(
        `target.targetGroupArn: ${targetGroupArn} has protocol ${protocol}, and an HTTPS listener forwards to HTTP or HTTPS`,
      );
    },

    async certificates(listenerArn) {
      const certificates: ListenerCertificate[] = [];
      const pages = paginateDescribeListenerCertificates({ client }, { ListenerArn: listenerArn });
      const action = `elasticloadbalancing:DescribeListenerCertificates ${listenerArn}`;
      for await (const page of callAwsPages(action, pages, { ListenerNotFoundException: gone(action) })) {
        for (const { CertificateArn = '', IsDefault = false } of page.Certificates ?? []) {
          certificates.push({ certificateArn: CertificateArn, isDefault: IsDefault });
        }
      }
      return certificates;
    },

    async certificateQuota() {
      const { Limits = [] } = await callAws(
        'elasticloadbalancing:DescribeAccountLimits',
        client.send(new DescribeAccountLimitsCommand({})),
      );
      const limit = Limits.find(({ Name }) => Name === 'certificates-per-application-load-balancer');
      return Number(limit?.Max ?? LEAST_CERTIFICATE_QUOTA);
    },

    async createHttpsListener({ loadBalancerArn, certificateArn, sslPolicy, targetGroupArn }) {
      const action = `elasticloadbalancing:CreateListener ${loadBalancerArn}`;
      const { Listeners } = await callAws(
        action,
        client
          .send(
            new CreateListenerCommand({
              LoadBalancerArn: loadBalancerArn,
              Protocol: 'HTTPS',
              Port: 443,
              SslPolicy: sslPolicy,
              Certificates: [{ CertificateArn: certificateArn }],
              DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
            }),
          )
          .catch((error: unknown) => {
            if (error instanceof Error && error.name === 'DuplicateListenerException') return { Listeners: undefined };
            throw error;
          }),
        {
          ...certificateErrors(action, certificateArn),
          TargetGroupNotFoundException: (cause) => new TargetNotFoundError(`${action}: ${cause.message}`, { cause }),
          TargetGroupAssociationLimitException: (cause) =>
            new TargetNotUsableError(`${action}: ${cause.message}`, { cause }),
          IncompatibleProtocolsException: (cause) => new TargetNotUsableError(`${action}: ${cause.message}`, { cause }),
          LoadBalancerNotFoundException: gone(action),
          TooManyListenersException: (cause) => new TargetNotUsableError(`${action}: ${cause.message}`, { cause }),
          InvalidConfigurationRequestException: (cause) =>
            new TargetNotUsableError(`${action}: ${cause.message}`, { cause }),
        },
      );
      return Listeners?.[0]?.ListenerArn;
    },

    async addCertificate(listenerArn, certificateArn) {
      const action = `elasticloadbalancing:AddListenerCertificates ${listenerArn}`;
      await callAws(
        action,
        client.send(
          new AddListenerCertificatesCommand({
            ListenerArn: listenerArn,
            // One certificate a call (ELB API, AddListenerCertificates).
            Certificates: [{ CertificateArn: certificateArn }],
          }),
        ),
        certificateErrors(action, certificateArn),
      );
    },

    async setDefaultCertificate(listenerArn, certificateArn) {
      const action = `elasticloadbalancing:ModifyListener ${listenerArn}`;
      const Certificates = [{ CertificateArn: certificateArn }];
      await callAws(
        action,
        // The protocol is named so that the role can be held to it: such a call cannot touch a plain listener.
        client.send(new ModifyListenerCommand({ ListenerArn: listenerArn, Protocol: 'HTTPS', Certificates })),
        certificateErrors(action, certificateArn),
      );
    },

    async removeCertificate(listenerArn, certificateArn) {
      const action = `elasticloadbalancing:RemoveListenerCertificates ${listenerArn}`;
      const Certificates = [{ CertificateArn: certificateArn }];
      await callAws(
        action,
        client
          .send(new RemoveListenerCertificatesCommand({ ListenerArn: listenerArn, Certificates }))
          .catch((error: unknown) => {
            // Not in its list; ELB's reference does not have this error (hashicorp/terraform-provider-aws #35403).
            if (!(error instanceof Error) || error.name !== 'CertificateNotFoundException') throw error;
          }),
        {
          ListenerNotFoundException: gone(action),
          OperationNotPermittedException: (cause) =>
            new DefaultCertificateError(`${action}: ${certificateArn}: ${cause.message}`, { cause }),
        },
      );
    },

    async redirectToHttps(listenerArn) {
      await callAws(
        `elasticloadbalancing:ModifyListener ${listenerArn}`,
        // The protocol is named so that the role can be held to it: such a call cannot touch a secure listener.
        client.send(
          new ModifyListenerCommand({ ListenerArn: listenerArn, Protocol: 'HTTP', DefaultActions: [REDIRECT] }),
        ),
      );
    },
  };
}

const REDIRECT: Action = {
  Type: 'redirect',
  RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
};

const listenerOf = (listener: ListenerDescription): Listener => ({
  listenerArn: listener.ListenerArn ?? '',
  port: listener.Port ?? 0,
  protocol: listener.Protocol ?? '',
  sslPolicy: listener.SslPolicy,
  forwardsTo: listener.DefaultActions?.find(({ Type }) => Type === 'forward')?.TargetGroupArn,
  redirectsToHttps: redirectsToHttps(listener.DefaultActions),
});

const redirectsToHttps = (actions: readonly Action[] = []): boolean =>
  actions.some(({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS');
