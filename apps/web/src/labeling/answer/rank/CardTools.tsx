import type { Ranks } from '@pairwright/domain/judgment/rank-moves';
import { slotsOf } from '@pairwright/domain/judgment/rank-moves';
import { useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuItem } from '../../../ui/Menu.tsx';
import type { Work } from '../../session/session.ts';
import { useKeys } from '../../shortcuts/use-keys.ts';
import { placeLetter } from '../place-letter.ts';
import type { Ranking } from './use-ranking.ts';
import { useRanking } from './use-ranking.ts';
import { placeText } from './ranking.ts';
import type { RankQuestion } from './ranking.ts';
import styles from './rank.module.css';

/** Where an answer stands, and the ways to move it without keys and without dragging. */
export function CardTools({ work, place }: { work: Work; place: number }) {
  const { main } = work.question.form;
  return main.kind === 'rank' ? <Tools work={work} place={place} main={main} /> : null;
}

function Tools({ work, place, main }: { work: Work; place: number; main: RankQuestion }) {
  const t = useT();
  const ranking = useRanking(work, main);
  const letter = placeLetter(place);
  const up = useKeys('rank-up', ['Alt+ArrowUp']);
  const down = useKeys('rank-down', ['Alt+ArrowDown']);
  return (
    <>
      <span className={styles['standing']} data-standing={standing(ranking.ranks[place])}>
        {placeText(ranking.ranks, place, t)}
      </span>
      <div className={styles['moves']}>
        <IconButton
          size="small"
          icon="up"
          label={t('labeling-rank.up', { letter })}
          shortcut={up.badge}
          aria-keyshortcuts={up.aria}
          onClick={() => ranking.move(place, { to: 'up' })}
        />
        <IconButton
          size="small"
          icon="down"
          label={t('labeling-rank.down', { letter })}
          shortcut={down.badge}
          aria-keyshortcuts={down.aria}
          onClick={() => ranking.move(place, { to: 'down' })}
        />
        <Menu
          label={t('labeling-rank.move', { letter })}
          icon="rows"
          groups={[{ id: 'ranks', items: moveItems({ ranking, place, main }, t) }]}
        />
      </div>
    </>
  );
}

function standing(rank: number | null | undefined): 'none' | 'tray' | 'ranked' {
  if (rank === null || rank === undefined) return 'none';
  return rank === 0 ? 'tray' : 'ranked';
}

function moveItems(
  { ranking, place, main }: { ranking: Ranking; place: number; main: RankQuestion },
  t: Translate,
): MenuItem[] {
  const { ranks, move } = ranking;
  const now = ranks[place] ?? null;
  const items: MenuItem[] = ranks.map((_, index) => ({
    id: `rank-${index + 1}`,
    label: rankLabel({ ranks, place, rank: index + 1, ties: main.allowTies }, t),
    checked: now === index + 1,
    onSelect: () => move(place, { to: 'rank', rank: index + 1 }),
  }));
  if (main.allowUnacceptable)
    items.push({
      id: 'tray',
      label: t('labeling-rank.move_tray'),
      checked: now === 0,
      onSelect: () => move(place, { to: 'tray' }),
    });
  items.push({
    id: 'none',
    label: t('labeling-rank.move_none'),
    checked: now === null,
    onSelect: () => move(place, { to: 'none' }),
  });
  return items;
}

function rankLabel(
  { ranks, place, rank, ties }: { ranks: Ranks; place: number; rank: number; ties: boolean },
  t: Translate,
): string {
  const others = (slotsOf(ranks)[rank - 1] ?? []).filter((other) => other !== place);
  if (!ties || others.length === 0) return t('labeling-rank.move_rank', { rank });
  return t('labeling-rank.move_rank_with', { rank, letters: others.map(placeLetter).join(', ') });
}
