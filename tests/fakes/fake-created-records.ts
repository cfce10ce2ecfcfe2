import type { CreatedRecord, CreatedRecords } from '../../shared/ports/state';
import type { Journal } from './journal';

/** The table of created records in memory. */
export function fakeCreatedRecords(journal: Journal) {
  const held = new Map<string, CreatedRecord>();
  const key = ({ domainName, zoneId, name, type }: CreatedRecord) => `${domainName} ${zoneId} ${name} ${type}`;
  const ports: CreatedRecords = {
    async save(records) {
      journal.change(`createdRecords.save ${records.map(({ name, type }) => `${name}/${type}`).join(' ')}`);
      for (const record of records) held.set(key(record), record);
    },
    async listByDomain(domainName) {
      journal.read(`createdRecords.listByDomain ${domainName}`);
      return [...held.values()].filter((record) => record.domainName === domainName);
    },
    async delete(record) {
      journal.change(`createdRecords.delete ${record.name}/${record.type}`);
      held.delete(key(record));
    },
  };
  return { ...ports, all: () => [...held.values()] };
}
