import { styleText } from 'node:util';

/** The colours of what people read: good, bad, to be watched, news, and what matters less or more. */
export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours a text when standard output is a terminal that wants it. */
export const coloured = (colour: Colour, text: string): string => styleText(colour, text, { stream: process.stdout });
