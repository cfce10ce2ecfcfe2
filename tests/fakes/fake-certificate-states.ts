import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import type { CertificateState, CertificateStates } from '../../shared/ports/state';
import type { Journal } from './journal';

/** The state of certificates in memory. */
export function fakeCertificateStates(journal: Journal, now: () => Date) {
  const items = new Map<string, CertificateState & { readonly sweepId?: string; readonly swept?: SweptCertificate }>();
  let sweptAt: Date | undefined;
  const put = (certificateArn: string, changes: object) =>
    void items.set(certificateArn, { ...items.get(certificateArn), ...changes });
  const ports: CertificateStates = {
    async get(certificateArn) {
      journal.read(`certificateStates.get ${certificateArn}`);
      return items.get(certificateArn) ?? {};
    },
    async acquireLock(certificateArn, executionArn, knownLockHolder) {
      journal.change(`certificateStates.acquireLock ${certificateArn} ${executionArn}`);
      const { lockedBy } = items.get(certificateArn) ?? {};
      if (lockedBy !== undefined && lockedBy !== executionArn && lockedBy !== knownLockHolder) return false;
      put(certificateArn, { lockedBy: executionArn, lockedSince: now() });
      return true;
    },
    async recordNotification(certificateArn, lastNotified) {
      journal.change(`certificateStates.recordNotification ${certificateArn} ${lastNotified?.name ?? ''}`);
      put(certificateArn, { lastNotified });
    },
    async recordReattachments(certificateArn, reattachments) {
      journal.change(`certificateStates.recordReattachments ${certificateArn} ${reattachments.length}`);
      put(certificateArn, { reattachments });
    },
    async recordAnnouncedSerial(certificateArn, announcedSerial) {
      journal.change(`certificateStates.recordAnnouncedSerial ${certificateArn} ${announcedSerial}`);
      put(certificateArn, { announcedSerial });
    },
    async recordRequest(certificateArn, at) {
      journal.change(`certificateStates.recordRequest ${certificateArn}`);
      const { requestedAt } = items.get(certificateArn) ?? {};
      if (requestedAt && requestedAt > at) return false;
      put(certificateArn, { requestedAt: at });
      return true;
    },
    async recordSweepResult(sweepId, swept) {
      journal.change(`certificateStates.recordSweepResult ${swept.certificateArn} ${swept.verdict}`);
      const { sweepId: known = '' } = items.get(swept.certificateArn) ?? {};
      if (known <= sweepId) put(swept.certificateArn, { sweepId, swept });
    },
    async listSweepResults(sweepId) {
      journal.read(`certificateStates.listSweepResults ${sweepId}`);
      return [...items.values()].flatMap((item) => (item.swept && (item.sweepId ?? '') >= sweepId ? [item.swept] : []));
    },
    async getLastSweepTime() {
      journal.read('certificateStates.getLastSweepTime');
      return sweptAt;
    },
    async recordSweepTime(at) {
      journal.change('certificateStates.recordSweepTime');
      sweptAt = at;
    },
  };
  return ports;
}
