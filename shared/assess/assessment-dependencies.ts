import { dynamoDbCertificateStates } from '../aws/certificate-states';
import { acmCertificates } from '../aws/certificates';
import { route53HostedZones } from '../aws/hosted-zones';
import { elbLoadBalancers } from '../aws/load-balancers';
import { CertificateStateTable, config, StackName, LifecycleSettings, DeploymentPolicy } from '../config';
import { tlsHandshakes } from '../network/handshake';
import { publicDns } from '../network/public-dns';
import type { AssessmentDependencies } from './assess-listed';

/** The dependencies of a function that assesses certificates. */
export function assessmentDependencies(): AssessmentDependencies {
  const dns = publicDns();
  return {
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    publicDns: dns,
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(dns),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    policy: config(DeploymentPolicy),
    ...config(StackName),
    ...config(LifecycleSettings),
    now: () => new Date(),
  };
}
