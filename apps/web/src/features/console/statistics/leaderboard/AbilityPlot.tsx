import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { type DotRow, DotPlot } from '../DotPlot.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { rankOf, ratingOf } from './standing.ts';

/** The rating of each of these models with its 95 % interval, best on top. */
export function AbilityPlot({ models }: { models: readonly Leaderboard['models'][number][] }) {
  const t = useT();
  const formats = useFormats();
  const round = (value: number): string => formats.number(Math.round(value));
  const rows = models.flatMap((row): DotRow[] => {
    const { ability, low, high, model } = row;
    if (ability === null || low === null || high === null) return [];
    const [at, from, to] = [ability, low, high].map(ratingOf) as [number, number, number];
    return [{ key: model, label: `${rankOf(row)}  ${model}`, at, from, to }];
  });
  const label = t('console-leaderboard.plot', {
    models: rows.length,
    best: rows[0]?.key ?? '',
    rating: round(rows[0]?.at ?? 0),
  });
  return <DotPlot label={label} rows={rows} format={round} />;
}
