import type { MainQuestion } from '@pairwright/contract/question-form';
import { moveRank, noRanks, type RankMove, type Ranks } from '@pairwright/domain/judgment/rank-moves';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { announce } from '../../../ui/live-region.ts';
import type { Controller } from '../../session/controller.ts';
import type { Entry } from '../../session/entries.ts';
import { changeEntry } from '../../session/entry-of.ts';
import type { Work } from '../../session/session.ts';
import { placeLetter } from '../place-letter.ts';

export type RankQuestion = Extract<MainQuestion, { kind: 'rank' }>;

/** The ranks entered for a work; none where something else or nothing was entered. */
export function ranksIn(entry: Entry, work: Work): Ranks {
  const { answer } = entry;
  const fits = answer?.outcome === 'ranking' && answer.ranks.length === work.responses.length;
  return fits ? answer.ranks : noRanks(work.responses.length);
}

/** The ranks said last, so that what comes back by undo is said too, and nothing twice. */
const saidOf = new WeakMap<Controller, Ranks>();

export function wasSaid(controller: Controller, ranks: Ranks): boolean {
  return sameRanks(saidOf.get(controller) ?? [], ranks);
}

export function noteSaid(controller: Controller, ranks: Ranks): void {
  saidOf.set(controller, ranks);
}

export function sameRanks(one: Ranks, other: Ranks): boolean {
  return one.length === other.length && one.every((rank, place) => rank === other[place]);
}

interface Given {
  controller: Controller;
  work: Work;
  main: RankQuestion;
  t: Translate;
}

/** Moves one response and says where it is now. */
export function move(given: Given & { ranks: Ranks }, place: number, to: RankMove): void {
  enter(given, { place, before: given.ranks, ranks: moveRank(given.ranks, { place, move: to }, given.main) });
}

/** Takes over ranks in which one response was moved, and says where it is now. */
export function enter(
  { controller, work, t }: Given,
  { place, before, ranks }: { place: number; before: Ranks; ranks: Ranks },
): void {
  if (sameRanks(before, ranks)) {
    announce(t('labeling-rank.said_same', { letter: placeLetter(place) }));
    return;
  }
  const empty = ranks.every((rank) => rank === null);
  noteSaid(controller, ranks);
  changeEntry(controller, work.id, {
    by: (entry) => ({ ...entry, answer: empty ? null : { outcome: 'ranking', ranks: [...ranks] } }),
  });
  announce(saidText(ranks, place, t));
}

/** "B moved to rank 2 of 4, tied with C". */
export function saidText(ranks: Ranks, place: number, t: Translate): string {
  const letter = placeLetter(place);
  const rank = ranks[place] ?? null;
  if (rank === null) return t('labeling-rank.said_none', { letter });
  if (rank === 0) return t('labeling-rank.said_tray', { letter });
  const others = tiedWith(ranks, place);
  const values = { letter, rank, count: ranks.length };
  return others === ''
    ? t('labeling-rank.said_rank', values)
    : t('labeling-rank.said_tied', { ...values, others });
}

/** The letters of those with the same rank. */
export function tiedWith(ranks: Ranks, place: number): string {
  return ranks
    .flatMap((rank, other) => (other !== place && rank === ranks[place] ? [placeLetter(other)] : []))
    .join(', ');
}

/** Where a response stands, in a word or two. */
export function placeText(ranks: Ranks, place: number, t: Translate): string {
  const rank = ranks[place] ?? null;
  if (rank === null) return t('labeling-rank.place_none');
  if (rank === 0) return t('labeling-rank.place_tray');
  const tied = tiedWith(ranks, place) !== '';
  return t(tied ? 'labeling-rank.place_tied' : 'labeling-rank.place_rank', { rank, count: ranks.length });
}

/** The response that has the focus, in its card or on the ladder; null when none has. */
export function focusedPlace(): number | null {
  const holder = document.activeElement?.closest<HTMLElement>('[data-rank-place]') ?? null;
  return holder === null ? null : Number(holder.dataset['rankPlace']);
}

/** Puts the focus on the card of a response and brings it into view. */
export function focusCard(place: number): void {
  const card = document.querySelector<HTMLElement>(`[data-visible] [data-rank-place="${place}"]`);
  card?.scrollIntoView({ block: 'start' });
  card?.querySelector<HTMLElement>('[data-place]')?.focus({ preventScroll: true });
}
