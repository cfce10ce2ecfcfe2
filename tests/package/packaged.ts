/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- a template is JSON: each assertion checks the part that it reads */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageService } from '../../scripts/package-service';

/** The folder that Serverless fills. */
export const folder = packageService();

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: any;
}

/** The template that CloudFormation is given. */
export const template = JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')) as {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { Value: unknown }>>;
  readonly Parameters: Readonly<Record<string, { Default: unknown; AllowedPattern?: string }>>;
};

/** The resources of one type, by logical id. */
export const resourcesOf = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** The properties of one resource. */
export const propertiesOf = (logicalId: string) => template.Resources[logicalId]?.Properties;

/** A statement of an identity policy, its actions as a list. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a role. */
export const statementsOf = (role: string): Statement[] =>
  propertiesOf(role).Policies.flatMap(({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) =>
    PolicyDocument.Statement.map((each) => ({ ...each, Action: [each.Action].flat() })),
  );

/** One statement of a role, by its Sid. */
export function statement(role: string, sid: string): Statement {
  const found = statementsOf(role).find(({ Sid }) => Sid === sid);
  if (!found) throw new Error(`${role} has no statement ${sid}`);
  return found;
}
