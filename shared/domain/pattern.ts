/** Whether a load balancer's name matches a pattern in which `*` stands for any characters, as it does in an IAM resource. */
export const matchesPattern = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
