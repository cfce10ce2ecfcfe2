import { causeInWords } from './failure-message';

/** The errors of failed states, under the states' names, in the order in which they failed. */
type Failed = Readonly<Record<string, { readonly Error: string; readonly Cause?: string | undefined }>>;

/** The first step that failed, in words; a restoration that failed after it is told with it. Undefined when none has failed. */
export function firstFailure(failed: Failed): { step: string; error: string; cause: string } | undefined {
  const [first, ...others] = Object.entries(failed);
  if (!first) return undefined;
  const [step, { Error: error, Cause }] = first;
  const also = others.map(([state, each]) => ` ${state} failed too: ${each.Error}: ${causeInWords(each.Cause)}`);
  return { step, error, cause: [causeInWords(Cause), ...also].join('') };
}
