import { AwsError } from '../aws-error';

/** Reads one path of an event; undefined when the event lacks it. */
export type JsonPath = (event: unknown) => unknown;

/**
 * Parses a JSON path as in targets: `$`, `$.detail.name`, `$.resources[0]`, `$.detail['a name']`. Filters and wildcards
 * are refused; which of them EventBridge accepts is not documented.
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
