import type { RecipeFilters } from '@pairwright/contract/recipe';
import { unmatchedValues } from '@pairwright/domain/versions/unmatched-values';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { useChoiceWords } from '../versions/choice-words.ts';

/** Says which values of the filters nothing in the project has, before anything is frozen by them. */
export function UnmatchedBanner({ projectId, filters }: { projectId: string; filters: RecipeFilters }) {
  const t = useT();
  const words = useChoiceWords();
  const { data } = useQuery(read('getRecipeChoices', { params: { projectId } }));
  const unmatched = data === undefined ? [] : unmatchedValues(filters, data);
  if (unmatched.length === 0) return null;
  return (
    <Banner tone="warn">
      <p>{t(`console-datasets.${unmatched.some(({ sure }) => sure) ? 'unmatched' : 'unmatched_maybe'}`)}</p>
      <ul>
        {unmatched.map(({ filter, value, sure }) => (
          <li key={`${filter} ${value}`}>
            {t(sure ? 'console-datasets.unmatched_value' : 'console-datasets.unmatched_value_maybe', {
              filter: words.name(`filters.${filter}`),
              value: words.value(`filters.${filter}`, value),
            })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
