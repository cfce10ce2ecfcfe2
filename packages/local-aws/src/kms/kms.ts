import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { PolicyDocument } from '../iam/policy';
import type { World } from '../world';

/** The account's keys: nothing is encrypted, but key policies are enforced. */
export interface Kms {
  createKey(policy: PolicyDocument | undefined): { readonly keyId: string; readonly arn: string };
  /** @param aliasName e.g. `alias/alerts` */
  createAlias(aliasName: string, targetKey: string): void;
  deleteAlias(aliasName: string): void;
  /** Nobody can use the key from now on; when AWS deletes it, after its waiting period, makes no difference here. */
  deleteKey(keyId: string): void;
  /**
   * The policy of a key, by id, ARN or alias. AWS managed keys (`alias/aws/sns`) allow callers of the account only, and
   * no other service; a key that does not exist allows nothing.
   */
  keyPolicy(key: string): { readonly arn: string; readonly policy: PolicyDocument };
}

/** An account with AWS managed keys only. */
export function createKms(world: World): Kms {
  const { account, region } = world;
  const prefix = `arn:aws:kms:${region}:${account}:`;
  const policies = new Map<string, PolicyDocument>();
  const aliases = new Map<string, string>();

  const defaultPolicy: PolicyDocument = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${account}:root`] }, Action: ['kms:*'], Resource: ['*'] },
    ],
  };
  const awsManagedPolicy: PolicyDocument = {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['kms:*'],
        Resource: ['*'],
        Condition: { StringEquals: { 'kms:CallerAccount': [account] } },
      },
    ],
  };
  const keyIdOf = (key: string) => {
    const name = key.replace(prefix, '').replace(/^key\//, '');
    return aliases.get(name) ?? name;
  };

  return {
    createKey(policy) {
      const keyId = randomUUID();
      policies.set(keyId, policy ?? defaultPolicy);
      return { keyId, arn: `${prefix}key/${keyId}` };
    },
    createAlias(aliasName, targetKey) {
      if (!/^alias\/(?!aws\/)[\w/-]+$/.test(aliasName)) {
        throw new AwsError('InvalidAliasNameException', `Alias name ${aliasName} is not valid`);
      }
      if (aliases.has(aliasName))
        throw new AwsError('AlreadyExistsException', `An alias with the name ${aliasName} already exists`);
      const keyId = keyIdOf(targetKey);
      if (!policies.has(keyId)) throw new AwsError('NotFoundException', `Key ${targetKey} does not exist`);
      aliases.set(aliasName, keyId);
    },
    deleteAlias: (aliasName) => void aliases.delete(aliasName),
    deleteKey: (keyId) => void policies.delete(keyId),
    keyPolicy(key) {
      if (/(^|:)alias\/aws\//.test(key)) return { arn: `${prefix}key/aws-managed`, policy: awsManagedPolicy };
      const keyId = keyIdOf(key);
      return { arn: `${prefix}key/${keyId}`, policy: policies.get(keyId) ?? { Statement: [] } };
    },
  };
}
