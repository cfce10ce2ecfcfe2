import type { InventoryBucket } from '../../shared/ports/state';
import type { Journal } from './journal';

/** The inventory bucket in memory. */
export function fakeInventoryBucket(journal: Journal) {
  const objects = new Map<string, { readonly contentType: string; readonly body: string }>();
  const ports: InventoryBucket = {
    async put(key, contentType, body) {
      journal.change(`inventoryBucket.put ${key}`);
      objects.set(key, { contentType, body });
    },
  };
  return { ...ports, objects };
}
