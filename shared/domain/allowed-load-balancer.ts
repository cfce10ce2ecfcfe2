/**
 * Whether a deployment may change a load balancer: its name matches the pattern in which `*` stands for any characters, as it
 * does in an IAM resource.
 */
export const isAllowedLoadBalancer = (name: string, allowedLoadBalancers: string): boolean =>
  new RegExp(`^${allowedLoadBalancers.replaceAll('*', '.*')}$`).test(name);
