import type * as z from 'zod';

/** What a person types for a field of an event. */
const TYPED: Readonly<Record<string, string>> = {
  domainName: 'the domain',
  certificateArn: 'the ARN',
  alternativeNames: '--san',
  target: '--target',
  'target.loadBalancer': '--target',
  'target.listenerArn': '--target',
  'target.targetGroupArn': '--target-group',
  keyAlgorithm: '--key-algorithm',
  hostedZoneId: '--zone',
  tags: '--tag',
};

/** A broken rule of a contract, with what was typed in place of the event's field. */
export function typedIssue({ code, path, message }: z.core.$ZodIssue): string {
  const [field = '', member] = path.map(String);
  const typed = TYPED[`${field}.${member ?? ''}`] ?? TYPED[field] ?? field;
  const name = field === 'tags' && member !== undefined ? `${typed} ${member}` : typed;
  if (code === 'too_small') return `${name} is empty`;
  return message.startsWith('is ') ? `${name} ${message}` : `${name}: ${message}`;
}
