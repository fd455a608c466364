import { nothingTyped, typeRank } from '@pairwright/domain/judgment/typing-ranks';
import type { TypedKey, Typing } from '@pairwright/domain/judgment/typing-ranks';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { announce } from '../../../ui/live-region.ts';
import { useBench } from '../../session/bench-context.ts';
import { placeLetter } from '../place-letter.ts';
import type { PartProps } from '../part-props.ts';
import { rankShortcuts } from './rank-shortcuts.ts';
import type { RankCommands } from './rank-shortcuts.ts';
import { enter, focusCard, focusedPlace } from './ranking.ts';
import type { RankQuestion } from './ranking.ts';
import type { Ranking } from './use-ranking.ts';

export interface RankKeys {
  typing: Typing;
  press: (key: TypedKey) => void;
  toggleCannot: () => void;
}

/** Hears the keys of a ranking while its question is on the screen; buttons do the same through `press`. */
export function useRankKeys({ desk, work }: PartProps, main: RankQuestion, ranking: Ranking): RankKeys {
  const t = useT();
  const { controller, registry } = useBench();
  const [typing, setTyping] = useState(nothingTyped);
  const { ranks, move } = ranking;
  const press = (key: TypedKey): void => {
    const typed = typeRank({ ranks, typing }, key, main);
    setTyping(typed.typing);
    if (typeof key === 'string') return sayOf(typed.came);
    if (typed.came === 'ranked') {
      announce(t('labeling-rank.said_already', { letter: placeLetter(key.letter) }));
      focusCard(key.letter);
    } else if (typed.came === 'moved')
      enter({ controller, work, main, t }, { place: key.letter, before: ranks, ranks: typed.ranks });
  };
  const sayOf = (came: string): void => {
    if (came === 'no_tie') announce(t('labeling-rank.said_no_tie'));
  };
  const focused = (act: (place: number) => void): void => {
    const place = focusedPlace();
    if (place === null) announce(t('labeling-rank.said_no_focus'));
    else act(place);
  };
  const toggleCannot = (): void =>
    desk.change((entry) => ({
      ...entry,
      answer: entry.answer?.outcome === 'cannot_judge' ? null : { outcome: 'cannot_judge' },
    }));
  const latest = useRef<RankCommands | null>(null);
  useEffect(() => {
    latest.current = {
      letter: (place) => press({ letter: place }),
      sign: press,
      rank: (rank) => focused((place) => move(place, { to: 'rank', rank })),
      step: (to) => focused((place) => move(place, { to })),
      cannot: toggleCannot,
    };
  });
  const responses = work.responses.length;
  useEffect(
    () => registry.register(rankShortcuts(main, responses, () => latest.current)),
    [registry, main, responses],
  );
  return { typing, press, toggleCannot };
}
