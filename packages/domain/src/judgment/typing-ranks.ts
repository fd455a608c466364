import { moveRank, noRanks, type RankRules, type Ranks } from './rank-moves.ts';

/** What was typed and waits for the next letter, and the letter before. Nothing here runs out by itself. */
export interface Typing {
  readonly waits: 'tie' | 'tray' | null;
  readonly last: number | null;
}

export const nothingTyped: Typing = { waits: null, last: null };

export type TypedKey = { readonly letter: number } | 'tie' | 'tray';

export interface Typed {
  readonly ranks: Ranks;
  readonly typing: Typing;
  /** What came of it: `ranked` already had a rank and keeps it, `no_tie` has nothing to tie with. */
  readonly came: 'moved' | 'waits' | 'waits_no_more' | 'ranked' | 'no_tie' | 'not_offered';
}

/**
 * A ranking typed key by key: letters from best to worst, `tie` before a letter gives it the rank of the letter before,
 * `tray` before a letter makes it unacceptable. The same sign again takes the sign back.
 */
export function typeRank(before: { ranks: Ranks; typing: Typing }, key: TypedKey, rules: RankRules): Typed {
  const { ranks, typing } = before;
  if (typeof key === 'string') return { ranks, ...sign(before, key, rules) };
  const { letter: place } = key;
  if (place >= ranks.length) return { ranks, typing, came: 'not_offered' };
  if (typing.waits === null && (ranks[place] ?? 0) > 0)
    return { ranks, typing: { waits: null, last: place }, came: 'ranked' };
  const last = rankedLast(before);
  const move =
    typing.waits === 'tray'
      ? ({ to: 'tray' } as const)
      : typing.waits === 'tie'
        ? ({ to: 'tie', with: last === place ? null : last } as const)
        : ({ to: 'next' } as const);
  const moved = moveRank(ranks, { place, move }, rules);
  // What went into the tray is nothing to tie with.
  return {
    ranks: moved,
    typing: { waits: null, last: typing.waits === 'tray' ? last : place },
    came: 'moved',
  };
}

function sign(
  { ranks, typing }: { ranks: Ranks; typing: Typing },
  key: 'tie' | 'tray',
  rules: RankRules,
): Pick<Typed, 'typing' | 'came'> {
  if (!(key === 'tie' ? rules.allowTies : rules.allowUnacceptable)) return { typing, came: 'not_offered' };
  if (typing.waits === key) return { typing: { ...typing, waits: null }, came: 'waits_no_more' };
  if (key === 'tie' && !ranks.some((rank) => rank !== null && rank > 0)) return { typing, came: 'no_tie' };
  return { typing: { ...typing, waits: key }, came: 'waits' };
}

/** The letter before, if it still has a rank; undo may have taken it. Else null: the worst rank there is. */
export function rankedLast({ ranks, typing }: { ranks: Ranks; typing: Typing }): number | null {
  return typing.last !== null && (ranks[typing.last] ?? 0) > 0 ? typing.last : null;
}

/** The ranking that typing these keys makes. */
export function typedRanking(responses: number, keys: readonly TypedKey[], rules: RankRules): Ranks {
  let state: { ranks: Ranks; typing: Typing } = { ranks: noRanks(responses), typing: nothingTyped };
  for (const key of keys) state = typeRank(state, key, rules);
  return state.ranks;
}
