import {
  type Action,
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type Listener as ListenerDescription,
  ModifyListenerCommand,
  paginateDescribeListenerCertificates,
  paginateDescribeListeners,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener } from '../domain/target/load-balancer';
import {
  CertificateNotUsableError,
  DefaultCertificateError,
  ListenerFullError,
  TargetNotFoundError,
  TargetNotUsableError,
} from '../errors';
import type { ListenerCertificate, LoadBalancers } from '../ports/load-balancers';
import { callAws, callAwsPages, clientOptions, type ErrorMap } from './call-aws';
import { actionsFor, actionsOf, elbListenerRules, redirectOf } from './listener-rules';
import { elbListenerTags } from './listener-tags';
import { elbQuotas } from './load-balancer-quotas';
import { elbTargetGroups } from './target-groups';

/** The load balancers in Elastic Load Balancing. */
export function elbLoadBalancers(client = new ElasticLoadBalancingV2Client(clientOptions)): LoadBalancers {
  return {
    ...elbListenerRules(client),
    ...elbListenerTags(client),
    ...elbQuotas(client),
    ...elbTargetGroups(client),

    async find(nameOrArn) {
      const action = `elasticloadbalancing:DescribeLoadBalancers ${nameOrArn}`;
      const by = nameOrArn.startsWith('arn:') ? { LoadBalancerArns: [nameOrArn] } : { Names: [nameOrArn] };
      const notFound = (cause: Error) =>
        new TargetNotFoundError(`The load balancer ${nameOrArn} does not exist in this account and Region`, { cause });
      const { LoadBalancers = [] } = await callAws(action, client.send(new DescribeLoadBalancersCommand(by)), {
        LoadBalancerNotFoundException: notFound,
        ValidationError: notFound,
      });
      const [found] = LoadBalancers;
      if (!found)
        throw new TargetNotFoundError(`The load balancer ${nameOrArn} does not exist in this account and Region`);
      return {
        loadBalancerArn: found.LoadBalancerArn ?? '',
        name: found.LoadBalancerName ?? '',
        type: found.Type ?? '',
        scheme: found.Scheme ?? '',
        dnsName: (found.DNSName ?? '').toLowerCase(),
        canonicalHostedZoneId: found.CanonicalHostedZoneId ?? '',
        ipAddressType: found.IpAddressType ?? 'ipv4',
        vpcId: found.VpcId ?? '',
      };
    },

    async listener(listenerArn) {
      const notFound = (cause?: Error) =>
        new TargetNotFoundError(`The listener ${listenerArn} does not exist in this account and Region`, { cause });
      const { Listeners = [] } = await callAws(
        `elasticloadbalancing:DescribeListeners ${listenerArn}`,
        client.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] })),
        { ListenerNotFoundException: notFound, ValidationError: notFound },
      );
      const [found] = Listeners;
      if (!found) throw notFound();
      return { ...listenerOf(found), loadBalancerArn: found.LoadBalancerArn ?? '' };
    },

    async listeners(loadBalancerArn) {
      const listeners: Listener[] = [];
      const action = `elasticloadbalancing:DescribeListeners ${loadBalancerArn}`;
      const pages = paginateDescribeListeners({ client }, { LoadBalancerArn: loadBalancerArn });
      for await (const page of callAwsPages(action, pages, { LoadBalancerNotFoundException: notFoundError(action) })) {
        listeners.push(...(page.Listeners ?? []).map(listenerOf));
      }
      return listeners;
    },

    async certificates(listenerArn) {
      const certificates: ListenerCertificate[] = [];
      const pages = paginateDescribeListenerCertificates({ client }, { ListenerArn: listenerArn });
      const action = `elasticloadbalancing:DescribeListenerCertificates ${listenerArn}`;
      for await (const page of callAwsPages(action, pages, { ListenerNotFoundException: notFoundError(action) })) {
        for (const { CertificateArn = '', IsDefault = false } of page.Certificates ?? []) {
          certificates.push({ certificateArn: CertificateArn, isDefault: IsDefault });
        }
      }
      return certificates;
    },

    async createHttpsListener({ loadBalancerArn, certificateArn, sslPolicy, defaultAction, tags = {} }) {
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
              DefaultActions: actionsFor(defaultAction),
              ...(Object.keys(tags).length > 0 && { Tags: sdkTags(tags) }),
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
          LoadBalancerNotFoundException: notFoundError(action),
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
            // One certificate per call (ELB API, AddListenerCertificates).
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
        // The role allows HTTPS only, by the protocol in the call: this call cannot change an HTTP listener.
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
            // Not in the list; the ELB API reference lacks this error (hashicorp/terraform-provider-aws #35403).
            if (!(error instanceof Error) || error.name !== 'CertificateNotFoundException') throw error;
          }),
        {
          ListenerNotFoundException: notFoundError(action),
          OperationNotPermittedException: (cause) =>
            new DefaultCertificateError(`${action}: ${certificateArn}: ${cause.message}`, { cause }),
        },
      );
    },

    async setDefaultAction(listenerArn, defaultAction) {
      const action = `elasticloadbalancing:ModifyListener ${listenerArn}`;
      const DefaultActions = actionsFor(defaultAction);
      const notUsable = (cause: Error) => new TargetNotUsableError(`${action}: ${cause.message}`, { cause });
      await callAws(
        action,
        // The role allows HTTPS only, by the protocol in the call.
        client.send(new ModifyListenerCommand({ ListenerArn: listenerArn, Protocol: 'HTTPS', DefaultActions })),
        {
          ListenerNotFoundException: notFoundError(action),
          TargetGroupNotFoundException: notFoundError(action),
          TargetGroupAssociationLimitException: notUsable,
          InvalidConfigurationRequestException: notUsable,
          InvalidLoadBalancerActionException: notUsable,
        },
      );
    },

    async redirectToHttps(listenerArn) {
      await callAws(
        `elasticloadbalancing:ModifyListener ${listenerArn}`,
        // The role allows HTTP only, by the protocol in the call: this call cannot change an HTTPS listener.
        client.send(
          new ModifyListenerCommand({ ListenerArn: listenerArn, Protocol: 'HTTP', DefaultActions: [REDIRECT] }),
        ),
      );
    },
  };
}

const sdkTags = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

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
  defaultActions: actionsOf(listener.DefaultActions),
  redirect: redirectOf(listener.DefaultActions),
});

/**
 * Just after issuance ELB reports that the certificate does not exist or is not supported, as it does for a key type that it
 * does not support. The workflow therefore retries for minutes before it fails.
 */
const certificateErrors = (action: string, certificateArn: string): ErrorMap => {
  const notUsable = (cause: Error) =>
    new CertificateNotUsableError(`${action}: ${cause.name} for ${certificateArn}: ${cause.message}`, { cause });
  const listenerFull = (cause: Error) => new ListenerFullError(`${action}: ${cause.message}`, { cause });
  return {
    ListenerNotFoundException: notFoundError(action),
    UnsupportedCertificate: notUsable,
    UnsupportedCertificateException: notUsable,
    CertificateNotFoundException: notUsable,
    TooManyCertificatesException: listenerFull,
  };
};

const notFoundError = (action: string) => (cause: Error) =>
  new TargetNotFoundError(`${action}: ${cause.message}`, { cause });
