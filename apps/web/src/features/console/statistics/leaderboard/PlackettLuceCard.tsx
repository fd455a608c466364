import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { DotPlot } from '../DotPlot.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { ratingOf } from './standing.ts';

type Board = NonNullable<Leaderboard['plackettLuce']>;
type Standing = Board['models'][number];

/** Whole rankings by the model of Plackett and Luce, beside the ratings that are made of their pairs. */
export function PlackettLuceCard({ board }: { board: Board }) {
  const t = useT();
  const formats = useFormats();
  const round = (value: number): string => formats.number(Math.round(ratingOf(value)));
  const { models, reason, rankings, leftOut, withPrior, tieWeight } = board;
  const title = t('console-leaderboard.luce');
  const rows = models.map(({ model, worth, low, high }) => {
    const [at, from, to] = [worth, low, high].map(ratingOf) as [number, number, number];
    return { key: model, label: model, at, from, to };
  });
  const label = t('console-leaderboard.plot', {
    models: models.length,
    best: models[0]?.model ?? '',
    rating: round(models[0]?.worth ?? 0),
  });
  const plot = (value: number): string => formats.number(Math.round(value));
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-leaderboard.luce_how')}</p>}
      csv={{ name: 'plackett-luce', rows: csvOf(models) }}
      {...(models.length === 0 ? {} : { chart: <DotPlot label={label} rows={rows} format={plot} /> })}
      table={models.length === 0 ? null : <Worths title={title} models={models} round={round} />}
    >
      {reason === null ? null : <p>{t(`console-statistics.not_defined_${reason}`)}</p>}
      {withPrior ? <p>{t('console-leaderboard.with_prior')}</p> : null}
      <p className="muted">
        <RowsLink rows={{ outcome: 'ranking' }}>
          {t('console-leaderboard.luce_behind', { rankings, leftOut })}
        </RowsLink>
        {tieWeight === null
          ? null
          : ` ${t('console-leaderboard.luce_ties', { weight: formats.number(Math.round(tieWeight * 100) / 100) })}`}
      </p>
    </ChartCard>
  );
}

function Worths({
  title,
  models,
  round,
}: {
  title: string;
  models: readonly Standing[];
  round: (value: number) => string;
}) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Standing>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={models}
      rowKey={({ model }) => model}
      columns={[
        {
          key: 'model',
          header: t('console-leaderboard.model'),
          rowHeader: true,
          cell: ({ model }) => <bdi>{model}</bdi>,
        },
        {
          key: 'rating',
          header: t('console-leaderboard.rating'),
          align: 'end',
          cell: ({ model, worth, low, high }) => (
            <RowsLink rows={{ model, outcome: 'ranking' }}>
              {t('console-statistics.interval', { value: round(worth), low: round(low), high: round(high) })}
            </RowsLink>
          ),
        },
        {
          key: 'first',
          header: t('console-leaderboard.luce_first'),
          align: 'end',
          cell: ({ model, first }) => (
            <RowsLink rows={{ model, outcome: 'ranking' }}>{formats.percent(first)}</RowsLink>
          ),
        },
      ]}
    />
  );
}

const columns = ['model', 'worth', 'low', 'high', 'first'] as const;

function csvOf(models: readonly Standing[]) {
  return [columns, ...models.map((row) => columns.map((name) => row[name]))];
}
