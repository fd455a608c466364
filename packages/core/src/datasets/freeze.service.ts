import { sql } from 'kysely';
import { type DropReason, type FreezeStep, recipe as recipeShape } from '@pairwright/contract/datasets';
import { type HeldClient, inTransactionOn, type Tx } from '@pairwright/db/transaction';
import { PermanentFailure } from '@pairwright/queue/registry-types';
import type { Services } from '../context.ts';
import { readEvidence } from '../freeze-evidence/read-evidence.ts';
import { asOneWorker } from '../system/one-worker.ts';
import { NotWanted, stoppable, whileWanted } from '../system/while-wanted.ts';
import { readFacts } from './facts.queries.ts';
import {
  countRows,
  type FreezeTarget,
  insertDecisions,
  insertRows,
  insertVotes,
  listAnnotators,
  type Outcome,
  prepareLongStatements,
} from './freeze.queries.ts';
import { forgetProgress, reportFreeze } from './freeze-progress.queries.ts';
import { beginFreeze, isRunning, requireAskerOfFreeze } from './freeze-state.queries.ts';
import { dropNearRows } from './near-rows.ts';
import { joinNearPrompts } from './near-prompts.ts';
import { type PersonalFinds, treatPersonalData } from './personal-data.ts';
import { pseudonym, pseudonymKeyOf } from './pseudonyms.ts';
import { readVoteWeights } from './weights.queries.ts';
import { readFrozenBy } from './frozen-by.ts';
import { WRITTEN_BY } from './written-by.ts';

type FreezeServices = Pick<Services, 'db' | 'log' | 'sealer'>;

export interface FreezeRun {
  readonly versionId: string;
  readonly signal: AbortSignal;
}

/**
 * Fills a version from the judgments there are now, all in one snapshot and one transaction: a run that is cut short or cancelled leaves
 * nothing behind, a second run of a finished version does nothing. Throws PermanentFailure when the version is gone, and a
 * SealError when the key of its dataset's pseudonyms cannot be opened.
 */
export async function freezeVersion(ctx: FreezeServices, run: FreezeRun): Promise<void> {
  const what = { kind: 'freeze', id: run.versionId } as const;
  await asOneWorker(ctx, { what, signal: run.signal }, (client) => freeze(ctx, run, client));
}

async function freeze(
  ctx: FreezeServices,
  { versionId, signal }: FreezeRun,
  client: HeldClient,
): Promise<void> {
  const { db } = ctx.db;
  if (!(await beginFreeze(db, versionId))) return;
  await requireAskerOfFreeze(db, versionId);
  const isWanted = (): Promise<boolean> => isRunning(db, versionId);
  const frozen = await whileWanted(ctx, { signal, isWanted }, async (signal) => {
    const say = (step: FreezeStep): Promise<boolean> => reportFreeze(db, versionId, step);
    await inTransactionOn(
      client,
      (db) => stoppable(ctx, { db, signal }, () => fill(ctx, db, { versionId, signal, say })),
      { isolation: 'repeatable read', statementTimeoutMs: 0 },
    );
    return true;
  });
  // Not in the transaction, whose snapshot knows none of it.
  await forgetProgress(db, versionId);
  if (frozen === undefined) ctx.log.info({ versionId }, 'freeze cancelled');
  else await tellPlanner(db, versionId);
}

const MANY = 100_000;

/** After a large version: reads that go by comparison would be planned for a small one until the database looks by itself. */
async function tellPlanner(db: Services['db']['db'], versionId: string): Promise<void> {
  const version = await db
    .selectFrom('dataset_versions')
    .select('units_total')
    .where('id', '=', versionId)
    .executeTakeFirst();
  if ((version?.units_total ?? 0) >= MANY) await sql`select analyze_frozen()`.execute(db);
}

interface Fill extends FreezeRun {
  /** False: it is not wanted any more. */
  readonly say: (step: FreezeStep) => Promise<boolean>;
}

async function fill(ctx: FreezeServices, db: Tx, { versionId, signal, say }: Fill): Promise<void> {
  const begin = async (step: FreezeStep): Promise<void> => {
    signal.throwIfAborted();
    if (!(await say(step))) throw new NotWanted();
  };
  const found = await db
    .selectFrom('dataset_versions as v')
    .innerJoin('datasets as d', 'd.id', 'v.dataset_id')
    .select(['v.project_id', 'v.recipe', 'v.state', 'd.id', 'd.pseudonym_key', 'd.sealed_pseudonym_key'])
    .where('v.id', '=', versionId)
    .executeTakeFirst();
  if (found === undefined) throw new PermanentFailure('The dataset version is gone.');
  if (found.state !== 'running') throw new NotWanted();
  const recipe = recipeShape.parse(found.recipe);
  const target: FreezeTarget = { versionId, projectId: found.project_id, recipe };
  const key = recipe.annotators === 'pseudonyms' ? pseudonymKeyOf(ctx.sealer, found) : null;
  await prepareLongStatements(db);
  await begin('rows');
  const weights = await readVoteWeights(db, target);
  const resolved = await insertRows(db, { ...target, weights });
  await insertDecisions(db, target);
  await begin('votes');
  const annotators = await listAnnotators(db, target.projectId);
  const votes = await insertVotes(db, target, {
    names: namesOf(annotators, key),
    drops: resolved.drops,
  });
  await begin('texts');
  const { outcome, ...treated } = await treatTexts(db, target, resolved);
  const facts = {
    ...(await factsOf(db, { ...target, signal, begin })),
    ...treated,
    weighed: recipe.aggregation === 'weighted' ? weights !== null : null,
    weighedOf: weights?.of ?? null,
  };
  // Outside of the transaction, whose snapshot knows nothing of who was shut out since.
  await requireAskerOfFreeze(ctx.db.db, versionId);
  // Not locked before: one that was cancelled since the snapshot makes this a serialization failure, and the run after it finds that out.
  await db
    .updateTable('dataset_versions')
    .set({
      state: 'ready',
      frozen_at: sql`now()`,
      heartbeat_at: sql`now()`,
      comparisons_total: outcome.comparisons,
      units_total: outcome.units,
      kinds: JSON.stringify(outcome.kinds),
      rows_total: outcome.rows,
      row_counts: JSON.stringify(await countRows(db, versionId)),
      votes_total: votes,
      drop_reasons: JSON.stringify(outcome.drops),
      facts: JSON.stringify(facts),
      keeps_drops: true,
      annotator_model_id: weights?.modelId ?? null,
      // `now()` is when the transaction began.
      freeze_ms: sql<number>`round(extract(epoch from clock_timestamp() - now()) * 1000)::bigint`,
      error: null,
    })
    .where('id', '=', versionId)
    .execute();
}

interface Telling extends FreezeTarget, Pick<FreezeRun, 'signal'> {
  readonly begin: (step: FreezeStep) => Promise<void>;
}

/** What the stored rows and votes tell. */
async function factsOf(db: Tx, { signal, begin, ...target }: Telling) {
  await begin('facts');
  const known = await readFacts(db, target, WRITTEN_BY);
  await begin('agreement');
  const { judgmentsOfRows, ...evidence } = await readEvidence({ db, signal, ...target });
  return { ...known, frozenBy: await readFrozenBy(db), evidence, judgmentsOfRows };
}

/** The pseudonyms of annotators; without a key nobody is named. */
function namesOf(annotators: readonly string[], key: Buffer | null): Map<string, string | null> {
  if (key === null) return new Map(annotators.map((id) => [id, null]));
  const names = new Map(annotators.map((id) => [id, pseudonym(key, id)]));
  if (new Set(names.values()).size !== names.size) throw new Error('two annotators have the same pseudonym');
  return names;
}

interface Treated {
  readonly outcome: Outcome;
  readonly personalTexts: PersonalFinds['texts'] | null;
  readonly nearPrompts: number | null;
}

/** What needs the texts themselves: what is nearly the same, personal data. Prompts are joined as they are exported, masked where they are. */
async function treatTexts(db: Tx, { versionId, recipe }: FreezeTarget, resolved: Outcome): Promise<Treated> {
  const { split, duplicates, personalData: policy } = recipe;
  let outcome = resolved;
  let personalTexts: Treated['personalTexts'] = null;
  if (duplicates === 'near') outcome = without(outcome, await dropNearRows(db, versionId), 'near_duplicate');
  if (policy !== 'ignore') {
    const { texts, refused, alike } = await treatPersonalData(db, { versionId, policy });
    outcome = without(without(outcome, refused, 'personal_data'), alike, 'identical_responses');
    personalTexts = texts;
  }
  const isJoined = split?.by === 'prompt' && split.nearDuplicates === 'join';
  const nearPrompts = isJoined ? await joinNearPrompts(db, { versionId, split }) : null;
  return { outcome, nearPrompts, personalTexts };
}

/** The outcome when rows of these sources are left out after all. */
function without(outcome: Outcome, refused: PersonalFinds['refused'], reason: DropReason): Outcome {
  const count = Object.values(refused).reduce((sum, n) => sum + n, 0);
  if (count === 0) return outcome;
  const kinds = Object.fromEntries(
    Object.entries(outcome.kinds).map(([kind, { units, rows }]) => [
      kind,
      { units, rows: rows - (refused[kind as keyof typeof refused] ?? 0) },
    ]),
  );
  return {
    ...outcome,
    kinds,
    rows: outcome.rows - count,
    drops: { ...outcome.drops, [reason]: (outcome.drops[reason] ?? 0) + count },
  };
}
