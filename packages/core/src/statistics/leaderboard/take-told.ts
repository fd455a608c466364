import { type RawBuilder, sql } from 'kysely';
import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { type CountedJudgment, unitsOf, voteFor } from '@pairwright/domain/resolution-units';
import { passing, ofPrompts } from '../passing.sql.ts';
import { isWithdrawn } from '../../withdrawals/withdrawn.sql.ts';
import { settledBy } from '../../review/settled-by.sql.ts';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import type { PairRows } from './pair-rows.ts';
import type { Voters } from './voters.ts';

/** A ranking, or what reviewers decided: said of a comparison with however many answers. */
interface ToldRow extends CountedJudgment {
  readonly comparison_id: string;
  readonly annotator_id: string;
  /** `presented_order[i]`: canonical place of the answer shown at place i. */
  readonly presented_order: readonly number[];
}

interface Taking {
  readonly options: LeaderboardOptions;
  readonly voters: Voters;
}

/** Puts the rankings that count and pass the options among the rows; gives how many there are. */
export async function takeRankings(rows: PairRows, source: Source, taking: Taking): Promise<number> {
  const { projectId } = source;
  const more = sql`, a.presented_order`;
  return takeTold(rows, source, {
    ...taking,
    isTold: sql`exists (select from judgments j where j.comparison_id = c.id and j.ranks is not null)`,
    told: sql`
      select x.comparison_id, x.annotator_id, x.outcome, x.strength, x.ranks, x.presented_order
      from ${passing(projectId, taking.options, { filter: sql`j.ranks is not null`, more })} x`,
  });
}

/**
 * Puts the decisions of reviewers that hold and pass the options among the rows, each as one vote, by whoever settled it and
 * as it was shown to them; gives how many there are.
 */
export async function takeDecisions(rows: PairRows, source: Source, taking: Taking): Promise<number> {
  return takeTold(rows, source, {
    ...taking,
    isTold: sql`exists (select from review_decisions d where d.comparison_id = c.id and d.withdrawn_at is null)`,
    told: sql`
      select d.comparison_id, a.annotator_id, d.outcome, d.strength, d.ranks, a.presented_order
      from review_decisions d
      join comparisons c on c.id = d.comparison_id
      join prompts p on p.id = c.prompt_id
      cross join lateral ${settledBy('d')} a
      where d.project_id = ${source.projectId} and d.withdrawn_at is null and not ${isWithdrawn(source.projectId, 'd.comparison_id')} and ${ofPrompts(taking.options, 'd.decided_at')}
      order by d.decided_at, d.id`,
  });
}

interface Told extends Taking {
  /** Over comparison c: whether anything of it may be among them. */
  readonly isTold: RawBuilder<unknown>;
  readonly told: RawBuilder<ToldRow>;
}

async function takeTold(rows: PairRows, source: Source, of: Told): Promise<number> {
  const comparisons = await readCompared(rows, source, of.isTold);
  let told = 0;
  await eachRow(source, of.told, (row) => {
    const compared = comparisons.get(row.comparison_id);
    if (compared === undefined || !of.voters(row.annotator_id)) return;
    told += 1;
    if (addResults(rows, row, { compared, options: of.options }) && row.ranks !== null)
      rows.addRanking(wholePlaces(row.ranks, compared.models));
  });
  return told;
}

/** What is compared, by index in the names of the rows. */
interface Compared {
  readonly comparison: number;
  readonly prompt: number;
  readonly models: Int32Array;
}

async function readCompared(
  rows: PairRows,
  source: Source,
  isTold: RawBuilder<unknown>,
): Promise<Map<string, Compared>> {
  const compared = new Map<string, Compared>();
  const statement = sql<{ id: string; prompt_id: string; models: string[] }>`
    select c.id, c.prompt_id, array(
        select r.model from unnest(c.response_ids) with ordinality as o (id, place) join responses r on r.id = o.id order by o.place
      ) as models
    from comparisons c where c.project_id = ${source.projectId} and ${isTold}`;
  await eachRow(source, statement, (row) => {
    compared.set(row.id, {
      comparison: rows.comparisons.of(row.id),
      prompt: rows.prompts.of(row.prompt_id),
      models: Int32Array.from(row.models, (model) => rows.models.of(model)),
    });
  });
  return compared;
}

/**
 * What one result of two weighs among k answers. A ranking is made of k - 1 choices (Plackett 1975) and has k (k - 1) / 2 results:
 * together they weigh as those choices do, and a ranking of two as a vote. As in routing (`readPairVotes`).
 */
function weightAmong(answers: number): number {
  return 2 / answers;
}

/**
 * The models of a ranking by place, best first, unacceptable ones together in the last; null where it names only the best ones, or
 * one model twice.
 */
function wholePlaces(
  ranks: readonly (number | null)[],
  models: Int32Array,
): readonly (readonly number[])[] | null {
  if (ranks.includes(null) || new Set(models).size < models.length) return null;
  const places = new Map<number, number[]>();
  ranks.forEach((rank, place) => {
    const at = rank === 0 ? Infinity : rank!;
    places.set(at, [...(places.get(at) ?? []), models[place]!]);
  });
  return [...places.keys()]
    .sort((one, other) => one - other)
    .map((at) => places.get(at)!.sort((one, other) => one - other));
}

/** Puts what was said of each two answers among the rows; gives whether any of it is there. */
function addResults(
  rows: PairRows,
  told: ToldRow,
  { compared, options }: { readonly compared: Compared; readonly options: LeaderboardOptions },
): boolean {
  const { models, comparison, prompt } = compared;
  const annotator = rows.annotators.of(told.annotator_id);
  const shownAt = models.map((_, place) => told.presented_order.indexOf(place));
  const weight = weightAmong(models.length);
  let added = false;
  for (const unit of unitsOf(models.length)) {
    const vote = voteFor(told, unit, models.length);
    if (vote === null || vote.outcome === 'cannot_judge') continue;
    if (vote.outcome === 'both_bad' && options.bothBad === 'leave_out') continue;
    const isFirstLeft = shownAt[unit.first]! <= shownAt[unit.second]!;
    const [leftPlace, rightPlace] = isFirstLeft ? [unit.first, unit.second] : [unit.second, unit.first];
    const towards = vote.outcome === 'preference' ? Math.sign(vote.strength ?? 0) : 0;
    const isIn = rows.add({
      left: models[leftPlace]!,
      right: models[rightPlace]!,
      winner: isFirstLeft ? -towards : towards,
      weight,
      prompt,
      annotator,
      comparison,
      leftPlace,
      rightPlace,
    });
    added ||= isIn;
  }
  return added;
}
