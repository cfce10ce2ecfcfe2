import { AwsError } from '../aws-error';
import { isAllowed, policySchema } from '../iam/policy';
import type { EventBus } from './event-bus';

/**
 * Refuses a sender of the account whom the bus's policy denies. An allowance is not asked for: within an account the sender's
 * own policies may give it, and they are judged where the request comes in ("Policy evaluation logic", same account).
 *
 * @throws AwsError AccessDeniedException
 */
export function checkBusPolicy(bus: EventBus, principal: string): void {
  const { Statement } = policySchema.parse({ Statement: [...bus.policy.values()] });
  const everything = { Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] };
  const isService = !principal.startsWith('arn:');
  const request = {
    principal,
    action: 'events:PutEvents',
    resource: bus.arn,
    context: {
      ...(!isService && { 'aws:PrincipalArn': principal }),
      'aws:PrincipalIsAWSService': String(isService),
    },
  };
  if (isAllowed({ Statement: [...Statement, everything] }, request)) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: events:PutEvents on resource: ${bus.arn} with an explicit deny in a resource-based policy`,
  );
}
