/** A number with its noun: `1 certificate`, `2 certificates`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
