import type { RankMove, Ranks } from '@pairwright/domain/judgment/rank-moves';
import { useSyncExternalStore } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { useBench } from '../../session/bench-context.ts';
import { entryOf } from '../../session/entry-of.ts';
import type { Work } from '../../session/session.ts';
import { move, ranksIn } from './ranking.ts';
import type { RankQuestion } from './ranking.ts';

export interface Ranking {
  ranks: Ranks;
  move: (place: number, to: RankMove) => void;
}

/** The ranks of a work as they are entered now, and the way to change them. */
export function useRanking(work: Work, main: RankQuestion): Ranking {
  const t = useT();
  const { controller } = useBench();
  useSyncExternalStore(controller.entries.subscribe, controller.entries.version);
  const { decisions } = useSyncExternalStore(controller.subscribe, controller.state);
  const ranks = ranksIn(entryOf(controller, work.id, decisions.get(work.id) ?? null), work);
  return { ranks, move: (place, to) => move({ controller, work, main, t, ranks }, place, to) };
}
