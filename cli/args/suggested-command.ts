/** A word as a person types it in a shell, in quotes where it needs them. */
export const quoted = (text: string): string =>
  /^[\w.,:/=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
