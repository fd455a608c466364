import { type RawBuilder, sql } from 'kysely';
import type { VoteRows } from '@pairwright/contract/vote-rows';
import { isPaid } from '../pay/paid.sql.ts';
import { rankedPair } from '../datasets/units.sql.ts';
import { settledBy } from '../review/settled-by.sql.ts';
import { textsDiffer } from '../statistics/text-counts.sql.ts';

type Condition = RawBuilder<boolean>;

const kinds: Readonly<Record<Exclude<NonNullable<VoteRows['votes']>, 'skipped' | 'adjudicated'>, Condition>> =
  {
    // As in the counters on comparisons; what is withdrawn is in none but pay.
    counted: sql`c.state <> 'withdrawn' and not j.surplus and a.set_aside is null and a.kind in ('normal', 'imported') and a.repeat_number = 0`,
    paid: isPaid,
    gold: sql`c.state <> 'withdrawn' and a.kind = 'gold'`,
    repeat: sql`c.state <> 'withdrawn' and a.kind = 'repeat'`,
  };

/**
 * Whether comparison `c` with prompt `p` has a vote, and texts, as asked for; null when nothing is asked. Each comparison is looked
 * at by itself, in the order of the list, so that a page of a large project stops when it is full.
 */
export function hasVote({
  language,
  category,
  round,
  batchId,
  length,
  formatting,
  texts,
  ...rows
}: VoteRows): Condition | null {
  const ofPrompt = all([
    language === undefined ? null : sql<boolean>`p.language = ${language}`,
    category === undefined ? null : sql<boolean>`p.category = ${category}`,
    batchId === undefined ? null : sql<boolean>`c.batch_id = ${batchId}`,
    round === undefined
      ? null
      : sql<boolean>`c.batch_id in (select b.id from batches b where b.project_id = c.project_id and b.round = ${Number(round)})`,
    textsDiffer({ length, formatting, texts }),
  ]);
  const ofVote = Object.values(rows).every((given) => given === undefined) ? null : amongVotes(rows);
  return ofVote === null && ofPrompt === null ? null : all([ofPrompt, ofVote]);
}

function amongVotes({ votes = 'counted', by, from, to, ...rows }: VoteRows): Condition {
  const people = by?.split(',') ?? [];
  const ofTeam = inTeam(rows.team);
  if (votes === 'skipped')
    return sql`exists (select from assignments a where a.comparison_id = c.id and a.state = 'skipped'
      and ${people.length === 0 ? sql`true` : sql`a.annotator_id = any(${sql.val(people)}::uuid[])`} and ${ofTeam ?? sql`true`})`;
  const passes = all([
    // What only speaks of the comparison would else be an aggregate of the query around this one.
    sql<boolean>`j.id is not null`,
    rows.outcome === undefined ? null : sql<boolean>`j.outcome = ${rows.outcome}`,
    // The first element tells which answer stood on the left.
    rows.side === undefined
      ? null
      : sql<boolean>`j.outcome = 'preference' and ((j.strength < 0) = (a.presented_order[1] = 0)) = ${rows.side === 'left'}`,
    ofModel(rows),
    ofTeam,
  ]);
  const given = sql<boolean>`bool_or(${passes})`;
  const having = all([
    people.length === 0
      ? given
      : all(people.map((id) => sql<boolean>`bool_or(a.annotator_id = ${id}::uuid and ${passes})`)),
    rows.shared === undefined ? null : sql<boolean>`count(*) filter (where j.outcome <> 'cannot_judge') > 1`,
    rows.shared === 'differ'
      ? sql<boolean>`count(distinct (j.outcome, sign(j.strength), j.ranks, v.given)) filter (where j.outcome <> 'cannot_judge') > 1`
      : null,
    ...saidBoth(rows.said),
  ]);
  return sql`exists (
    select 1 from ${votes === 'adjudicated' ? decisions : votesOf(votes)}
      and v.at >= coalesce(${from ?? null}::timestamp at time zone 'UTC', '-infinity')
      and v.at < coalesce((${to ?? null}::timestamp + interval '1 day') at time zone 'UTC', 'infinity')
    having ${having})`;
}

/** Judgments j of comparison c with their assignments a, given at v.at; ratings and steps are v.given. */
function votesOf(votes: keyof typeof kinds): RawBuilder<unknown> {
  return sql`judgments j join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
    cross join lateral (select j.created_at as at, ${valuesOf('j')} as given) v
    where j.comparison_id = c.id and a.state = 'submitted' and j.outcome <> 'retracted' and ${kinds[votes]}`;
}

/** The decision j of reviewers on comparison c that holds, by a, who settled it, at v.at. */
const decisions = sql`review_decisions j cross join lateral ${settledBy('j')} a cross join lateral (select j.decided_at as at, null::text as given) v
    where j.comparison_id = c.id and j.withdrawn_at is null and c.state <> 'withdrawn'`;

function inTeam(team: string | undefined): Condition | null {
  return team === undefined
    ? null
    : sql`a.annotator_id in (select m.user_id from project_members m where m.project_id = c.project_id and ${team} = any (m.teams))`;
}

/** What a judgment `j` without outcome, side and ranks of its own says: ratings or labels of steps, as text. */
export function valuesOf(j: string): RawBuilder<string | null> {
  return sql.raw(
    `case ${j}.outcome when 'rated' then (${j}.details -> 'ratings')::text when 'steps' then (${j}.details -> 'steps')::text end`,
  );
}

/** Of the answers in canonical order the first is preferred by a strength below 0. */
function ofModel({
  model,
  result,
  against,
}: Pick<VoteRows, 'model' | 'result' | 'against'>): Condition | null {
  if (model === undefined) return null;
  const at = (place: 1 | 2): Condition =>
    sql`(select r.model from responses r where r.id = c.response_ids[${sql.lit(place)}])`;
  const met = (mine: 1 | 2, other: 1 | 2): Condition =>
    all([
      sql<boolean>`${at(mine)} = ${model}`,
      against === undefined ? null : sql<boolean>`${at(other)} = ${against}`,
      result === 'won' ? sql<boolean>`sign(j.strength) = ${sql.lit(mine === 1 ? -1 : 1)}` : null,
      result === 'lost' ? sql<boolean>`sign(j.strength) = ${sql.lit(mine === 1 ? 1 : -1)}` : null,
      result === 'tied' ? sql<boolean>`j.outcome = 'tie'` : null,
      result === 'undecided' ? sql<boolean>`j.outcome in ('tie', 'both_bad')` : null,
    ])!;
  if (result === undefined && against === undefined)
    return sql`exists (select from responses r where r.id = any (c.response_ids) and r.model = ${model})`;
  return sql`(j.ranks is null and cardinality(c.response_ids) = 2 and (${met(1, 2)} or ${met(2, 1)})
    or j.ranks is not null and ${rankedSo({ model, result, against })})`;
}

const saidOfRanked = {
  won: sql`= 'first'`,
  lost: sql`= 'second'`,
  tied: sql`= 'tie'`,
  undecided: sql`in ('tie', 'both_bad')`,
};

/** Whether ranking j tells so of an answer of the model and of one of another model. */
function rankedSo({ model, result, against }: Pick<VoteRows, 'model' | 'result' | 'against'>): Condition {
  return sql`exists (
      select from generate_subscripts(j.ranks, 1) i cross join generate_subscripts(j.ranks, 1) k
      join responses mine on mine.id = c.response_ids[i] join responses other on other.id = c.response_ids[k]
      where mine.model = ${model} and other.model <> mine.model and ${against === undefined ? sql`true` : sql`other.model = ${against}`}
        and ${sql.raw(rankedPair('j.ranks[i]', 'j.ranks[k]'))} ${result === undefined ? sql`<> 'unknown'` : saidOfRanked[result]})`;
}

/** One vote said this and another that; or two the same. */
function saidBoth(said: VoteRows['said']): Condition[] {
  const [one, other] = said?.split(',') ?? [];
  if (one === undefined || other === undefined) return [];
  const votes = (what: string): Condition =>
    what === 'both_bad'
      ? sql`j.outcome = 'both_bad'`
      : sql`j.outcome in ('preference', 'tie') and coalesce(j.strength, 0) = ${Number(what)}::real`;
  if (one === other) return [sql`count(*) filter (where ${votes(one)}) > 1`];
  return [one, other].map((what) => sql<boolean>`bool_or(${votes(what)})`);
}

function all(conditions: readonly (Condition | null)[]): Condition | null {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? null : sql<boolean>`(${sql.join(given, sql` and `)})`;
}
