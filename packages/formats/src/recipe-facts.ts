import { recipe as recipeShape, type Recipe } from '@pairwright/contract/datasets';

const firstChoices = [
  'minJudgments',
  'majority',
  'ties',
  'bothBad',
  'dropFlagged',
  'includeMargin',
  'rankings',
  'rewrites',
] as const satisfies readonly (keyof Recipe)[];
/** What a manifest tells of a recipe. */
export type RecipeFacts = Pick<Recipe, (typeof firstChoices)[number]> & Partial<Recipe>;

const defaults = Object.entries(recipeShape.parse({})) as [keyof Recipe, unknown][];

/** Choices made since versions have manifests; later ones where they are not the default. */
export function recipeFacts(recipe: Recipe): RecipeFacts {
  const isFirst = (key: string): boolean => firstChoices.some((choice) => choice === key);
  const later = defaults
    .filter(([key, usual]) => !isFirst(key) && JSON.stringify(recipe[key]) !== JSON.stringify(usual))
    .map(([key]) => key);
  return Object.fromEntries(
    [...firstChoices, ...later].map((key) => [
      key,
      key === 'filters' ? withoutUnusedLater(recipe.filters) : recipe[key],
    ]),
  ) as RecipeFacts;
}

/** Filters that came later are left out where they let everything pass: versions frozen before keep their bytes. */
const laterFilters: readonly string[] = ['rounds', 'tags', 'teams'] satisfies (keyof Recipe['filters'])[];

function withoutUnusedLater(filters: Recipe['filters']): Partial<Recipe['filters']> {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([key, value]) => !(laterFilters.includes(key) && Array.isArray(value) && value.length === 0),
    ),
  );
}
