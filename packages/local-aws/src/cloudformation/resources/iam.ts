import { z } from 'zod';
import { policySchema } from '../../iam/policy';
import { number, resourceType, tags } from '../resource-type';

const inlinePolicy = z.strictObject({ PolicyName: z.string(), PolicyDocument: policySchema });

/** Roles and their inline policies. */
export const iamTypes = {
  'AWS::IAM::Role': resourceType(
    z.strictObject({
      RoleName: z.string().optional(),
      Path: z.literal('/').optional(),
      Description: z.string().optional(),
      AssumeRolePolicyDocument: policySchema,
      ManagedPolicyArns: z.array(z.string()).optional(),
      Policies: z.array(inlinePolicy).optional(),
      MaxSessionDuration: number.optional(),
      Tags: tags.optional(),
    }),
    (properties, { iam, generatedName }) => {
      const roleName = properties.RoleName ?? generatedName.slice(-64);
      const arn = iam.createRole(roleName, properties.AssumeRolePolicyDocument, properties.ManagedPolicyArns);
      for (const { PolicyName, PolicyDocument } of properties.Policies ?? []) {
        iam.putRolePolicy(roleName, PolicyName, PolicyDocument);
      }
      return { ref: roleName, attributes: { Arn: arn, RoleId: `AROA${roleName}` } };
    },
    {
      remove({ ref }, { iam }) {
        const { policies, managedPolicyArns } = iam.requireRole(ref);
        for (const policyName of [...policies.keys()]) iam.deleteRolePolicy(ref, policyName);
        for (const policyArn of managedPolicyArns) iam.detachRolePolicy(ref, policyArn);
        iam.deleteRole(ref);
      },
    },
  ),
  'AWS::IAM::Policy': resourceType(
    z.strictObject({ ...inlinePolicy.shape, Roles: z.array(z.string()).min(1) }),
    ({ PolicyName, PolicyDocument, Roles }, { iam, generatedName }) => {
      for (const roleName of Roles) iam.putRolePolicy(roleName, PolicyName, PolicyDocument);
      return { ref: generatedName, attributes: {} };
    },
    {
      remove(_resource, { iam }, { PolicyName, Roles }) {
        for (const roleName of Roles) iam.deleteRolePolicy(roleName, PolicyName);
      },
    },
  ),
};
