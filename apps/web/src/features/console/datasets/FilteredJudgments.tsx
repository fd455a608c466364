import { useT } from '../../../i18n/use-i18n.ts';

interface Props {
  /** Null: it was not counted then. */
  filtered: number | null;
  of: number;
}

/** Says how many judgments the filters leave out, which is why some comparisons have too few. */
export function FilteredJudgments({ filtered, of }: Props) {
  const t = useT();
  if (filtered === null || filtered === 0) return null;
  return <p className="muted">{t('console-datasets.filtered_judgments', { filtered, of })}</p>;
}
