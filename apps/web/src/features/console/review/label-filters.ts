import type { CallInput } from '@pairwright/contract/client';
import { useSearchParams } from 'wouter';

/** What the list can be narrowed to and sorted by, as it stands in the address; the first of each is the usual one. */
export const labelChoices = {
  result: ['all', 'settled', 'winner', 'tie', 'both_bad', 'contested', 'unresolved', 'answered'],
  method: ['all', 'single', 'majority', 'median', 'weighted', 'adjudicated'],
  agreement: ['all', 'full', 'partial', 'none'],
  sort: ['comparison', 'most_disagreement', 'least_disagreement'],
} as const;

export type LabelFilter = keyof typeof labelChoices;
export type LabelChoice<Filter extends LabelFilter> = (typeof labelChoices)[Filter][number];
export type LabelChoices = { readonly [Filter in LabelFilter]: LabelChoice<Filter> } & {
  readonly question: string;
};

/** The choices in the address, and how to change one; anything else there is as if it were not. */
export function useLabelFilters(): {
  chosen: LabelChoices;
  narrowed: boolean;
  choose: (name: LabelFilter | 'question', value: string) => void;
  clear: () => void;
} {
  const [search, setSearch] = useSearchParams();
  const of = <Filter extends LabelFilter>(name: Filter): LabelChoice<Filter> => {
    const choices: readonly LabelChoice<Filter>[] = labelChoices[name];
    return choices.find((known) => known === search.get(name)) ?? choices[0]!;
  };
  const question = search.get('question') ?? 'main';
  const chosen = {
    question: /^(safety|(criterion|rating|flag):[a-z][a-z0-9_]{0,39})$/.test(question) ? question : 'main',
    result: of('result'),
    method: of('method'),
    agreement: of('agreement'),
    sort: of('sort'),
  };
  return {
    chosen,
    narrowed: chosen.result !== 'all' || chosen.method !== 'all' || chosen.agreement !== 'all',
    choose: (name, value) => {
      const next = new URLSearchParams(search);
      const usual = name === 'question' ? 'main' : labelChoices[name][0];
      if (value === usual) next.delete(name);
      else next.set(name, value);
      setSearch(next, { replace: true });
    },
    clear: () =>
      setSearch(chosen.question === 'main' ? {} : { question: chosen.question }, { replace: true }),
  };
}

/** The choices as the list is asked for. */
export function labelQuery({
  question,
  result,
  method,
  agreement,
  sort,
}: LabelChoices): CallInput<'listResolutions'>['query'] {
  return {
    question,
    sort,
    ...(result === 'all' ? {} : { result }),
    ...(method === 'all' ? {} : { method }),
    ...(agreement === 'all' ? {} : { agreement }),
  };
}
