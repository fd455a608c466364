/**
 * What is shown, by the groups of models that results join: the largest group first, then that of the best model, each in the
 * order of what is shown; one group where all are joined. A model that is not shown joins others all the same.
 */
export function islandsAmong(
  islands: readonly (readonly number[])[],
  shown: readonly number[],
): readonly (readonly number[])[] {
  if (shown.length === 0) return [];
  if (islands.length === 0) return [shown];
  const islandOf = new Map(islands.flatMap((items, island) => items.map((item) => [item, island] as const)));
  const groups = new Map<number | undefined, number[]>();
  for (const item of shown) {
    const island = islandOf.get(item);
    const group = groups.get(island);
    if (group === undefined) groups.set(island, [item]);
    else group.push(item);
  }
  return [...groups.values()].sort((one, other) => other.length - one.length);
}
