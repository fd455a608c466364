import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useEstimate } from '../use-estimate.ts';
import type { Leaderboard } from './LeaderboardPage.tsx';

interface Effect {
  name: 'position' | Leaderboard['controls'][number]['name'];
  effect: Estimate;
}

/** What else decides beside the model: the side, and what was controlled for. */
export function EffectsCard({ board }: { board: Leaderboard }) {
  const t = useT();
  const { estimate } = useEstimate();
  const effects: Effect[] = [{ name: 'position', effect: board.position }, ...board.controls];
  return (
    <ChartCard
      title={t('console-leaderboard.effects')}
      how={<p>{t('console-leaderboard.effects_how')}</p>}
      csv={{
        name: 'effects',
        rows: [
          ['effect', 'log_odds', 'low', 'high', 'votes'],
          ...effects.map(({ name, effect }) => [name, effect.value, effect.low, effect.high, effect.n]),
        ],
      }}
      table={
        <Table<Effect>
          caption={t('console-statistics.table_of', { title: t('console-leaderboard.effects') })}
          hideCaption
          compact
          rows={effects}
          rowKey={({ name }) => name}
          columns={[
            {
              key: 'name',
              header: t('console-leaderboard.effect'),
              rowHeader: true,
              cell: ({ name }) =>
                name === 'position' && board.rankings > 0
                  ? t('console-leaderboard.effect_position_earlier')
                  : t(`console-leaderboard.effect_${name}`),
            },
            {
              key: 'value',
              header: t('console-leaderboard.log_odds'),
              align: 'end',
              cell: ({ effect }) => <RowsLink rows={{ votes: 'counted' }}>{estimate(effect)}</RowsLink>,
            },
          ]}
        />
      }
    />
  );
}
