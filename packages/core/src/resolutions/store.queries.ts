import { sql } from 'kysely';
import { decisivePart } from '@pairwright/contract/decisive-part';
import type { RankingLabel } from '@pairwright/contract/ranking-label';
import type { Tx } from '@pairwright/db/transaction';
import { changesOf } from '@pairwright/domain/resolution-result';
import type { Computed } from './compute.ts';
import { isFlip, type Verdict } from './verdict.ts';

const decisive = decisivePart.options satisfies readonly (keyof Computed | 'values' | 'order')[];

type Decisive = Pick<Computed, Exclude<(typeof decisive)[number], 'values' | 'order'>> & {
  readonly values: readonly unknown[] | null;
  /** The consensus of rankings. */
  readonly order: RankingLabel['places'] | null;
};

export interface ToStore {
  readonly comparisonId: string;
  /** `main`, or one of `Asked`. */
  readonly question: string;
  readonly computed: Computed;
}

/** A label with a new version; flipped: it says another thing than before, as `isFlip` has it. */
export interface Changed {
  readonly comparisonId: string;
  readonly question: string;
  readonly flipped: boolean;
}

/** Labels of a project are stored by one transaction at a time: what is read after this is as new as what is stored. */
export async function lockResolutions(db: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('resolutions ' || ${projectId}, 0))`.execute(db);
}

/** Stores labels, and a version of each that changed. Needs `lockResolutions`. Gives those with a new version. */
export async function storeResolutions(
  db: Tx,
  projectId: string,
  labels: readonly ToStore[],
): Promise<Changed[]> {
  if (labels.length === 0) return [];
  const before = await findStored(
    db,
    labels.map(({ comparisonId }) => comparisonId),
  );
  const made = labels.flatMap((label) => {
    const { computed } = label;
    const last = before.get(keyOf(label));
    // Nobody has judged it, and nobody ever had: there is nothing to keep.
    if (last === undefined && computed.method === null && computed.reason === 'too_few_judgments') return [];
    const now: Decisive = {
      ...computed,
      values: valuesOf(computed),
      order: computed.ranking?.places ?? null,
    };
    const changed =
      last === undefined ? firstOf(now) : changesOf<Decisive>(withOrder(last, now), now, decisive);
    const version = (last?.version ?? 0) + (changed.length > 0 ? 1 : 0);
    const flipped = version > 1 && last !== undefined && isFlip(last, computed);
    return [{ row: toRow(label, version), changed, flipped }];
  });
  await upsert(
    db,
    projectId,
    made.map(({ row }) => row),
  );
  const anew = made.filter(({ changed }) => changed.length > 0);
  await insertVersions(db, projectId, anew);
  return anew.map(({ row, flipped }) => ({
    comparisonId: row.comparison_id,
    question: row.question,
    flipped,
  }));
}

function keyOf({ comparisonId, question }: { comparisonId: string; question: string }): string {
  return `${comparisonId} ${question}`;
}

/** What a first version has that is new: all there is. */
function firstOf({ values, order }: Decisive): string[] {
  return decisive.filter(
    (field) => (field !== 'values' || values !== null) && (field !== 'order' || order !== null),
  );
}

/** A label that was stored before there was a consensus: that it has one now is no change of what it says. */
function withOrder(last: Stored, now: Decisive): Decisive {
  return last.order === null ? { ...last, order: now.order } : last;
}

/**
 * Labels stored before reviewers decided about one response have no `decided`; that is as null. The chance of weighed thumbs moves
 * with every model and makes no version.
 */
function valuesOf({
  method,
  perResponse,
  steps,
}: Pick<Computed, 'method' | 'perResponse' | 'steps'>): unknown[] | null {
  if (steps !== null)
    return steps.map(({ right, wrong, neutral, mostly, decided }) => [
      right,
      wrong,
      neutral,
      mostly,
      decided,
    ]);
  const isChance = method === 'weighted';
  return (
    perResponse?.map(({ value, mostly, decided }) => [isChance ? null : value, mostly, decided ?? null]) ??
    null
  );
}

type Stored = Decisive &
  Verdict & {
    readonly comparisonId: string;
    readonly question: string;
    readonly version: number;
  };

async function findStored(db: Tx, comparisonIds: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
  const { rows } = await sql<Omit<Stored, 'values' | 'order'> & Pick<Computed, 'ranking'>>`
    select comparison_id as "comparisonId", question, version, method, result, reason, winner, strength, votes_used as "votesUsed",
      decision_id as "decisionId", per_response as "perResponse", steps, ranking
    from resolutions where comparison_id = any(${[...new Set(comparisonIds)]}::uuid[])`.execute(db);
  return new Map(
    rows.map((row) => [keyOf(row), { ...row, values: valuesOf(row), order: row.ranking?.places ?? null }]),
  );
}

type Row = ReturnType<typeof toRow>;

function toRow({ comparisonId, question, computed }: ToStore, version: number) {
  const { soft } = computed;
  return {
    comparison_id: comparisonId,
    question,
    version,
    method: computed.method,
    result: computed.result,
    reason: computed.reason,
    winner: computed.winner,
    strength: computed.strength,
    agreement: computed.agreement,
    probability: soft.probability,
    probability_low: soft.low,
    probability_high: soft.high,
    shares: soft.shares,
    votes_used: computed.votesUsed,
    disagreement: computed.disagreement,
    review_score: computed.reviewScore,
    model_id: computed.modelId,
    decision_id: computed.decisionId,
    per_response: computed.perResponse,
    steps: computed.steps,
    ranking: computed.ranking,
  };
}

/** The columns besides the keys, as they are in `Row`. */
const columnNames = [
  'version',
  'method',
  'result',
  'reason',
  'winner',
  'strength',
  'agreement',
  'probability',
  'probability_low',
  'probability_high',
  'shares',
  'votes_used',
  'disagreement',
  'review_score',
  'model_id',
  'decision_id',
  'per_response',
  'steps',
  'ranking',
] as const satisfies readonly (keyof Row)[];
const columns = sql.raw(columnNames.join(', '));
const stored = sql.raw(columnNames.map((name) => `resolutions.${name}`).join(', '));
const given = sql.raw(columnNames.map((name) => `excluded.${name}`).join(', '));

async function upsert(db: Tx, projectId: string, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into resolutions (comparison_id, question, project_id, ${columns})
    select comparison_id, question, ${projectId}::uuid, ${columns} from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      comparison_id uuid, question text, version int, method text, result text, reason text, winner smallint, strength double precision,
      agreement double precision, probability double precision, probability_low double precision, probability_high double precision,
      shares double precision[], votes_used int, disagreement double precision, review_score double precision, model_id uuid, decision_id uuid, per_response jsonb, steps jsonb, ranking jsonb)
    on conflict (comparison_id, question) do update set (${columns}, computed_at) = (select ${given}, clock_timestamp())
    where (${stored}) is distinct from (${given})`.execute(db);
}

async function insertVersions(
  db: Tx,
  projectId: string,
  made: readonly { readonly row: Row; readonly changed: readonly string[] }[],
): Promise<void> {
  if (made.length === 0) return;
  await db
    .insertInto('resolution_versions')
    .values(
      made.map(({ row, changed }) => ({
        comparison_id: row.comparison_id,
        question: row.question,
        version: row.version,
        project_id: projectId,
        resolution: JSON.stringify(row),
        changed: [...changed],
      })),
    )
    .execute();
}
