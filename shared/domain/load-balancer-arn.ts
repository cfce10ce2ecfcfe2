const APPLICATION_LOAD_BALANCER = /^arn:[^:]+:elasticloadbalancing:[^:]+:[0-9]+:loadbalancer\/app\//;

/** Whether an ARN is that of an Application Load Balancer: other kinds, and other consumers of certificates, are not. */
export const isApplicationLoadBalancer = (arn: string): boolean => APPLICATION_LOAD_BALANCER.test(arn);

/** The load balancer's name in its own ARN or in that of a listener: `…:loadbalancer/app/<name>/<id>`, `…:listener/app/<name>/<id>/<id>`. */
export const loadBalancerName = (arn: string): string => arn.split('/')[2] ?? '';
