import { FUNCTIONS } from './functions';
import { permissionsOf, roleOf, type Declaration } from './roles';
import { kebabCase, ref, type Value } from './template';

/** What names the resources that a function may use, and what the deployer has chosen for it. */
function environmentOf(declaration: Declaration): Readonly<Record<string, Value>> {
  const [, { publishes, environment }] = declaration;
  const granted = permissionsOf(declaration).map((permission) => permission[1].environment);
  return Object.assign({}, ...granted, publishes && { EVENT_BUS: ref('Bus') }, environment) as Record<string, Value>;
}

function entryOf(folder: string, declaration: Declaration) {
  const [name, { description, timeout, memorySize }] = declaration;
  return {
    handler: `functions/${folder}/${kebabCase(name)}.handler`,
    ...{ description, role: roleOf(name), environment: environmentOf(declaration) },
    ...(timeout !== undefined && { timeout }),
    ...(memorySize !== undefined && { memorySize }),
  };
}

/** What serverless.yml has under `functions`, by workflow. */
export const functions = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([workflow, declarations]) => [
    workflow,
    Object.fromEntries(Object.entries(declarations).map((each) => [each[0], entryOf(workflow, each)])),
  ]),
);
