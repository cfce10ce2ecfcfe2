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

/** What holds for the certificates of listeners, however they come to them. */
export interface ListenerCertificateRules {
  /** Over all of a load balancer's listeners, default certificates not counted. */
  readonly certificatesPerLoadBalancer: number;
  /** Refuses a certificate that a load balancer cannot use. */
  checkUsable(certificateArn: string): void;
  /** To be called after each change of a listener's certificates. */
  changed(listener: Listener): void;
}

/** The operations on what SNI chooses from. */
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
        // The default stands here once more when it is also in the list.
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
      // So also when it is in the list besides; that AWS refuses it then too is not known for certain.
      if (certificateArn === listener.defaultCertificate) {
        throw new AwsError('OperationNotPermitted', 'Default certificate cannot be removed');
      }
      // Not in the API's reference; users report it (hashicorp/terraform-provider-aws #35403).
      if (!listener.certificateList.includes(certificateArn)) {
        throw new AwsError('CertificateNotFound', `Certificate '${certificateArn}' not found`);
      }
      listener.certificateList = listener.certificateList.filter((arn) => arn !== certificateArn);
      rules.changed(listener);
      return {};
    },
  };

  function checkRoom({ loadBalancer }: Listener): void {
    // AWS does not say whether a certificate in the lists of two listeners counts twice; here it does.
    const inUse = inventory.listenersOf(loadBalancer).flatMap((listener) => listener.certificateList).length;
    if (inUse >= rules.certificatesPerLoadBalancer) {
      throw new AwsError(
        'TooManyCertificates',
        `The load balancer '${loadBalancer.arn}' has reached its limit of ${rules.certificatesPerLoadBalancer} certificates`,
      );
    }
  }
}
