import { noticeDue, type Notice, type Told } from './notice';
import { endsTrouble, isOutOfConcern, type Assessment, type Trouble } from './verdict';

/** What was seen of a certificate, and what became of it. */
export interface SeenCertificate {
  readonly assessment?: Pick<Assessment, 'verdict' | 'trouble' | 'daysLeft'> | undefined;
  /** The step that failed, if one did. */
  readonly failure?: { readonly step: string; readonly error: string; readonly cause: string } | undefined;
  /** Whether another certificate took its place. */
  readonly isReplaced?: boolean;
}

/** What there is to tell of a certificate's trouble. */
export interface TroubleNews {
  readonly notice: Notice;
  /** The trouble, or the one that is over. */
  readonly trouble: Pick<Trouble, 'name' | 'cause'>;
  /** Whether it is over with the certificate itself: forgotten, and told to nobody. */
  readonly isForgotten: boolean;
  /** What people know from now on; undefined when it is over. */
  readonly toRemember: Told | undefined;
}

/** What people have to be told of a certificate, from what they were told last and what was seen now; undefined for nothing. */
export function troubleNews(told: Told | undefined, seen: SeenCertificate): TroubleNews | undefined {
  const { assessment, failure } = seen;
  const trouble = troubleOf(seen);
  const notice = isUnsettled(told, trouble, seen) ? undefined : noticeDue(told, trouble, assessment?.daysLeft);
  const subject = trouble ?? told;
  if (notice === undefined || !subject) return undefined;
  const { name, cause } = subject;
  return {
    notice,
    trouble: { name, cause },
    isForgotten: notice === 'over' && assessment !== undefined && isOutOfConcern(assessment.verdict),
    toRemember: trouble && { name, cause, daysLeft: assessment?.daysLeft, step: failure?.step },
  };
}

/** A step that failed is a trouble like any other; one that another certificate has ended is none. */
function troubleOf({ assessment, failure, isReplaced = false }: SeenCertificate): Trouble | undefined {
  if (failure) return { name: failure.error, cause: failure.cause };
  return isReplaced ? undefined : assessment?.trouble;
}

/** Whether what was seen is not the last word, so that there is no news yet. */
function isUnsettled(told: Told | undefined, trouble: Trouble | undefined, seen: SeenCertificate): boolean {
  const { assessment, failure, isReplaced = false } = seen;
  // While people know that the last attempt to replace it has failed, the next attempt is no news: how it ends will be.
  if (assessment?.verdict === 'replace' && !failure && !isReplaced && told?.step !== undefined) return true;
  return !trouble && !isReplaced && !(assessment && endsTrouble(assessment.verdict));
}
