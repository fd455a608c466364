import { type RawBuilder, sql } from 'kysely';
import { storedOutcome } from '@pairwright/contract/judgment';
import { judgmentsWithReason } from '../../datasets/resolution.sql.ts';
import type { Source } from '../compute-statistics.service.ts';
import { Names, newColumn } from '../columns.ts';
import { ratingLengths } from '../rating-lengths.ts';
import { eachRow } from '../read-votes.ts';
import { voteKinds } from '../vote-table.ts';
import { AnswerNames, type GivenAnswer } from './answer-names.ts';
import type { Answer, Shown } from './answers.ts';

/** How a judgment stands in the database. */
export const outcomes = storedOutcome.options;

/**
 * The judgments of one project of every kind that count, whose answer was known or that were asked again, one per entry of
 * parallel columns, in the order they were given.
 */
export interface JudgmentTable {
  readonly votes: number;
  /** Index in `comparisonIds`. */
  readonly comparison: Int32Array;
  /** Index in `annotatorIds`. */
  readonly annotator: Int32Array;
  /** Index in `voteKinds`. */
  readonly kind: Uint8Array;
  /** Index in `outcomes`. */
  readonly outcome: Uint8Array;
  /** -3..3, negative for the first canonical response; 0 unless it is a preference. */
  readonly strength: Float64Array;
  /** 1 where the first canonical response stood first. */
  readonly firstOnLeft: Uint8Array;
  /** Time at work on it in ms; NaN where it is not known. */
  readonly activeMs: Float64Array;
  /** Milliseconds since 1970. */
  readonly givenAt: Float64Array;
  /** Index in `answers`, those of `pairLabels` first; -1 where it says nothing of the responses. */
  readonly answer: Int32Array;
  /** The answer as it stood on the screen, equal numbers for equal ones; -1 where it has no place there, as a tie. */
  readonly shown: Int32Array;
  readonly answers: readonly Answer[];
  /** What each number in `shown` is. */
  readonly shownAnswers: readonly Shown[];
  readonly comparisonIds: readonly string[];
  readonly annotatorIds: readonly string[];
}

interface Row extends GivenAnswer {
  comparison_id: string;
  annotator_id: string;
  kind: string;
  active_ms: number | null;
  given_at: number;
}

export async function readJudgments(source: Source): Promise<JudgmentTable> {
  const lengths = await ratingLengths(source);
  const [comparisons, annotators, answers] = [new Names(), new Names(), new AnswerNames()];
  const { int, byte, float } = newColumn;
  const column = {
    comparison: int(),
    annotator: int(),
    kind: byte(),
    outcome: byte(),
    strength: float(),
    firstOnLeft: byte(),
    activeMs: float(),
    givenAt: float(),
    answer: int(),
    shown: int(),
  };
  await eachRow(source, judgmentsOf(source.projectId), (row) => {
    column.comparison.push(comparisons.of(row.comparison_id));
    column.annotator.push(annotators.of(row.annotator_id));
    column.kind.push((voteKinds as readonly string[]).indexOf(row.kind));
    column.outcome.push(outcomes.indexOf(row.outcome));
    column.strength.push(row.strength ?? 0);
    column.firstOnLeft.push(row.first_left ? 1 : 0);
    column.activeMs.push(row.active_ms ?? Number.NaN);
    column.givenAt.push(row.given_at);
    column.answer.push(answers.answerOf(row, lengths));
    column.shown.push(answers.shownOf(row));
  });
  return {
    votes: column.comparison.length,
    comparison: column.comparison.values(),
    annotator: column.annotator.values(),
    kind: column.kind.values(),
    outcome: column.outcome.values(),
    strength: column.strength.values(),
    firstOnLeft: column.firstOnLeft.values(),
    activeMs: column.activeMs.values(),
    givenAt: column.givenAt.values(),
    answer: column.answer.values(),
    shown: column.shown.values(),
    answers: answers.answers,
    shownAnswers: answers.shownAnswers,
    comparisonIds: comparisons.all,
    annotatorIds: annotators.all,
  };
}

/** Parts that most judgments have none of are left out where they are read: they would take as long as all the rest. */
function judgmentsOf(projectId: string): RawBuilder<Row> {
  const more = sql`, a.presented_order[1] = 0 as first_left, j.active_ms,
    case when j.outcome in ('ranking', 'rated') then a.presented_order end as "order"`;
  return sql`
    select x.comparison_id, x.annotator_id, coalesce(x.reason, 'counted') as kind, x.outcome, x.strength,
      x.first_left, x.active_ms, extract(epoch from x.created_at)::float8 * 1000 as given_at, x."order", x.ranks,
      case when x.outcome = 'rated' then x.details -> 'ratings' end as ratings,
      case when x.outcome = 'steps' then x.details -> 'steps' end as steps
    from (${judgmentsWithReason(projectId, sql`true`, more)}) x
    where x.reason is null or x.reason in ('gold', 'repeat')
    order by x.created_at, x.id`;
}
