import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
  RemoveListenerCertificatesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Inventory, Listener } from './inventory';
import { soleCertificateArn } from './listener-certificate-rules';
import { page } from './input';

/** The rules for certificates of listeners, whichever operation adds them. */
export interface ListenerCertificateRules {
  /** Across a load balancer's listeners, without default certificates. */
  readonly certificatesPerLoadBalancer: number;
  /** Refuses a certificate that a load balancer cannot use. */
  checkUsable(certificateArn: string): void;
  /** To be called after each change of a listener's certificates. */
  changed(listener: Listener): void;
}

/** The operations on a listener's certificate list. */
export function createListenerCertificates(inventory: Inventory, rules: ListenerCertificateRules) {
  const secureListener = (arn: string | undefined) => {
    const listener = inventory.listener(arn);
    if (listener.protocol !== 'HTTPS') {
      throw new AwsError('UnsupportedProtocol', `Listener '${listener.arn}' is not an HTTPS listener`);
    }
    return listener;
  };

  return {
    DescribeListenerCertificates(input: DescribeListenerCertificatesInput): DescribeListenerCertificatesOutput {
      const { defaultCertificate, certificateList } = inventory.listener(input.ListenerArn);
      const certificates = [
        ...(defaultCertificate ? [{ CertificateArn: defaultCertificate, IsDefault: true }] : []),
        // The default appears again if it is also in the list.
        ...certificateList.map((CertificateArn) => ({ CertificateArn, IsDefault: false })),
      ];
      const { items, ...next } = page(certificates, input);
      return { Certificates: items, ...next };
    },

    AddListenerCertificates(input: AddListenerCertificatesInput): AddListenerCertificatesOutput {
      const listener = secureListener(input.ListenerArn);
      const certificateArn = soleCertificateArn(input.Certificates);
      if (!listener.certificateList.includes(certificateArn)) {
        rules.checkUsable(certificateArn);
        checkRoom(listener);
        listener.certificateList = [...listener.certificateList, certificateArn];
        rules.changed(listener);
      }
      return { Certificates: [{ CertificateArn: certificateArn, IsDefault: false }] };
    },

    RemoveListenerCertificates(input: RemoveListenerCertificatesInput) {
      const listener = secureListener(input.ListenerArn);
      const certificateArn = soleCertificateArn(input.Certificates);
      // Also when it is in the list as well; whether AWS refuses that too is not certain.
      if (certificateArn === listener.defaultCertificate) {
        throw new AwsError('OperationNotPermitted', 'Default certificate cannot be removed');
      }
      // Reported by users, not in the API reference (hashicorp/terraform-provider-aws #35403).
      if (!listener.certificateList.includes(certificateArn)) {
        throw new AwsError('CertificateNotFound', `Certificate '${certificateArn}' not found`);
      }
      listener.certificateList = listener.certificateList.filter((arn) => arn !== certificateArn);
      rules.changed(listener);
      return {};
    },
  };

  function checkRoom({ loadBalancer }: Listener): void {
    // Whether a certificate on two listeners counts twice is not documented; here it does.
    const inUse = inventory.listenersOf(loadBalancer).flatMap((listener) => listener.certificateList).length;
    if (inUse >= rules.certificatesPerLoadBalancer) {
      throw new AwsError(
        'TooManyCertificates',
        `The load balancer '${loadBalancer.arn}' has reached its limit of ${rules.certificatesPerLoadBalancer} certificates`,
      );
    }
  }
}
