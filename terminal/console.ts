import { styleText } from 'node:util';

/** Green is good, red bad, yellow a warning, cyan in progress; dim matters less, bold more. */
export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours a text if standard output is a terminal that supports it. */
export const coloured = (colour: Colour, text: string): string => styleText(colour, text, { stream: process.stdout });

/** A number with its noun: `1 certificate`, `2 certificates`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The workflow of a state machine or execution ARN, such as `secure-domain`: what its name has after the stack's. */
export const workflowOf = (arn: string): string => (arn.split(':')[6] ?? '').replace(/^.*-(\w+-\w+|sweep)$/, '$1');

/** Silences the SDK's warning, printed at every run on Node 20, about the Node version that its 2027 releases need. */
export function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
