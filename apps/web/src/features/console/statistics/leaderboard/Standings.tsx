import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import type { ReactNode } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { CopyButton } from '../../../../ui/CopyButton.tsx';
import { Table } from '../../../../ui/Table.tsx';
import { Name } from '../../shared/Name.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { AbilityPlot } from './AbilityPlot.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { rankOf, ratingOf } from './standing.ts';

/** Where both bad is left out of a board, ties alone are its rows that nobody won. */
const results = {
  votes: {},
  wins: { result: 'won' },
  losses: { result: 'lost' },
  ties: { result: 'undecided' },
} as const;

type Standing = Leaderboard['models'][number];

/** Every model with its rating, its interval and the ranks it may have. */
export function Standings({ board, snapshotId }: { board: Leaderboard; snapshotId: string }) {
  const t = useT();
  const address = new URL(globalThis.location.href);
  address.searchParams.set('snapshot', snapshotId);
  return (
    <ChartCard
      title={t('console-leaderboard.ratings')}
      how={
        <>
          <p>{t('console-leaderboard.how')}</p>
          {board.rankings === 0 ? null : <p>{t('console-leaderboard.how_rankings')}</p>}
          <p>{t('console-leaderboard.how_errors')}</p>
        </>
      }
      csv={{ name: 'leaderboard', rows: csvOf(board) }}
      {...(board.reason === null
        ? { chart: <ByIsland board={board}>{(models) => <AbilityPlot models={models} />}</ByIsland> }
        : {})}
      table={
        <ByIsland board={board}>{(models) => <StandingsTable board={board} models={models} />}</ByIsland>
      }
    >
      {board.reason === null ? null : <p>{t(`console-statistics.not_defined_${board.reason}`)}</p>}
      <p className="muted">
        <RowsLink rows={{ votes: 'counted' }}>
          {board.rankings === 0
            ? t('console-leaderboard.votes_behind', { votes: board.votes })
            : t('console-leaderboard.results_behind', { votes: board.votes, rankings: board.rankings })}
        </RowsLink>{' '}
        <CopyButton text={address.href} label={t('console-leaderboard.copy_address')} />
      </p>
    </ChartCard>
  );
}

/** Group after group where no results join them, each by itself: a rating says nothing across groups. */
function ByIsland({
  board: { islands, models },
  children,
}: {
  board: Leaderboard;
  children: (models: readonly Standing[]) => ReactNode;
}) {
  const t = useT();
  if (islands.length === 0) return children(models);
  return islands.map((names, at) => (
    <section key={names[0]} aria-label={t('console-leaderboard.group', { group: at + 1 })}>
      <h3>{t('console-leaderboard.group', { group: at + 1 })}</h3>
      {children(models.filter(({ island }) => island === at + 1))}
    </section>
  ));
}

function StandingsTable({ board, models }: { board: Leaderboard; models: readonly Standing[] }) {
  const t = useT();
  const formats = useFormats();
  const rating = useRating();
  const isTwin = lookAlikesAmong(board.models.map(({ model }) => model));
  return (
    <Table<Standing>
      caption={t('console-statistics.table_of', { title: t('console-leaderboard.ratings') })}
      hideCaption
      compact
      rows={models}
      rowKey={(row) => row.model}
      columns={[
        {
          key: 'rank',
          header: t('console-leaderboard.rank'),
          cell: (row) => <RowsLink rows={{ model: row.model }}>{rankOf(row)}</RowsLink>,
        },
        {
          key: 'model',
          header: t('console-leaderboard.model'),
          rowHeader: true,
          cell: (row) => <Name text={row.model} isTwin={isTwin(row.model)} />,
        },
        {
          key: 'rating',
          header: t('console-leaderboard.rating'),
          align: 'end',
          cell: (row) => <RowsLink rows={{ model: row.model }}>{rating(row)}</RowsLink>,
        },
        ...(['votes', 'wins', 'losses', 'ties'] as const).map((key) => ({
          key,
          header: t(`console-leaderboard.${key === 'votes' && board.rankings > 0 ? 'results' : key}`),
          align: 'end' as const,
          cell: (row: Standing) => (
            <RowsLink rows={{ model: row.model, ...results[key] }}>{formats.number(row[key])}</RowsLink>
          ),
        })),
      ]}
    />
  );
}

/** `1034 (1012 to 1056)`. */
function useRating() {
  const t = useT();
  const formats = useFormats();
  return ({ ability, low, high }: Standing): string => {
    if (ability === null || low === null || high === null) return '–';
    const [value, from, to] = [ability, low, high].map((at) => formats.number(Math.round(ratingOf(at))));
    return t('console-statistics.interval', { value: value!, low: from!, high: to! });
  };
}

const columns = [
  'model',
  'ability',
  'low',
  'high',
  'bestRank',
  'worstRank',
  'votes',
  'wins',
  'losses',
  'ties',
  'island',
] as const;

function csvOf({ models }: Leaderboard) {
  return [columns, ...models.map((row) => columns.map((name) => row[name]))];
}
