import type { MainQuestion } from '@pairwright/contract/question-form';
import { isWholeRanking } from './ranking.ts';

/** A rank for each place: 1 is best, equal ranks tie, 0 is unacceptable, null has none (yet). */
export type Ranks = readonly (number | null)[];
export type RankRules = Pick<
  Extract<MainQuestion, { kind: 'rank' }>,
  'allowTies' | 'allowUnacceptable' | 'topK'
>;

/** What can be done with one response of a ranking, known by its place. */
export type RankMove =
  /** `next`: after all that have a rank, else to the best one that nobody has. */
  | { readonly to: 'next' | 'up' | 'down' | 'tray' | 'none' }
  /** To the rank of another response; null: to the worst rank that somebody has. */
  | { readonly to: 'tie'; readonly with: number | null }
  /** To a rank: beside those who have it, or before them where ties are not allowed. */
  | { readonly to: 'rank'; readonly rank: number }
  /** To a rank of its own, before those who have this one. */
  | { readonly to: 'before'; readonly rank: number };

type Slots = number[][];

/**
 * Ranks after a move. Ranks may have gaps while responses are still without one, so that each can be set by itself; as
 * soon as the ranking is whole they go 1, 2, 3 … What the question does not offer changes nothing. The order of the
 * other responses never changes.
 */
export function moveRank(
  ranks: Ranks,
  { place, move }: { place: number; move: RankMove },
  rules: RankRules,
): Ranks {
  if (place < 0 || place >= ranks.length) return ranks;
  if (move.to === 'tray' && !rules.allowUnacceptable) return ranks;
  const slots = slotsOf(ranks);
  const next = ranks.map((rank, index) => (index === place || (rank ?? 0) > 0 ? null : rank));
  if (move.to === 'tray') next[place] = 0;
  const moved = placed(slots, { place, move }, rules);
  fit(moved, ranks.length).forEach((places, slot) => {
    for (const one of places) next[one] = slot + 1;
  });
  return settled(next, rules);
}

/** No ranks yet. */
export function noRanks(responses: number): Ranks {
  return Array.from({ length: responses }, () => null);
}

/** The places at each rank, best rank first; empty ranks are empty lists, as many as there are responses. */
export function slotsOf(ranks: Ranks): number[][] {
  const slots: Slots = ranks.map(() => []);
  ranks.forEach((rank, place) => {
    if (rank !== null && rank > 0) slots[Math.min(rank, ranks.length) - 1]?.push(place);
  });
  return slots;
}

function placed(
  slots: Slots,
  { place, move }: { place: number; move: RankMove },
  { allowTies }: RankRules,
): Slots {
  const from = slots.findIndex((places) => places.includes(place));
  const alone = slots[from]?.length === 1;
  if ((move.to === 'up' || move.to === 'down') && from >= 0)
    return step(slots, { place, from, alone, down: move.to === 'down' });
  if (from >= 0) slots[from] = slots[from]?.filter((other) => other !== place) ?? [];
  if (move.to === 'tray' || move.to === 'none') return slots;
  if (move.to === 'rank' || move.to === 'before') {
    const at = Math.min(Math.max(1, move.rank), slots.length) - 1;
    if (slots[at]?.length === 0 || (allowTies && move.to === 'rank')) slots[at]?.push(place);
    else insert(slots, { place, at, left: alone ? from : -1, before: move.to === 'before' });
    return slots;
  }
  const beside = move.to === 'tie' && allowTies ? tieSlot(slots, move.with) : -1;
  slots[beside >= 0 ? beside : freeSlot(slots)]?.push(place);
  return slots;
}

/** One rank up or down: out of a tie, past a rank, or into an empty one. Ties are never made this way. */
function step(
  slots: Slots,
  { place, from, alone, down }: { place: number; from: number; alone: boolean; down: boolean },
): Slots {
  if (!alone) {
    slots[from] = slots[from]?.filter((other) => other !== place) ?? [];
    slots.splice(down ? from + 1 : from, 0, [place]);
    return slots;
  }
  const to = from + (down ? 1 : -1);
  const other = slots[to];
  if (other === undefined) return slots;
  slots[to] = [place];
  slots[from] = other;
  return slots;
}

/** Puts a place on a rank of its own. `left` is the slot it was alone in, or -1. */
function insert(
  slots: Slots,
  { place, at, left, before }: { place: number; at: number; left: number; before: boolean },
): void {
  if (left >= 0) slots.splice(left, 1);
  // Those after the slot that was left moved up by one: before them is one less, at their rank is the same.
  slots.splice(before && left >= 0 && left < at ? at - 1 : at, 0, [place]);
}

function tieSlot(slots: Slots, beside: number | null): number {
  if (beside !== null) return slots.findIndex((places) => places.includes(beside));
  return slots.findLastIndex((places) => places.length > 0);
}

/** After the worst rank that somebody has; where that is the last one, the best that nobody has. */
function freeSlot(slots: Slots): number {
  const after = tieSlot(slots, null) + 1;
  if (after < slots.length) return after;
  const free = slots.findIndex((places) => places.length === 0);
  return free < 0 ? slots.length - 1 : free;
}

/** As many slots as responses again: an empty one goes, the last one if there are several. */
function fit(slots: Slots, size: number): Slots {
  while (slots.length > size) {
    const empty = slots.findLastIndex((places) => places.length === 0);
    slots.splice(empty, 1);
  }
  return slots;
}

function settled(ranks: Ranks, { topK }: RankRules): Ranks {
  if (!isWholeRanking(topK, ranks)) return ranks;
  const used = [...new Set(ranks.filter((rank) => rank !== null && rank > 0))].sort(
    (a, b) => (a ?? 0) - (b ?? 0),
  );
  return ranks.map((rank) => (rank === null || rank === 0 ? rank : used.indexOf(rank) + 1));
}
