import type { DiffSide } from '@pairwright/contract/version-diff';
import type { Formats } from '../../../i18n/format.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

/** What the rows of one response store, as the database writes it. */
interface Detail {
  readonly good?: boolean;
  readonly steps?: readonly { readonly label: 'right' | 'wrong' | 'neutral' }[];
  readonly ratings?: readonly { readonly key: string; readonly mean: number }[];
}

/** The label of a row that is no preference: its kind, and of one response what is said of it. */
export function labelOfSide(
  { kind, detail }: Pick<DiffSide, 'detail'> & { kind: Exclude<DiffSide['kind'], 'preference'> },
  t: Translate,
  formats: Formats,
): string {
  const name = t(`console-versions.row_${kind}`);
  const said = saidIn(detail ?? {}, t, formats);
  return said === null ? name : t('console-versions.row_says', { kind: name, said });
}

function saidIn({ good, steps, ratings }: Detail, t: Translate, formats: Formats): string | null {
  if (good !== undefined) return t(`console-versions.row_${good ? 'good' : 'not_good'}`);
  if (steps !== undefined) return formats.list(steps.map(({ label }) => t(`console-versions.step_${label}`)));
  if (ratings === undefined) return null;
  return formats.list(
    ratings.map(({ key, mean }) => `${key} ${formats.number(Math.round(mean * 100) / 100)}`),
  );
}
