import { sql } from 'kysely';
import { type AnswerKind, answerKind } from '@pairwright/contract/statistics/annotators';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import { voteKinds } from '../vote-table.ts';
import { type GoldResult, readGoldResults } from './read-gold.ts';
import { type JudgmentTable, outcomes, readJudgments } from './read-judgments.ts';

/** What the numbers of a project's annotators are made from. */
export interface AnnotatorData {
  /** What was judged, in the order of the contract. */
  readonly kinds: AnswerKind[];
  readonly votes: JudgmentTable;
  /** Ids of all annotators with a judgment, a result or a skip: those of the votes first, in their order. */
  readonly annotatorIds: readonly string[];
  /** Of each annotator: positions of their votes in the table, in the order they were given. */
  readonly votesOf: readonly Int32Array[];
  /** Of each annotator, in the order they were given. */
  readonly goldOf: readonly (readonly GoldResult[])[];
  readonly skipsOf: Int32Array;
  /** Of each comparison: characters of the first and of the second response; NaN where there are not two, or a text is missing. */
  readonly firstLength: Float64Array;
  readonly secondLength: Float64Array;
}

export const [counted, gold, repeat] = (['counted', 'gold', 'repeat'] as const).map((kind) =>
  voteKinds.indexOf(kind),
) as [number, number, number];

export const [preference, tie, bothBad, cannotJudge] = (
  ['preference', 'tie', 'both_bad', 'cannot_judge'] as const
).map((outcome) => outcomes.indexOf(outcome)) as [number, number, number, number];

/** Whether a judgment with this index in `outcomes` may be one of a pair: its four come first. */
export function isPairOutcome(outcome: number): boolean {
  return outcome <= cannotJudge;
}

/** 1 where a preference is for the response on the left, 0 for the one on the right. */
export function leftPick(votes: JudgmentTable, vote: number): 0 | 1 {
  return votes.strength[vote]! < 0 === (votes.firstOnLeft[vote] === 1) ? 1 : 0;
}

export async function readAnnotatorData(source: Source): Promise<AnnotatorData> {
  const votes = await readJudgments(source);
  const skips = await readSkips(source);
  const golds = await readGoldResults(source);
  const index = new Map(votes.annotatorIds.map((id, at) => [id, at]));
  for (const id of [...golds.keys(), ...skips.keys()].sort()) if (!index.has(id)) index.set(id, index.size);
  const annotatorIds = [...index.keys()];
  return {
    kinds: kindsOf(votes),
    votes,
    annotatorIds,
    votesOf: byAnnotator(votes, annotatorIds.length),
    goldOf: annotatorIds.map((id) => golds.get(id) ?? []),
    skipsOf: Int32Array.from(annotatorIds, (id) => skips.get(id) ?? 0),
    ...(await readLengths(source, votes)),
  };
}

function kindsOf({ answer, answers }: JudgmentTable): AnswerKind[] {
  const kinds = new Set<AnswerKind>();
  for (const of of answer) if (of !== -1) kinds.add(answers[of]!.kind);
  return answerKind.options.filter((kind) => kinds.has(kind));
}

function byAnnotator({ votes, annotator }: JudgmentTable, annotators: number): Int32Array[] {
  const sizes = new Int32Array(annotators);
  for (let vote = 0; vote < votes; vote += 1) sizes[annotator[vote]!]! += 1;
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(annotators);
  for (let vote = 0; vote < votes; vote += 1) {
    const by = annotator[vote]!;
    lists[by]![filled[by]!] = vote;
    filled[by]! += 1;
  }
  return lists;
}

/** How many comparisons each annotator has skipped and not taken up again. */
async function readSkips({ db, projectId }: Source): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('assignments')
    .select(['annotator_id', sql<number>`count(*)`.as('skips')])
    .where('project_id', '=', projectId)
    .where('state', '=', 'skipped')
    .groupBy('annotator_id')
    .execute();
  return new Map(rows.map(({ annotator_id, skips }) => [annotator_id, skips]));
}

async function readLengths(
  source: Source,
  { comparisonIds }: JudgmentTable,
): Promise<Pick<AnnotatorData, 'firstLength' | 'secondLength'>> {
  const at = new Map(comparisonIds.map((id, index) => [id, index]));
  const firstLength = new Float64Array(at.size).fill(Number.NaN);
  const secondLength = new Float64Array(at.size).fill(Number.NaN);
  // A response of many pairs is read once.
  const rows = sql<{ id: string; first: number | null; second: number | null }>`
    with pairs as materialized (
      select c.id, c.response_ids[1] as first, c.response_ids[2] as second
      from comparisons c
      where c.project_id = ${source.projectId} and cardinality(c.response_ids) = 2
        and exists (select from judgments j where j.comparison_id = c.id)
    ),
    lengths as materialized (
      select r.id, (
        select sum(char_length(m ->> 'content')) from json_array_elements(r.messages) m where m ->> 'role' = 'assistant'
      )::int as length
      from responses r where r.id in (select first from pairs union select second from pairs)
    )
    select p.id, a.length as first, b.length as second
    from pairs p left join lengths a on a.id = p.first left join lengths b on b.id = p.second`;
  await eachRow(source, rows, ({ id, first, second }) => {
    const index = at.get(id);
    if (index === undefined) return;
    firstLength[index] = first ?? Number.NaN;
    secondLength[index] = second ?? Number.NaN;
  });
  return { firstLength, secondLength };
}
