import { PLACEHOLDERS, type Redirect } from '../../shared/domain/target/listener-rule';
import type { TargetGroup } from '../../shared/domain/target/target-group';
import type { CheckDomain, Output, Target } from '../../shared/steps';

const ACCOUNT = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
export const LOAD_BALANCER = `${ACCOUNT}:loadbalancer/app/web/50dc6c495c0c9188`;
export const TARGET_GROUP = `${ACCOUNT}:targetgroup/web/73e2d6bc24d8a067`;
export const VPC = 'vpc-0a1b2c3d';
export const HTTP_80 = `${ACCOUNT}:listener/app/web/50dc6c495c0c9188/80`;
export const HTTPS_443 = `${ACCOUNT}:listener/app/web/50dc6c495c0c9188/443`;
export const DNS_NAME = 'web-1234567890.eu-west-1.elb.amazonaws.com';
export const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one';

type Request = Output<typeof CheckDomain>['request'];
type Names = Output<typeof CheckDomain>['names'];

/** The names and key algorithm of a request, as returned by check-domain. */
export const requestedNames = (changes: Partial<Names> = {}): Names => ({
  domainName: 'app.example.com',
  domainNames: ['app.example.com', '*.app.example.com'],
  keyAlgorithm: 'RSA_2048',
  ...changes,
});

/** The rest of the request. */
export const aRequest = (changes: Partial<Request> = {}): Request => ({
  alias: true,
  redirectHttp: false,
  tags: {},
  ...changes,
});

/** A load balancer without an HTTPS:443 listener yet. */
export const aTarget = (changes: Partial<Target> = {}): Target => ({
  loadBalancerArn: LOAD_BALANCER,
  dnsName: DNS_NAME,
  canonicalHostedZoneId: 'Z32O12XQLNTSW2',
  ipAddressType: 'ipv4',
  scheme: 'internet-facing',
  targetGroupArn: TARGET_GROUP,
  ...changes,
});

/** The target group of {@link LOAD_BALANCER}. */
export const aTargetGroup = (changes: Partial<TargetGroup> = {}): TargetGroup => ({
  targetGroupArn: TARGET_GROUP,
  targetType: 'ip',
  protocol: 'HTTP',
  vpcId: VPC,
  ipAddressType: 'ipv4',
  loadBalancerArns: [LOAD_BALANCER],
  ...changes,
});

/** A redirect to `https://` of the same name and place. */
export const aRedirect = (changes: Partial<Redirect> = {}): Redirect => ({
  ...PLACEHOLDERS,
  protocol: 'HTTPS',
  port: '443',
  ...changes,
});

/** The zones for {@link requestedNames}. */
export const someZones = [{ domainName: 'app.example.com', zoneId: 'Z1', zoneName: 'example.com' }];
