import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import type { CertificateState, CertificateStates } from '../../shared/ports/state';
import type { Journal } from './journal';

/** The memory of lives, in memory. */
export function fakeCertificateStates(journal: Journal, now: () => Date) {
  const rows = new Map<string, CertificateState & { readonly sweepId?: string; readonly swept?: SweptCertificate }>();
  let sweptAt: Date | undefined;
  const put = (certificateArn: string, changes: object) =>
    void rows.set(certificateArn, { ...rows.get(certificateArn), ...changes });
  const ports: CertificateStates = {
    async get(certificateArn) {
      journal.read(`certificateStates.get ${certificateArn}`);
      return rows.get(certificateArn) ?? {};
    },
    async acquireLock(certificateArn, executionArn, knownLockHolder) {
      journal.change(`certificateStates.acquireLock ${certificateArn} ${executionArn}`);
      const { lockedBy } = rows.get(certificateArn) ?? {};
      if (lockedBy !== undefined && lockedBy !== executionArn && lockedBy !== knownLockHolder) return false;
      put(certificateArn, { lockedBy: executionArn, lockedSince: now() });
      return true;
    },
    async recordNotification(certificateArn, lastNotified) {
      journal.change(`certificateStates.recordNotification ${certificateArn} ${lastNotified?.name ?? ''}`);
      put(certificateArn, { lastNotified });
    },
    async recordAnnouncedSerial(certificateArn, announcedSerial) {
      journal.change(`certificateStates.recordAnnouncedSerial ${certificateArn} ${announcedSerial}`);
      put(certificateArn, { announcedSerial });
    },
    async recordRequest(certificateArn, at) {
      journal.change(`certificateStates.recordRequest ${certificateArn}`);
      const { requestedAt } = rows.get(certificateArn) ?? {};
      if (!requestedAt || requestedAt < at) put(certificateArn, { requestedAt: at });
    },
    async recordSweepResult(sweepId, swept) {
      journal.change(`certificateStates.recordSweepResult ${swept.certificateArn} ${swept.verdict}`);
      const { sweepId: known = '' } = rows.get(swept.certificateArn) ?? {};
      if (known <= sweepId) put(swept.certificateArn, { sweepId, swept });
    },
    async listSweepResults(sweepId) {
      journal.read(`certificateStates.listSweepResults ${sweepId}`);
      return [...rows.values()].flatMap((row) => (row.swept && (row.sweepId ?? '') >= sweepId ? [row.swept] : []));
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
