import { coloured, type Colour } from '../../terminal/console';

/** What stands in a place of a table. */
export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

/** Rows under headings, each column as wide as its widest text; the last one is not filled up. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const all = [headings.map((text): Cell => ({ text, colour: 'dim' })), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.text.length ?? 0)));
  return all.map((row) =>
    row
      .map(({ text, colour }, column) => {
        const filled = column === row.length - 1 ? text : text.padEnd(widths[column] ?? 0);
        return colour === undefined ? filled : coloured(colour, filled);
      })
      .join('  '),
  );
}
