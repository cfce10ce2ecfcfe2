import type { CreateListenerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import { readActions } from './actions';
import type { Inventory, Listener, LoadBalancer } from './inventory';
import { soleCertificateArn } from './listener-certificate-rules';
import { DEFAULT_SECURITY_POLICY, securityPolicy } from './security-policies';
import { within } from './target-groups';

/** The settings of a listener that can change, except its certificate list. */
export type ListenerSettings = Pick<
  Listener,
  'port' | 'protocol' | 'sslPolicy' | 'defaultCertificate' | 'defaultActions'
>;

/** The common input of CreateListener and ModifyListener. */
type SettingsInput = Pick<CreateListenerInput, 'Port' | 'Protocol' | 'SslPolicy' | 'Certificates' | 'DefaultActions'>;

/** Checks the settings for a new or modified listener. */
export function readSettings(input: SettingsInput, loadBalancer: LoadBalancer, inventory: Inventory): ListenerSettings {
  const port = within('Port', input.Port, 1, 65_535);
  const protocol = input.Protocol;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw new AwsError('UnsupportedProtocol', `Protocol '${protocol}' is not supported by Application Load Balancers`);
  }
  const defaultActions = readActions(input.DefaultActions ?? [], protocol, loadBalancer, inventory);
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

/** A listener's current settings as input; without TLS settings if the listener becomes HTTP. */
export function carriedOver(listener: Listener, protocol: string = listener.protocol): SettingsInput {
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

/**
 * The secure listeners of a load balancer must have compatible policies; classic and post-quantum ones are not
 * ("Security policies for your Application Load Balancer"). The error is inferred from the API's list.
 */
export function checkPolicyFamily(settings: ListenerSettings, siblings: readonly Listener[]): void {
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
