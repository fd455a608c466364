import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';

/** How often each model won against each other one. */
export function WinsCard({ board }: { board: Leaderboard }) {
  const t = useT();
  const formats = useFormats();
  const names = board.models.map(({ model }) => model);
  const cell = (row: number, column: number): string => {
    const [wins, losses, ties] = [
      board.wins[row]![column]!,
      board.wins[column]![row]!,
      board.ties[row]![column]!,
    ];
    const n = wins + losses + ties;
    return n === 0 ? '–' : `${formats.percent((wins + ties / 2) / n)} (${formats.number(n)})`;
  };
  return (
    <ChartCard
      title={t('console-leaderboard.matrix')}
      how={<p>{t(`console-leaderboard.${board.rankings === 0 ? 'matrix_how' : 'matrix_how_rankings'}`)}</p>}
      csv={{ name: 'win-matrix', rows: csvOf(board) }}
      table={
        <Table<string>
          caption={t('console-statistics.table_of', { title: t('console-leaderboard.matrix') })}
          hideCaption
          compact
          rows={names}
          rowKey={(name) => name}
          columns={[
            {
              key: 'model',
              header: t('console-leaderboard.model'),
              rowHeader: true,
              cell: (name) => <bdi>{name}</bdi>,
            },
            ...names.map((name, column) => ({
              key: `against ${name}`,
              header: name,
              align: 'end' as const,
              cell: (of: string) =>
                of === name ? (
                  ''
                ) : (
                  <RowsLink rows={{ model: of, against: name }}>{cell(names.indexOf(of), column)}</RowsLink>
                ),
            })),
          ]}
        />
      }
    />
  );
}

function csvOf({ models, wins, ties }: Leaderboard) {
  const rows = models.flatMap(({ model }, row) =>
    models.flatMap((other, column) =>
      row === column
        ? []
        : [[model, other.model, wins[row]![column]!, wins[column]![row]!, ties[row]![column]!]],
    ),
  );
  return [['model', 'against', 'wins', 'losses', 'ties'], ...rows];
}
