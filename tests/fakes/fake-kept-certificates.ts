import type { KeptCertificate, KeptCertificates, SweptCertificate } from '../../shared/aws/kept-certificates';
import type { Journal } from './journal';

/** The memory of lives, in memory. */
export function fakeKeptCertificates(journal: Journal, now: () => Date) {
  const rows = new Map<string, KeptCertificate & { readonly sweepId?: string; readonly swept?: SweptCertificate }>();
  let sweptAt: Date | undefined;
  const put = (certificateArn: string, changes: object) =>
    void rows.set(certificateArn, { ...rows.get(certificateArn), ...changes });
  const ports: KeptCertificates = {
    async get(certificateArn) {
      journal.read(`keptCertificates.get ${certificateArn}`);
      return rows.get(certificateArn) ?? {};
    },
    async hold(certificateArn, executionArn, knownHolder) {
      journal.change(`keptCertificates.hold ${certificateArn} ${executionArn}`);
      const { heldBy } = rows.get(certificateArn) ?? {};
      if (heldBy !== undefined && heldBy !== executionArn && heldBy !== knownHolder) return false;
      put(certificateArn, { heldBy: executionArn, heldSince: now() });
      return true;
    },
    async noteTold(certificateArn, told) {
      journal.change(`keptCertificates.noteTold ${certificateArn} ${told?.name ?? ''}`);
      put(certificateArn, { told });
    },
    async noteAnnounced(certificateArn, announcedSerial) {
      journal.change(`keptCertificates.noteAnnounced ${certificateArn} ${announcedSerial}`);
      put(certificateArn, { announcedSerial });
    },
    async noteRequested(certificateArn, at) {
      journal.change(`keptCertificates.noteRequested ${certificateArn}`);
      const { requestedAt } = rows.get(certificateArn) ?? {};
      if (!requestedAt || requestedAt < at) put(certificateArn, { requestedAt: at });
    },
    async noteSwept(sweepId, swept) {
      journal.change(`keptCertificates.noteSwept ${swept.certificateArn} ${swept.verdict}`);
      const { sweepId: known = '' } = rows.get(swept.certificateArn) ?? {};
      if (known <= sweepId) put(swept.certificateArn, { sweepId, swept });
    },
    async swept(sweepId) {
      journal.read(`keptCertificates.swept ${sweepId}`);
      return [...rows.values()].flatMap((row) => (row.swept && (row.sweepId ?? '') >= sweepId ? [row.swept] : []));
    },
    async lastSweep() {
      journal.read('keptCertificates.lastSweep');
      return sweptAt;
    },
    async noteSweep(at) {
      journal.change('keptCertificates.noteSweep');
      sweptAt = at;
    },
  };
  return ports;
}
