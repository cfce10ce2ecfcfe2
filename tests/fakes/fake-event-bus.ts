import { schemaFileOf } from '../../events/event';
import type { EventBus } from '../../shared/ports/publishers';
import { problemsBySchema } from '../builders/json-schemas';
import type { Journal } from './journal';

/** The event bus in memory: validates events against the contract and its JSON schema, and stores them. */
export function fakeEventBus(journal: Journal) {
  const events: { readonly detailType: string; readonly detail: unknown; readonly resources: readonly string[] }[] = [];
  const ports: EventBus = {
    async publish(contract, detail, resources) {
      journal.change(`eventBus.publish ${contract.detailType}`);
      const problems = problemsBySchema(schemaFileOf(contract), detail);
      if (problems.length > 0) throw new Error(`${contract.detailType}: ${problems.join('; ')}`);
      events.push({ detailType: contract.detailType, detail: contract.detail.parse(detail), resources });
      return `event-${events.length}`;
    },
  };
  return { ...ports, events };
}
