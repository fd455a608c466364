import type { RefObject } from 'react';
import { rankedLast } from '@pairwright/domain/judgment/typing-ranks';
import { useT } from '../../../i18n/use-i18n.ts';
import { useKeptFocus } from '../../../ui/use-kept-focus.ts';
import type { Work } from '../../session/session.ts';
import type { Chord } from '../../shortcuts/chord.ts';
import { useKeys } from '../../shortcuts/use-keys.ts';
import { placeLetter } from '../place-letter.ts';
import styles from './panel.module.css';
import type { RankQuestion } from './ranking.ts';
import type { RankKeys } from './use-rank-keys.ts';
import type { Ranking } from './use-ranking.ts';

interface PoolProps {
  ranking: Ranking;
  main: RankQuestion;
  keys: RankKeys;
  work: Work;
  groupRef: RefObject<HTMLDivElement | null>;
}

/** The letters of the answers without a rank, to be pressed from best to worst, and the signs that go before a letter. */
export function Pool({ ranking, main, keys, work, groupRef }: PoolProps) {
  const t = useT();
  const { ranks } = ranking;
  // A letter that was pressed goes to the ladder: the next one is at hand.
  useKeptFocus(groupRef, (within) => within.querySelector('button'));
  const waiting = work.responses.flatMap((_, place) => ((ranks[place] ?? null) === null ? [place] : []));
  const anyRanked = ranks.some((rank) => rank !== null && rank > 0);
  return (
    <div
      className={styles['pool']}
      role="group"
      aria-label={t('labeling-rank.pool')}
      ref={groupRef}
      data-drop="none"
    >
      <div className={styles['letters']}>
        {waiting.map((place) => (
          <button
            key={place}
            type="button"
            className={styles['letter']}
            aria-label={t('labeling.answer_letter', { letter: placeLetter(place) })}
            aria-keyshortcuts={placeLetter(place)}
            onClick={() => keys.press({ letter: place })}
          >
            {placeLetter(place)}
          </button>
        ))}
        {waiting.length === 0 ? <span className="muted">{t('labeling-rank.pool_empty')}</span> : null}
      </div>
      <div className={styles['signs']}>
        {main.allowTies ? (
          <Sign
            id="rank-tie"
            usual="="
            pressed={keys.typing.waits === 'tie'}
            off={!anyRanked}
            onClick={() => keys.press('tie')}
          >
            {t('labeling-rank.tie_next')}
          </Sign>
        ) : null}
        {main.allowUnacceptable ? (
          <Sign
            id="rank-tray"
            usual="0"
            pressed={keys.typing.waits === 'tray'}
            off={false}
            onClick={() => keys.press('tray')}
          >
            {t('labeling-rank.tray_next')}
          </Sign>
        ) : null}
      </div>
      <p className={styles['waits']} aria-live="polite">
        {waitsText({ keys, ranking }, t)}
      </p>
    </div>
  );
}

function waitsText(
  { keys, ranking }: Pick<PoolProps, 'keys' | 'ranking'>,
  t: ReturnType<typeof useT>,
): string | null {
  const { waits } = keys.typing;
  if (waits === null) return null;
  if (waits === 'tray') return t('labeling-rank.waits_tray');
  const last = rankedLast({ ranks: ranking.ranks, typing: keys.typing });
  const worst = Math.max(...ranking.ranks.map((rank) => rank ?? 0));
  const letter = placeLetter(last ?? ranking.ranks.indexOf(worst));
  return t('labeling-rank.waits_tie', { letter });
}

interface SignProps {
  /** The shortcut that does the same, and its usual key. */
  id: string;
  usual: Chord;
  pressed: boolean;
  off: boolean;
  onClick: () => void;
  children: string;
}

function Sign({ id, usual, pressed, off, onClick, children }: SignProps) {
  const keys = useKeys(id, [usual]);
  return (
    <button
      type="button"
      className={styles['sign']}
      aria-pressed={pressed}
      aria-disabled={off || undefined}
      aria-keyshortcuts={keys.aria}
      onClick={off ? undefined : onClick}
    >
      <kbd aria-hidden="true">{keys.badge}</kbd>
      {children}
    </button>
  );
}
