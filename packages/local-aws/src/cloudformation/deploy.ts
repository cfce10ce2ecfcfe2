import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { creationOrder } from './dependencies';
import { evaluate, text, type Scope } from './intrinsics';
import { resolveParameters } from './parameters';
import type { Creation, Resource, StackServices } from './resource-type';
import { RESOURCE_TYPES } from './resource-types';
import { templateSchema, validationError, type Template, type TemplateValue } from './template';

/** A resource of a stack: its type, its definition, and what templates refer to. */
export interface StackResource extends Resource {
  readonly type: string;
  readonly properties: unknown;
  /** Whether it stays when the stack is deleted. */
  readonly isRetained: boolean;
}

/** How a deployment deals with what exists already. */
export interface DeployOptions {
  /**
   * `ImportExistingResources` of a change set: a resource with a custom name and a retaining DeletionPolicy that exists already
   * becomes part of the stack ("Import AWS resources into a CloudFormation stack automatically"). Tables alone are modelled.
   */
  readonly importExistingResources?: boolean;
}

/** What was created from a template. */
export interface Stack {
  readonly name: string;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly createdAt: number;
  /** As text; the items of a list are separated by commas. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** The template as it was given. */
  readonly template: unknown;
  readonly status: 'CREATE_COMPLETE' | 'DELETE_FAILED';
}

/**
 * Creates a template's resources in the order of their dependencies. Whatever is not modelled (a resource type, a
 * property, an intrinsic function, a section) is refused by name, never ignored; the types are checked before anything
 * is created.
 */
export async function deploy(
  services: StackServices & Pick<Creation, 'artifact'>,
  stackName: string,
  source: unknown,
  parameters: Readonly<Record<string, string>> = {},
  { importExistingResources = false }: DeployOptions = {},
): Promise<Stack> {
  const { world } = services;
  const template = parseTemplate(source);
  const resources: Record<string, StackResource> = {};
  const resolved = resolveParameters(template.Parameters, parameters);
  const scope = stackScope(world, stackName, template, resolved, resources);
  const wanted = Object.fromEntries(
    Object.entries(template.Resources).filter(([, { Condition }]) => !Condition || scope.condition(Condition)),
  );

  for (const logicalId of creationOrder(wanted, scope.condition)) {
    const { Type: type = '', Properties = {}, DeletionPolicy = 'Delete' } = wanted[logicalId] ?? {};
    const isRetained = DeletionPolicy !== 'Delete';
    try {
      const properties = evaluate(Properties, scope);
      const generatedName = `${stackName}-${logicalId}-${randomBytes(6).toString('hex').toUpperCase()}`;
      const creation = { ...services, stackName, logicalId, generatedName };
      const resourceType = RESOURCE_TYPES[type];
      if (!resourceType) throw validationError('the local cloud does not know this type');
      const imported =
        importExistingResources && isRetained ? await resourceType.findExisting(properties, creation) : undefined;
      const resource = imported ?? (await resourceType.create(properties, creation));
      resources[logicalId] = { ...resource, type, properties, isRetained };
    } catch (error) {
      if (error instanceof AwsError) throw new AwsError(error.code, `${logicalId} (${type}): ${error.message}`);
      throw error;
    }
  }

  const outputs = Object.entries(template.Outputs ?? {})
    .filter(([, { Condition }]) => !Condition || scope.condition(Condition))
    .map(([name, { Value }]) => [name, text(`the output ${name}`, evaluate(Value, scope))] as const);
  return {
    name: stackName,
    createdAt: world.clock.now(),
    parameters: Object.fromEntries([...resolved].map(([name, value]) => [name, [value].flat().join(',')])),
    resources,
    outputs: Object.fromEntries(outputs),
    template: source,
    status: 'CREATE_COMPLETE',
  };
}

/** The ARN of a stack. */
export const stackIdOf = ({ account, region }: Pick<World, 'account' | 'region'>, stackName: string): string =>
  `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`;

function parseTemplate(source: unknown): Template {
  const parsed = templateSchema.safeParse(source);
  if (!parsed.success) throw validationError(`Template format error: ${z.prettifyError(parsed.error)}`);
  const unknown = Object.entries(parsed.data.Resources).filter(([, { Type }]) => !(Type in RESOURCE_TYPES));
  if (unknown.length > 0) {
    const names = unknown.map(([logicalId, { Type }]) => `${logicalId} (${Type})`);
    throw validationError(`Template format error: the local cloud does not know the types of: ${names.join(', ')}`);
  }
  return parsed.data;
}

function stackScope(
  world: World,
  stackName: string,
  template: Template,
  parameters: ReadonlyMap<string, TemplateValue>,
  resources: Readonly<Record<string, StackResource>>,
): Scope {
  const { account, region } = world;
  const pseudoParameters = new Map<string, TemplateValue>([
    ['AWS::AccountId', account],
    ['AWS::NoValue', undefined],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', stackIdOf(world, stackName)],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
  const resourceNamed = (logicalId: string) => {
    const resource = resources[logicalId];
    if (!resource) throw validationError(`Template error: unresolved resource dependencies [${logicalId}]`);
    return resource;
  };
  const scope: Scope = {
    ref(name) {
      if (parameters.has(name)) return parameters.get(name);
      return pseudoParameters.has(name) ? pseudoParameters.get(name) : resourceNamed(name).ref;
    },
    attribute(logicalId, name) {
      const { attributes, type } = resourceNamed(logicalId);
      const found = attributes[name];
      if (found === undefined) throw validationError(`Template error: ${logicalId} (${type}) has no attribute ${name}`);
      return found;
    },
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw validationError(`Template error: unresolved condition ${name}`);
      return evaluate(condition, scope) === true;
    },
    mapping(name, topKey, secondKey) {
      const found = template.Mappings?.[name]?.[topKey]?.[secondKey];
      if (found === undefined) {
        throw validationError(`Template error: unable to get mapping for ${name}::${topKey}::${secondKey}`);
      }
      return found;
    },
  };
  return scope;
}
