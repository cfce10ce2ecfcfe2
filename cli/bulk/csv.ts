import { UsageError } from '../errors';

/** A line of a file, with its number as editors show it. */
export interface Line<Value> {
  readonly number: number;
  readonly value: Value;
}

/**
 * Parses comma-separated values (RFC 4180): the first line names the columns, and a quoted value may contain commas, line breaks
 * and doubled quotes.
 *
 * @throws UsageError when a quote is not closed, or a line has more or fewer values than there are columns
 */
export function parseCsv(text: string): Line<Readonly<Record<string, string>>>[] {
  const [head, ...rows] = rowsOf(text.replace(/^\ufeff/, ''));
  if (!head) return [];
  return rows.map(({ number, value: cells }) => {
    if (cells.length === head.value.length) {
      return {
        number,
        value: Object.fromEntries(head.value.map((name, column) => [name.trim(), cells[column] ?? ''])),
      };
    }
    throw new UsageError(`line ${number} has ${cells.length} values, but there are ${head.value.length} columns`);
  });
}

/** A value, quoted or not, and its delimiter. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function rowsOf(text: string): Line<string[]>[] {
  const rows: Line<string[]>[] = [];
  let number = 1;
  let startedAt = 1;
  let cells: string[] = [];
  for (CELL.lastIndex = 0; CELL.lastIndex < text.length;) {
    const [all, quoted, plain = '', end = ''] = CELL.exec(text) ?? [];
    if (all === undefined)
      throw new UsageError(`line ${number}: a quote is not closed, or is inside an unquoted value`);
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    number += all.split('\n').length - 1;
    const isLast = end !== ',' || CELL.lastIndex === text.length;
    if (!isLast) continue;
    if (end === ',') cells.push('');
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ number: startedAt, value: cells });
    cells = [];
    startedAt = number;
  }
  return rows;
}
