import { type PairFacts, resolve, type ResolutionRecipe } from '@pairwright/domain/resolution';
import type { ImportRow } from '../import-types.ts';
import type { ExportRecord } from '../out/record.ts';
import { pairVote } from './pair-votes.ts';
import type { RowHead, Told } from './row-head.ts';

/** The usual recipe: most votes win; a tie and "both bad" are answers of their own. */
const recipe: ResolutionRecipe = {
  minJudgments: 1,
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
};
/** The formats look at the texts themselves. */
const facts: PairFacts = {
  flagged: false,
  textMissing: false,
  identical: false,
  blankFirst: false,
  blankSecond: false,
};

/** What the votes of a row say of each two of its responses; pairs that no vote is about are left out. */
export function pairRecords(row: ImportRow, head: RowHead, withMargin: boolean): Told[] {
  const { responses } = row;
  return responses.flatMap((_, first) =>
    responses.slice(first + 1).flatMap((__, step): Told[] => {
      const second = first + 1 + step;
      const told = pairOf(row, head, { first, second, withMargin });
      return told === null ? [] : [told];
    }),
  );
}

function pairOf(
  row: ImportRow,
  head: RowHead,
  at: { first: number; second: number; withMargin: boolean },
): Told | null {
  const count = row.responses.length;
  const given = (row.votes ?? []).flatMap(
    (vote) => pairVote(vote, { first: at.first, second: at.second, responses: count }) ?? [],
  );
  if (given.length === 0) return null;
  const { label, agreement, margin, dropped } = resolve(
    recipe,
    given.map(({ vote }) => vote),
    facts,
  );
  if (label === 'unresolved') return { refused: dropped === 'cannot_judge' ? 'cannot_judge' : 'no_majority' };
  const isPair = count === 2;
  const common = {
    ...head.common,
    id: isPair ? head.id : `${head.id}-${at.first}-${at.second}`,
    source: head.source ?? (isPair ? ('pair' as const) : ('ranking' as const)),
    votes: given.length,
    agreement,
  };
  const [first, second] = [head.responses[at.first]!, head.responses[at.second]!];
  const opinions = given.map(({ opinion }) => opinion);
  if (label === 'tie' || label === 'both_bad')
    return { record: { ...common, kind: label, first, second, opinions } };
  const isFirst = label === 'first';
  const told = opinions.some(({ sideOnly }) => sideOnly === true) ? null : margin;
  const record: ExportRecord = {
    ...common,
    kind: 'preference',
    chosen: isFirst ? first : second,
    rejected: isFirst ? second : first,
    margin: at.withMargin ? (head.margin ?? told) : null,
    opinions: isFirst
      ? opinions
      : opinions.map((one) => ({ ...one, strength: one.strength === null ? null : -one.strength })),
  };
  return { record };
}
