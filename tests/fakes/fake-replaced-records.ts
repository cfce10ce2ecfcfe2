import type { RecordReplacement, ReplacedRecords } from '../../shared/ports/state';
import type { Journal } from './journal';

/** The table of replaced records in memory. */
export function fakeReplacedRecords(journal: Journal) {
  const held = new Map<string, RecordReplacement>();
  const ports: ReplacedRecords = {
    async save(replacements) {
      for (const replacement of replacements) {
        const { name, replacedAt } = replacement;
        journal.change(`replacedRecords.save ${name}`);
        held.set(`${name} ${replacedAt}`, replacement);
      }
    },
    async last(name) {
      journal.read(`replacedRecords.last ${name}`);
      return [...held.values()]
        .filter((each) => each.name === name)
        .sort((one, other) => one.replacedAt.localeCompare(other.replacedAt))
        .at(-1);
    },
  };
  return { ...ports, all: () => [...held.values()] };
}
