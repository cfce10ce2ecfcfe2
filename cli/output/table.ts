import { coloured, type Colour } from '../../terminal/console';

/** A cell of a table. */
export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

/** Lines up rows under headings, each column as wide as its widest text; the last one is not padded. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const all = [headings.map((text): Cell => ({ text, colour: 'dim' })), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.text.length ?? 0)));
  return all.map((row) =>
    row
      .map(({ text, colour }, column) => {
        const padded = column === row.length - 1 ? text : text.padEnd(widths[column] ?? 0);
        return colour === undefined ? padded : coloured(colour, padded);
      })
      .join('  '),
  );
}
