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
      journal.change(`certificateStates.hold ${certificateArn} ${executionArn}`);
      const { lockedBy } = rows.get(certificateArn) ?? {};
      if (lockedBy !== undefined && lockedBy !== executionArn && lockedBy !== knownLockHolder) return false;
      put(certificateArn, { lockedBy: executionArn, lockedSince: now() });
      return true;
    },
    async recordNotification(certificateArn, lastNotified) {
      journal.change(`certificateStates.recordNotification ${certificateArn} ${lastNotified?.name ?? ''}`);
      put(certificateArn, { lastNotified });
    },
    async recordAnnouncement(certificateArn, announcedSerial) {
      journal.change(`certificateStates.recordAnnouncement ${certificateArn} ${announcedSerial}`);
      put(certificateArn, { announcedSerial });
    },
    async recordRequest(certificateArn, at) {
      journal.change(`certificateStates.recordRequest ${certificateArn}`);
      const { requestedAt } = rows.get(certificateArn) ?? {};
      if (!requestedAt || requestedAt < at) put(certificateArn, { requestedAt: at });
    },
    async recordSwept(sweepId, swept) {
      journal.change(`certificateStates.recordSwept ${swept.certificateArn} ${swept.verdict}`);
      const { sweepId: known = '' } = rows.get(swept.certificateArn) ?? {};
      if (known <= sweepId) put(swept.certificateArn, { sweepId, swept });
    },
    async swept(sweepId) {
      journal.read(`certificateStates.swept ${sweepId}`);
      return [...rows.values()].flatMap((row) => (row.swept && (row.sweepId ?? '') >= sweepId ? [row.swept] : []));
    },
    async lastSweep() {
      journal.read('certificateStates.lastSweep');
      return sweptAt;
    },
    async recordSweep(at) {
      journal.change('certificateStates.recordSweep');
      sweptAt = at;
    },
  };
  return ports;
}
