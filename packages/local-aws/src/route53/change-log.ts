import { randomInt } from 'node:crypto';
import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';

/** Accepted changes: PENDING until every name server has them, then INSYNC. */
export interface ChangeLog {
  record(inSyncAt: number, comment: string | undefined): ChangeInfo;
  describe(changeId: string): ChangeInfo;
}

/** @param now the cloud's clock, in milliseconds since the epoch */
export function createChangeLog(now: () => number): ChangeLog {
  const changes = new Map<string, { submittedAt: number; inSyncAt: number; comment: string | undefined }>();

  const describe = (changeId: string): ChangeInfo => {
    const change = changes.get(changeId);
    if (!change) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${changeId}`, 404);
    return {
      Id: `/change/${changeId}`,
      Status: change.inSyncAt <= now() ? 'INSYNC' : 'PENDING',
      SubmittedAt: new Date(change.submittedAt),
      ...(change.comment === undefined ? {} : { Comment: change.comment }),
    };
  };

  return {
    record(inSyncAt, comment) {
      const id = newId('C');
      changes.set(id, { submittedAt: now(), inSyncAt, comment });
      return describe(id);
    },
    describe,
  };
}

/** An identifier in Route 53's format: a letter for the kind, then capitals and digits. */
export function newId(kind: 'Z' | 'C'): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return `${kind}0${Array.from({ length: 19 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
}
