import type { MeantRow } from './messy-table.ts';

/** What an annotator said of a row: the key, and the answers as they stood on the screen. */
export interface Said {
  readonly key: string;
  readonly texts: readonly [string, string];
}

export type Votes = Map<MeantRow, Said>;

/** A line of `trl-implicit`, as far as votes say what stands in it. */
export interface VotedLine {
  readonly chosen: readonly { role: string; content: string }[];
  readonly rejected: readonly { role: string; content: string }[];
  readonly margin: number;
}

/** Null where the key says of neither that it is better; negative for the one on the left. */
function strengthOf(key: string): number | null {
  const strength = Number(key) - 4;
  return Number.isNaN(strength) || strength === 0 ? null : strength;
}

/** What a trainer should read of votes on seven points, the margin being their strength; written apart from the product's own code. */
export function linesOf(votes: Votes): VotedLine[] {
  return [...votes].flatMap(([{ prompt }, { key, texts }]) => {
    const strength = strengthOf(key);
    if (strength === null) return [];
    const [left, right] = texts;
    const [chosen, rejected] = strength < 0 ? [left, right] : [right, left];
    // Nobody learns to say nothing.
    if (chosen === '') return [];
    const conversation = (answer: string) => [
      { role: 'user', content: prompt },
      { role: 'assistant', content: answer },
    ];
    return [{ chosen: conversation(chosen), rejected: conversation(rejected), margin: Math.abs(strength) }];
  });
}

/** In an order that the votes do not depend on. */
export function sorted(lines: readonly VotedLine[]): VotedLine[] {
  return lines
    .map(({ chosen, rejected, margin }) => ({ chosen, rejected, margin }))
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** Why rows that were voted on are no lines. */
export function dropsOf(votes: Votes): Record<'tie' | 'both_bad' | 'cannot_judge', number> {
  const count = (wanted: string): number => [...votes.values()].filter(({ key }) => key === wanted).length;
  return { tie: count('4'), both_bad: count('x'), cannot_judge: count('n') };
}

/** How many lines came, went and say something else, by the pair that they are about. */
export function differencesOf(before: Votes, after: Votes): Record<'added' | 'removed' | 'changed', number> {
  const [was, is] = [linesByPair(before), linesByPair(after)];
  return {
    added: [...is.keys()].filter((pair) => !was.has(pair)).length,
    removed: [...was.keys()].filter((pair) => !is.has(pair)).length,
    changed: [...is].filter(([pair, line]) => was.has(pair) && was.get(pair) !== line).length,
  };
}

function linesByPair(votes: Votes): Map<string, string> {
  return new Map(
    linesOf(votes).map((line) => {
      const pair = [line.chosen, line.rejected].map((messages) => JSON.stringify(messages)).toSorted();
      return [pair.join(' '), JSON.stringify(line)];
    }),
  );
}
