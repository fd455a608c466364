import type { RecipeFilters } from '@pairwright/contract/recipe';
import type { OfferedList, RecipeChoices } from '@pairwright/contract/recipe-choices';

/** The list of values that each filter of a recipe is chosen from, where it is chosen from one. */
export const listOfFilter = {
  batches: 'batches',
  rounds: 'rounds',
  languages: 'languages',
  categories: 'categories',
  sources: 'sources',
  tags: 'tags',
  models: 'models',
  withoutFlags: 'flags',
  questionVersions: 'questionVersions',
  guidelinesVersions: 'guidelinesVersions',
  teams: 'teams',
} as const satisfies Partial<Record<keyof RecipeFilters, OfferedList>>;
export type ListedFilter = keyof typeof listOfFilter;

export interface UnmatchedValue {
  readonly filter: ListedFilter;
  readonly value: string | number;
  /** False: only a part of the project was looked at, and some may have it. */
  readonly sure: boolean;
}

/** What the filters name and nothing in the project has now, in the order of the filters. */
export function unmatchedValues(filters: RecipeFilters, choices: RecipeChoices): UnmatchedValue[] {
  return (Object.keys(listOfFilter) as ListedFilter[]).flatMap((filter) => {
    const list = listOfFilter[filter];
    const counts = new Map<string | number, number>(choices[list].map(({ value, count }) => [value, count]));
    const isSure = (value: string | number): boolean =>
      counts.has(value) ? choices.sampled === null : !choices.partial.includes(list);
    const named: readonly (string | number)[] = filters[filter];
    return named
      .filter((value) => (counts.get(value) ?? 0) === 0)
      .map((value) => ({ filter, value, sure: isSure(value) }));
  });
}
