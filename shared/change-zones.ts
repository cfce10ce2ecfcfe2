/**
 * Applies changes zone by zone, one atomic batch each. When a zone fails after others succeeded, the error message lists the
 * records that were written.
 *
 * @throws what `change` throws
 */
export async function changeZones<Item extends { readonly zoneId: string; readonly name: string }>(
  items: readonly Item[],
  change: (zoneId: string, items: readonly Item[]) => Promise<void>,
): Promise<void> {
  const done: string[] = [];
  for (const zoneId of new Set(items.map((item) => item.zoneId))) {
    const batch = items.filter((item) => item.zoneId === zoneId);
    try {
      await change(zoneId, batch);
    } catch (error) {
      if (error instanceof Error && done.length > 0) error.message += `; already written: ${done.join(', ')}`;
      throw error;
    }
    done.push(...batch.map(({ name }) => `${name} in zone ${zoneId}`));
  }
}
