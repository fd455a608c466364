import type { Provenance } from '@pairwright/contract/provenance';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import type { Overlap } from '@pairwright/domain/overlap';
import { sql } from 'kysely';
import type { KnownComparison, KnownPrompt } from './plan-chunk.ts';

/** Lets one import at a time add content to a project, until the transaction ends. */
export async function lockProjectContent(db: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import/${projectId}`}, 0))`.execute(db);
}

/** Which of these prompts (sha256, hex) the project has, with their responses and comparisons. */
export async function loadKnownPrompts(
  db: Executor,
  projectId: string,
  hashes: readonly string[],
): Promise<Map<string, KnownPrompt>> {
  const known = new Map<string, KnownPrompt>();
  if (hashes.length === 0) return known;
  const { rows } = await sql<{
    id: string;
    hash: string;
    external_id: string | null;
    language: string | null;
    language_detected: boolean;
    category: string | null;
    source: string | null;
    metadata: string | null;
  }>`
    select id, encode(content_hash, 'hex') as hash, external_id, language, language_detected, category, source, metadata::text as metadata
    from prompts where project_id = ${projectId} and content_hash = any(${hashes.map((hash) => `\\x${hash}`)}::bytea[])`.execute(
    db,
  );
  const byId = new Map<string, KnownPrompt>();
  for (const { id, hash, external_id, language_detected, ...details } of rows) {
    const prompt: KnownPrompt = {
      id,
      externalId: external_id,
      languageDetected: language_detected,
      ...details,
      responses: new Map(),
      comparisons: new Map(),
    };
    known.set(hash, prompt);
    byId.set(id, prompt);
  }
  if (byId.size > 0) await loadContent(db, byId);
  return known;
}

async function loadContent(db: Executor, byId: ReadonlyMap<string, KnownPrompt>): Promise<void> {
  const ids = [...byId.keys()];
  const responses = await sql<{ id: string; prompt_id: string; hash: string }>`
    select id, prompt_id, encode(content_hash, 'hex') as hash from responses where prompt_id = any(${ids}::uuid[])`.execute(
    db,
  );
  for (const { id, prompt_id, hash } of responses.rows) byId.get(prompt_id)?.responses.set(hash, id);
  // Put together as `comparisonKey` does.
  const comparisons = await sql<KnownComparison & { prompt_id: string; key: string }>`
    select c.prompt_id, array_to_string(c.response_ids, '') as key, c.id,
      case when g.comparison_id is not null
        then json_build_object('key', g.expected_key, 'explanation', g.explanation, 'exam', g.exam) end as gold,
      exists (select from practice_examples e where e.comparison_id = c.id) as practice
    from comparisons c left join gold_items g on g.comparison_id = c.id
    where c.prompt_id = any(${ids}::uuid[])`.execute(db);
  for (const { prompt_id, key, ...comparison } of comparisons.rows)
    byId.get(prompt_id)?.comparisons.set(key, comparison);
}

export interface ComparisonDefaults {
  readonly batchId: string;
  readonly overlap: Overlap;
  /** The rank of the next comparison. */
  readonly nextRank: number;
}

/**
 * The import's batch (made now, in the newest round, if it has none), the project's targets and the rank behind its last comparison. Needs the
 * content lock. Until the transaction ends nobody changes the targets: a change would miss what is added here.
 */
export async function prepareComparisons(
  db: Tx,
  given: {
    importId: string;
    projectId: string;
    name: string;
    newBatchId: string;
    provenance: Provenance | null;
  },
): Promise<ComparisonDefaults> {
  await db
    .insertInto('batches')
    .values({
      id: given.newBatchId,
      project_id: given.projectId,
      import_id: given.importId,
      name: given.name,
      source: given.provenance?.source ?? null,
      licence: given.provenance?.licence ?? null,
      round: sql<number>`(select coalesce(max(b.round), 1) from batches b where b.project_id = ${given.projectId})`,
    })
    // Told anew by a run that goes on.
    .onConflict((conflict) =>
      conflict
        .column('import_id')
        .doUpdateSet((eb) => ({ source: eb.ref('excluded.source'), licence: eb.ref('excluded.licence') }))
        .where(
          sql`(batches.source, batches.licence)`,
          'is distinct from',
          sql`(excluded.source, excluded.licence)`,
        ),
    )
    .execute();
  const { rows } = await sql<{
    batch_id: string;
    target: number;
    shared: Overlap['shared'];
    next_rank: number;
  }>`
    select (select id from batches where import_id = ${given.importId}) as batch_id, p.target_judgments as target,
      case when p.shared_percent is not null
        then json_build_object('percent', p.shared_percent, 'judgments', p.shared_judgments) end as shared,
      (select coalesce(max(c.rank), -1) + 1 from comparisons c where c.project_id = p.id) as next_rank
    from projects p where p.id = ${given.projectId} for share of p`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error(`The project ${given.projectId} does not exist any more.`);
  const overlap = { target: row.target, shared: row.shared };
  return { batchId: row.batch_id, overlap, nextRank: row.next_rank };
}
