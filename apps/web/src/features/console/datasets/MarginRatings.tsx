import type { MarginRating } from '@pairwright/contract/recipe';
import type { RecipeChoices } from '@pairwright/contract/recipe-choices';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';

interface Props {
  projectId: string;
  /** Null: a recipe of before, which took them all for one. */
  chosen: readonly MarginRating[] | null;
  onChange: (chosen: MarginRating[]) => void;
}

/** Which ratings a margin is the difference of, and which end of each is better: nothing but a person can tell. */
export function MarginRatings({ projectId, chosen, onChange }: Props) {
  const t = useT();
  const found = useQuery(read('getRecipeChoices', { params: { projectId } }));
  if (found.error !== null) return <ProblemState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton lines={2} />;
  const { ratings } = found.data;
  if (ratings.length === 0) return <Banner tone="warn">{t('console-datasets.margin_no_ratings')}</Banner>;
  return (
    <fieldset>
      <legend>{t('console-datasets.margin_ratings')}</legend>
      <p className="muted">{t('console-datasets.margin_ratings_hint')}</p>
      {chosen === null ? <Banner tone="warn">{t('console-datasets.margin_ratings_old')}</Banner> : null}
      {chosen?.length === 0 ? <Banner tone="warn">{t('console-datasets.margin_ratings_none')}</Banner> : null}
      <div className={styles['fields']}>
        {ratings.map((rating) => (
          <OneRating key={rating.key} rating={rating} chosen={chosen ?? []} onChange={onChange} />
        ))}
      </div>
    </fieldset>
  );
}

interface OneProps extends Pick<Props, 'onChange'> {
  rating: RecipeChoices['ratings'][number];
  chosen: readonly MarginRating[];
}

function OneRating({ rating, chosen, onChange }: OneProps) {
  const t = useT();
  const locale = useLocale();
  const { key, min, max } = rating;
  const end = (value: number, name: (typeof rating)['low']): string =>
    name === null ? String(value) : t('console-datasets.margin_end', { value, name: name[locale] });
  return (
    <Select<MarginRating['better'] | 'none'>
      label={rating.label[locale]}
      hint={t('console-datasets.margin_scale', {
        key,
        low: end(min, rating.low),
        high: end(max, rating.high),
      })}
      value={chosen.find((one) => one.key === key)?.better ?? 'none'}
      onChange={(better) => {
        const others = chosen.filter((one) => one.key !== key);
        onChange(better === 'none' ? others : [...others, { key, better }]);
      }}
      options={(['none', 'higher', 'lower'] as const).map((value) => ({
        value,
        label: t(`console-datasets.margin_better_${value}`),
      }))}
    />
  );
}
