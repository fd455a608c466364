import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useRef } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Name } from '../../shared/Name.tsx';
import { PageKeys } from '../../shared/PageKeys.tsx';
import styles from '../statistics.module.css';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { rankOf } from './standing.ts';

interface Props {
  board: Leaderboard;
  /** The two that are compared. */
  chosen: readonly [string, string];
  onChoose: (chosen: readonly [string, string]) => void;
}

/** Every model, best first, to choose two by keys or pointer; whoever is chosen takes the place of the one chosen earlier. */
export function ModelPicker({ board: { models, islands }, chosen, onChoose }: Props) {
  const t = useT();
  const isTwin = lookAlikesOfKinds(models.map(({ model }) => model));
  const list = useRef<HTMLDivElement>(null);
  const buttons = (): HTMLButtonElement[] => [...(list.current?.querySelectorAll('button') ?? [])];
  const at = (): number => buttons().findIndex((button) => button === document.activeElement);
  const go = (by: 1 | -1): void => {
    const all = buttons();
    const next = at() === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at() + by));
    all[next]?.focus();
  };
  const choose = (model: string): void => {
    if (!chosen.includes(model)) onChoose([chosen[1], model]);
  };
  return (
    <>
      <PageKeys
        keys={[
          { id: 'next-model', chords: ['j'], label: 'console-leaderboard.key_next', run: () => go(1) },
          {
            id: 'previous-model',
            chords: ['k'],
            label: 'console-leaderboard.key_previous',
            run: () => go(-1),
          },
          { id: 'choose-model', chords: [' '], label: 'console-leaderboard.key_choose' },
        ]}
      />
      <div ref={list} role="group" aria-label={t('console-leaderboard.models')} className={styles['models']}>
        {models.map((row) => (
          <Button
            key={row.model}
            size="small"
            aria-pressed={chosen.includes(row.model)}
            onClick={() => choose(row.model)}
          >
            <span>
              {islands.length === 0
                ? rankOf(row)
                : t('console-leaderboard.rank_in_group', { group: row.island, rank: rankOf(row) })}
            </span>{' '}
            <Name text={row.model} isTwin={isTwin(row.model)} />
          </Button>
        ))}
      </div>
    </>
  );
}
