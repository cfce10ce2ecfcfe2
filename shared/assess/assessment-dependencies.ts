import { dynamoDbCertificateStates } from '../aws/certificate-states';
import { acmCertificates } from '../aws/certificates';
import { route53HostedZones } from '../aws/hosted-zones';
import { elbLoadBalancers } from '../aws/load-balancers';
import { CertificateStateTable, config, Deployment, LifecycleSettings, Policy } from '../config';
import { tlsHandshakes } from '../network/handshake';
import { publicDns } from '../network/public-dns';
import type { AssessmentDependencies } from './assess-listed';

/** What a function needs to look at certificates: AWS and public DNS as they are, and what its environment says. */
export function assessmentDependencies(): AssessmentDependencies {
  const dns = publicDns();
  return {
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    publicDns: dns,
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(dns),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    policy: config(Policy),
    ...config(Deployment),
    ...config(LifecycleSettings),
    now: () => new Date(),
  };
}
