import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { changesOf } from '@pairwright/domain/resolution-result';
import type { Computed } from './compute.ts';

/** A new version is made when one of these is not as it was. Soft labels move with every model and make none. */
const decisive = [
  'method',
  'result',
  'reason',
  'winner',
  'strength',
  'votesUsed',
  'decisionId',
] as const satisfies readonly (keyof Computed)[];

type Decisive = Pick<Computed, (typeof decisive)[number]>;

export interface ToStore {
  readonly comparisonId: string;
  readonly computed: Computed;
}

/** A label with a new version; flipped: the result or the better response is another than it was. */
export interface Changed {
  readonly comparisonId: string;
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
  const { rows: known } = await sql<Decisive & { comparisonId: string; version: number }>`
    select comparison_id as "comparisonId", version, method, result, reason, winner, strength, votes_used as "votesUsed", decision_id as "decisionId"
    from resolutions where question = 'main' and comparison_id = any(${labels.map((label) => label.comparisonId)}::uuid[])`.execute(
    db,
  );
  const before = new Map(known.map((row) => [row.comparisonId, row]));
  const made = labels.flatMap(({ comparisonId, computed }) => {
    const last = before.get(comparisonId);
    // Nobody has judged it, and nobody ever had: there is nothing to keep.
    if (last === undefined && computed.method === null && computed.reason === 'too_few_judgments') return [];
    const now: Decisive = computed;
    const changed = last === undefined ? [...decisive] : changesOf<Decisive>(last, now, decisive);
    const version = (last?.version ?? 0) + (changed.length > 0 ? 1 : 0);
    return [{ row: toRow(comparisonId, version, computed), changed }];
  });
  await upsert(
    db,
    projectId,
    made.map(({ row }) => row),
  );
  const anew = made.filter(({ changed }) => changed.length > 0);
  await insertVersions(db, projectId, anew);
  return anew.map(({ row, changed }) => ({
    comparisonId: row.comparison_id,
    flipped: row.version > 1 && (changed.includes('result') || changed.includes('winner')),
  }));
}

type Row = ReturnType<typeof toRow>;

function toRow(comparisonId: string, version: number, computed: Computed) {
  const { soft } = computed;
  return {
    comparison_id: comparisonId,
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
] as const satisfies readonly (keyof Row)[];
const columns = sql.raw(columnNames.join(', '));
const stored = sql.raw(columnNames.map((name) => `resolutions.${name}`).join(', '));
const given = sql.raw(columnNames.map((name) => `excluded.${name}`).join(', '));

async function upsert(db: Tx, projectId: string, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into resolutions (comparison_id, project_id, ${columns})
    select comparison_id, ${projectId}::uuid, ${columns} from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      comparison_id uuid, version int, method text, result text, reason text, winner smallint, strength double precision,
      agreement double precision, probability double precision, probability_low double precision, probability_high double precision,
      shares double precision[], votes_used int, disagreement double precision, review_score double precision, model_id uuid, decision_id uuid)
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
        question: 'main',
        version: row.version,
        project_id: projectId,
        resolution: JSON.stringify(row),
        changed: [...changed],
      })),
    )
    .execute();
}
