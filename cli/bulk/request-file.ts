import { readFileSync } from 'node:fs';
import { parseCsv, type Line } from './csv';
import { UsageError } from '../errors';

/** The columns of a CSV file; all but the first are optional, and so are their values. */
export const COLUMNS = [
  'domainName',
  'alternativeNames',
  'loadBalancer',
  'listenerArn',
  'targetGroupArn',
  'defaultAction',
  'copyRules',
  'keyAlgorithm',
  'hostedZoneId',
  'alias',
  'redirectHttp',
] as const;

/**
 * Reads the requests in a file: CSV with the columns of {@link COLUMNS}, or JSON Lines, each the detail of an event.
 *
 * @throws UsageError when the file cannot be read, or is not in the format that its name says
 */
export function readRequestFile(path: string): Line<unknown>[] {
  const text = read(path);
  if (path.endsWith('.csv')) return parseCsv(text).map(({ number, value }) => ({ number, value: detailOf(value) }));
  if (path.endsWith('.jsonl')) return parseJsonLines(text);
  throw new UsageError(`${path}: the name must end in .csv or .jsonl`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseJsonLines(text: string): Line<unknown>[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [{ number: index + 1, value: JSON.parse(line) as unknown }];
    } catch {
      throw new UsageError(`line ${index + 1} is not JSON`);
    }
  });
}

function detailOf(row: Readonly<Record<string, string>>): unknown {
  const unknown = Object.keys(row).filter((name) => !COLUMNS.some((column) => column === name));
  const problems = [
    ...(Object.hasOwn(row, COLUMNS[0]) ? [] : [`the column ${COLUMNS[0]} is missing`]),
    ...(unknown.length > 0
      ? [
          `unknown ${unknown.length === 1 ? 'column' : 'columns'}: ${unknown.join(', ')}; the columns are ${COLUMNS.join(', ')}`,
        ]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  const given = Object.fromEntries(Object.entries(row).filter(([, text]) => text.trim() !== ''));
  const {
    alternativeNames,
    loadBalancer,
    listenerArn,
    targetGroupArn,
    defaultAction,
    copyRules,
    alias,
    redirectHttp,
    ...rest
  } = given;
  return {
    ...rest,
    ...(alternativeNames !== undefined && { alternativeNames: alternativeNames.trim().split(/[\s;]+/) }),
    target: {
      loadBalancer,
      listenerArn,
      targetGroupArn,
      defaultAction,
      ...(copyRules !== undefined && { copyRules: parseBoolean(copyRules) }),
    },
    ...(alias !== undefined && { alias: parseBoolean(alias) }),
    ...(redirectHttp !== undefined && { redirectHttp: parseBoolean(redirectHttp) }),
  };
}

/** Other texts are left to the contract, which rejects them by the column's name. */
function parseBoolean(text: string): unknown {
  return { true: true, false: false }[text.trim().toLowerCase()] ?? text;
}
