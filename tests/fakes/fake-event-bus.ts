import type { EventBus } from '../../shared/aws/event-bus';
import type { Journal } from './journal';

/** The bus in memory: takes what keeps its contract, and remembers it. */
export function fakeEventBus(journal: Journal) {
  const events: { readonly detailType: string; readonly detail: unknown; readonly resources: readonly string[] }[] = [];
  const ports: EventBus = {
    async publish(contract, detail, resources) {
      journal.change(`eventBus.publish ${contract.detailType}`);
      events.push({ detailType: contract.detailType, detail: contract.detail.parse(detail), resources });
      return `event-${events.length}`;
    },
  };
  return { ...ports, events };
}
