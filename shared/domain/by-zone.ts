/** Sorts things into their zones: one batch a zone is what Route 53 takes. */
export function byZone<Item extends { readonly zoneId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const zones = new Map<string, Item[]>();
  for (const item of items) zones.set(item.zoneId, [...(zones.get(item.zoneId) ?? []), item]);
  return zones;
}
