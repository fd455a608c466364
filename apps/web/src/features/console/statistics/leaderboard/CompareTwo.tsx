import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Select } from '../../../../ui/Field.tsx';
import { Figures } from '../../shared/Figures.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import styles from '../statistics.module.css';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { ModelPicker } from './ModelPicker.tsx';

/** Two models against each other: who won how often, and how many votes would tell them apart. */
export function CompareTwo({ board }: { board: Leaderboard }) {
  const t = useT();
  const names = board.models.map(({ model }) => model);
  const [chosen, setChosen] = useState<readonly [string, string] | null>(null);
  if (names.length < 2) return null;
  const [one, other] = chosen ?? [names[0]!, names[1]!];
  const [row, column] = [names.indexOf(one), names.indexOf(other)];
  if (row === -1 || column === -1) return null;
  const needed = board.votesNeeded[row]?.[column] ?? null;
  const options = names.map((value) => ({ value, label: value }));
  const verdict =
    needed === null
      ? t(`console-leaderboard.needed_${board.votesNeededReason[row]![column] ?? 'no_abilities'}`)
      : needed === 0
        ? t('console-leaderboard.needed_none')
        : t('console-leaderboard.needed', { votes: needed });
  return (
    <Card title={t('console-leaderboard.compare')}>
      <ModelPicker board={board} chosen={[one, other]} onChoose={setChosen} />
      <div className={styles['filters']}>
        <Select
          label={t('console-leaderboard.one')}
          value={one}
          options={options}
          onChange={(value) => setChosen([value, other])}
        />
        <Select
          label={t('console-leaderboard.other')}
          value={other}
          options={options}
          onChange={(value) => setChosen([one, value])}
        />
      </div>
      {row === column ? null : <Duel board={board} one={one} other={other} />}
      <p role="status">
        <RowsLink rows={{ model: one, against: other }}>{verdict}</RowsLink>
      </p>
    </Card>
  );
}

/** How often each of two models won against the other. */
function Duel({ board, one, other }: { board: Leaderboard; one: string; other: string }) {
  const t = useT();
  const formats = useFormats();
  const placeOf = (name: string): number => board.models.findIndex(({ model }) => model === name);
  const [row, column] = [placeOf(one), placeOf(other)];
  return (
    <Figures
      label={t('console-leaderboard.compare')}
      items={[
        {
          label: t('console-leaderboard.for', { model: one }),
          value: formats.number(board.wins[row]![column]!),
          rows: { model: one, against: other, result: 'won' },
        },
        {
          label: t('console-leaderboard.ties'),
          value: formats.number(board.ties[row]![column]!),
          rows: { model: one, against: other, result: 'undecided' },
        },
        {
          label: t('console-leaderboard.for', { model: other }),
          value: formats.number(board.wins[column]![row]!),
          rows: { model: other, against: one, result: 'won' },
        },
      ]}
    />
  );
}
