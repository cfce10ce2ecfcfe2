import { AwsError } from '../aws-error';

/** A reader of one place in an event, undefined where the event has nothing there. */
export type JsonPath = (event: unknown) => unknown;

/**
 * Reads a JSON path as targets use it: `$`, `$.detail.name`, `$.resources[0]`, `$.detail['a name']`. Filters and
 * wildcards are refused; which of them EventBridge takes is not documented.
 */
export function parseJsonPath(path: string): JsonPath {
  if (!/^\$(\.[^.[\]'"*?@()\s]+|\[\d+\]|\['[^']+'\])*$/.test(path)) {
    throw new AwsError('ValidationException', `The JSON path ${path} is not valid or not modelled by the local cloud.`);
  }
  const steps = [...path.matchAll(/\.([^.[]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
  return (event) =>
    steps.reduce<unknown>(
      (value, step) => (isContainer(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      event,
    );
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
