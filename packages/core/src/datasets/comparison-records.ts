import type { Recipe } from '@pairwright/contract/datasets';
import { isBlankResponse } from '@pairwright/domain/resolution';
import { resolveUnits, voteFor } from '@pairwright/domain/resolution-units';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { responsesOf } from '@pairwright/formats/out/check-record';
import { isOtherMargin } from '@pairwright/formats/out/other-margin';
import type { ExportRecord, RecordKind, RecordOpinion } from '@pairwright/formats/out/record';
import { findPersonalData, personalKindsOf } from '@pairwright/formats/personal-data';
import { headOf, type RecordOrNot, type RecordWish, responseOf } from './record-parts.ts';
import { singleRecord, singleRecords } from './single-records.ts';
import type { StoredComparison, StoredRow } from './stored-comparison.ts';

/**
 * The records of a comparison, of the kinds asked for: its rows, then what became no row. Versions frozen before there were
 * rows of other kinds store preferences only; ties, labels, steps and ratings are made from their judgments then, by the
 * rules that made the rows.
 */
export function comparisonRecords(comparison: StoredComparison, wish: RecordWish): RecordOrNot[] {
  const stored = comparison.rows
    .filter(({ kind }) => wish.kinds.includes(kind))
    .map((row) => withoutTold(recordOf(comparison, row, wish), wish));
  if (wish.hasAllKinds) return [...stored, ...ratingsBeside(comparison, wish)];
  const wants = (...kinds: RecordKind[]) => kinds.some((kind) => wish.kinds.includes(kind));
  return [
    ...stored,
    ...(wants('tie', 'both_bad') ? undecided(comparison, wish) : []),
    ...(wants('label', 'steps', 'ratings') ? singleRecords(comparison, wish) : []),
  ];
}

/** The freeze looks at prompts and responses: where the recipe refuses personal data, a reason may still hold some. */
function withoutTold(record: ExportRecord, { rationales, recipe }: RecordWish): RecordOrNot {
  const isTold =
    rationales &&
    recipe.personalData === 'refuse' &&
    record.kind === 'preference' &&
    record.opinions.some(({ rationale }) => findPersonalData(rationale ?? '').length > 0);
  return isTold ? { refused: 'personal_data' } : { record };
}

/**
 * Ratings that stood beside another question are no rows of their own; a format that reads ratings holds them all the same, once, in
 * the part of the comparison's first row; but for a split by annotator, since they are means of what several people say. No freeze has
 * looked at what they are about.
 */
function ratingsBeside(comparison: StoredComparison, wish: RecordWish): RecordOrNot[] {
  const { singles, personalData, split } = wish.recipe;
  if (!wish.kinds.includes('ratings') || singles === 'leave_out') return [];
  if (comparison.ratedElsewhere === true || split?.by === 'annotator') return [];
  if (comparison.rows.some(({ kind }) => kind === 'ratings')) return [];
  const rated = singleRecords(comparison, { ...wish, kinds: ['ratings'] });
  if (personalData !== 'refuse') return rated;
  return rated.map((one) => ('record' in one && isPersonal(one.record) ? { refused: 'personal_data' } : one));
}

function isPersonal(record: ExportRecord): boolean {
  return [record.prompt, ...responsesOf(record).map(({ messages }) => messages)].some(
    (messages) => personalKindsOf(messages).length > 0,
  );
}

function recordOf(comparison: StoredComparison, row: StoredRow, wish: RecordWish): ExportRecord {
  if (row.kind === 'preference') return preference(comparison, row, wish);
  const head = {
    ...headOf(comparison, row),
    id: `${comparison.id}${row.suffix ?? ''}`,
    source: row.source,
    votes: row.votes,
    agreement: row.agreement,
  };
  if (row.kind === 'tie' || row.kind === 'both_bad') {
    const second = otherOf(row);
    return {
      ...head,
      kind: row.kind,
      first: responseOf(comparison, row.chosen),
      second: responseOf(comparison, second),
      opinions: opinionsOf(votesOf(comparison, row, wish.recipe), row.chosen, second),
    };
  }
  return { ...head, ...singleRecord(comparison, row) };
}

function otherOf({ kind, rejected }: StoredRow): string {
  if (rejected === null) throw new Error(`a row of kind ${kind} is about two responses`);
  return rejected;
}

function preference(comparison: StoredComparison, row: StoredRow, { recipe }: RecordWish): ExportRecord {
  return {
    ...headOf(comparison, row),
    kind: 'preference',
    id: `${comparison.id}${row.suffix ?? ''}`,
    source: row.source,
    votes: row.votes,
    agreement: row.agreement,
    chosen: responseOf(comparison, row.chosen),
    rejected: responseOf(comparison, otherOf(row)),
    margin: recipe.includeMargin ? row.margin : null,
    strength: strengthOf(row, recipe),
    ...(isOtherMargin(recipe) && { otherMargin: true as const }),
    opinions:
      row.source === 'rewrite'
        ? rewriteOpinion(comparison, row, recipe)
        : opinionsOf(votesOf(comparison, row, recipe), row.chosen, otherOf(row)),
  };
}

/** How strongly the chosen response is preferred, by the votes as the recipe counts them or by a decision; null: another number is stored. */
function strengthOf({ margin }: StoredRow, { includeMargin, margin: rule }: Recipe): number | null {
  return includeMargin && rule !== 'strength' ? null : margin;
}

/** Whoever rewrote a response prefers the rewrite; as of a ranking nobody said by how much. */
function rewriteOpinion(comparison: StoredComparison, row: StoredRow, recipe: Recipe): RecordOpinion[] {
  return votesOf(comparison, row, recipe).judgments.map(({ annotator, rationale }) => ({
    annotator,
    outcome: 'preference',
    strength: -1,
    rationale,
  }));
}

/** The comparison with the judgments that are behind the row: all that vote, or the one that the row is. */
function votesOf(
  comparison: StoredComparison,
  { judgment }: StoredRow,
  { rankings }: Recipe,
): StoredComparison {
  const votes = ({ id, outcome }: StoredComparison['judgments'][number]): boolean =>
    judgment === null ? outcome !== 'ranking' || rankings !== 'leave_out' : id === judgment;
  return { ...comparison, judgments: comparison.judgments.filter(votes) };
}

/** What the judgments say of two responses, negative = the one named first. */
function opinionsOf({ order, judgments }: StoredComparison, one: string, other: string): RecordOpinion[] {
  const [first, second] = [order.indexOf(one), order.indexOf(other)];
  const unit = { first: Math.min(first, second), second: Math.max(first, second) };
  return judgments.flatMap((judgment): RecordOpinion[] => {
    const vote = voteFor(judgment, unit, order.length);
    if (vote === null) return [];
    const { annotator, rationale } = judgment;
    const strength = vote.outcome === 'preference' ? (vote.strength ?? 0) : null;
    return [
      {
        annotator,
        outcome: vote.outcome,
        strength: strength === null || first < second ? strength : -strength,
        rationale,
      },
    ];
  });
}

/** Pairs that end in a tie or both bad, by the recipe's own rules. A pair that is a row, decided otherwise, is none. */
function undecided(comparison: StoredComparison, { kinds, recipe }: RecordWish): RecordOrNot[] {
  const { order } = comparison;
  const isRow = new Set(
    comparison.rows.map(({ chosen, rejected }) => [chosen, rejected ?? ''].sort().join()),
  );
  const messagesAt = (index: number) =>
    comparison.responses.find(({ id }) => id === order[index])?.messages ?? null;
  const resolved = resolveUnits(
    { ...recipe, adjudicated: 'ignore' },
    {
      responses: order.length,
      judgments: comparison.judgments,
      factsOf: ({ first, second }) => {
        const [one, other] = [messagesAt(first), messagesAt(second)];
        return {
          flagged: comparison.flagged,
          textMissing: one === null || other === null,
          identical: one !== null && other !== null && canonicalMessages(one) === canonicalMessages(other),
          blankFirst: one !== null && isBlankResponse(one),
          blankSecond: other !== null && isBlankResponse(other),
        };
      },
    },
  );
  return resolved.flatMap(({ unit, dropped, agreement, votes }): RecordOrNot[] => {
    if (unit === null || (dropped !== 'tie' && dropped !== 'both_bad') || !kinds.includes(dropped)) return [];
    const [first, second] = [order[unit.first] as string, order[unit.second] as string];
    if (isRow.has([first, second].sort().join())) return [];
    // The freeze leaves such pairs out as a tie before it looks at their texts.
    if (messagesAt(unit.first) === null || messagesAt(unit.second) === null) return [];
    return [
      {
        record: {
          ...headOf(comparison),
          kind: dropped,
          id: order.length === 2 ? comparison.id : `${comparison.id}-${unit.first}-${unit.second}`,
          source: order.length === 2 ? 'pair' : 'ranking',
          votes: Object.values(votes).reduce((sum: number, count: number) => sum + count, 0),
          agreement,
          first: responseOf(comparison, first),
          second: responseOf(comparison, second),
          opinions: opinionsOf(comparison, first, second),
        },
      },
    ];
  });
}
