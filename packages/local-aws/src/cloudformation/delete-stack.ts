import { AwsError } from '../aws-error';
import type { Stack, StackResource } from './deploy';
import type { StackServices } from './resource-type';
import { RESOURCE_TYPES } from './resource-types';

/** What is left of a stack, by logical id: nothing, or what could not be deleted. */
export type Undeleted = Readonly<Record<string, StackResource>>;

/** Deletes a stack's resources, the last created first, apart from those that it retains. */
export async function deleteResources({ resources }: Stack, services: StackServices): Promise<Undeleted> {
  const undeleted: Record<string, StackResource> = {};
  for (const [logicalId, resource] of Object.entries(resources).reverse()) {
    if (resource.isRetained) continue;
    try {
      await RESOURCE_TYPES[resource.type]?.delete(resource, resource.properties, services);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      undeleted[logicalId] = resource;
    }
  }
  return undeleted;
}
