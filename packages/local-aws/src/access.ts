import { AwsError } from './aws-error';
import type { Events } from './events/events';
import { accessDenied, UndecidableError } from './iam/access-denied';
import type { Authorizer } from './iam/authorizer';
import type { AccessRequest } from './iam/evaluate';
import { policySchema } from './iam/policy';
import type { Kms } from './kms/kms';
import type { Sns } from './sns/sns';
import type { Sqs } from './sqs/sqs';
import type { Call, Service } from './world';

/** Enforces policies: those of callers, of topics, queues and buses, and of the keys that encrypt them. */
export interface Access {
  /**
   * Throws AWS's answer to a call that its policies deny or cannot decide. The account's root may do whatever no
   * resource policy denies.
   */
  authorize(service: Service, call: Call, input: unknown): void;
  /** As {@link authorize}, for a single request, with the error code of the named service. */
  check(signingName: string, request: AccessRequest): void;
}

interface Parts {
  readonly account: string;
  readonly authorizer: Authorizer;
  readonly kms: Kms;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly events: () => Events;
}

/** Writing to an encrypted topic or queue also requires these on its key. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];
const WRITING_ACTIONS = ['sns:Publish', 'sqs:SendMessage'];

/** Decides each call by every policy that applies to it. */
export function createAccess({ account, authorizer, kms, sns, sqs, events }: Parts): Access {
  const attributesOf = (arn: string): Readonly<Record<string, string | undefined>> | undefined => {
    if (arn.startsWith('arn:aws:sqs:')) return sqs.queue(arn)?.attributes;
    if (arn.startsWith('arn:aws:sns:')) return sns.attributes(arn);
    return { Policy: events().policy(arn) };
  };

  const checkKey = (key: string, { principal }: AccessRequest) => {
    const { arn, policy } = kms.keyPolicy(key);
    const context = { 'kms:CallerAccount': principal.startsWith('arn:') ? account : undefined };
    for (const action of KEY_ACTIONS) {
      const refusal = authorizer.refusal({ principal, action, resource: arn, context }, policy, true);
      if (refusal) throw new AwsError('KMSAccessDeniedException', refusal);
    }
  };

  const check = (signingName: string, request: AccessRequest) => {
    const { Policy, KmsMasterKeyId } = attributesOf(request.resource) ?? {};
    const policy = Policy ? policySchema.parse(JSON.parse(Policy)) : undefined;
    const refusal = decided(signingName, () => authorizer.refusal(request, policy));
    if (refusal) throw accessDenied(signingName, refusal);
    if (KmsMasterKeyId && WRITING_ACTIONS.includes(request.action))
      decided(signingName, () => checkKey(KmsMasterKeyId, request));
  };

  return {
    check,
    authorize(service, { principal, operation, service: signingName }, input) {
      const permissionsOf = service.permissions?.[operation];
      if (!permissionsOf && principal.endsWith(':root')) return;
      if (!permissionsOf)
        throw undecided(signingName, new UndecidableError(`the permissions of ${signingName}:${operation}`));
      for (const { action = `${signingName}:${operation}`, resource, context = {} } of permissionsOf(input))
        check(signingName, { principal, action, resource, context });
    },
  };
}

function decided<T>(signingName: string, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof UndecidableError) throw undecided(signingName, error);
    throw error;
  }
}

/** A gap in the model: printed too, because the person who runs the cloud must see it. */
function undecided(signingName: string, error: UndecidableError): AwsError {
  console.error(error.message);
  return accessDenied(signingName, error.message);
}
