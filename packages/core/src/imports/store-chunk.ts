import { NoteCounter } from '@pairwright/formats/import-notes';
import type { ImportSurvey } from '@pairwright/formats/import-survey';
import type { ImportMedia } from '@pairwright/formats/import-types';
import { inClientTransaction, type Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import type { Services } from '../context.ts';
import type { Chunk } from './chunk.ts';
import { copyComparisons, copyPrompts, copyRejects, copyResponses, type CopyClient } from './copy-content.ts';
import { countLanguages } from './count-languages.ts';
import { type ImportRecord, lockImport, readProvenance, requireAskerOfImport } from './import-row.queries.ts';
import { fitGold, goldReading } from './fit-gold.ts';
import { findQuestion, fitTestOf, type HeldQuestion, holdQuestion } from './fit-question.ts';
import { insertMedia, storeMedia } from './store-media.ts';
import { loadKnownPrompts, lockProjectContent, prepareComparisons } from './known-content.queries.ts';
import { type ChunkPlan, type KnownPrompt, planChunk } from './plan-chunk.ts';
import { everythingIsNew, type Novelty } from './seen-content.ts';
import { insertGold } from './store-gold.ts';
import { loadKnownVotes } from './votes/known-votes.ts';
import { keepVotes } from './votes/keep-votes.ts';
import { insertVotes } from './votes/store-votes.ts';

/** Somebody else goes on with this import, or nobody does any more: cancelled, deleted, or taken over by another worker. */
export class ImportTakenAway extends Error {
  constructor(importId: string) {
    super(`The import ${importId} was cancelled or is carried on by another worker.`);
    this.name = 'ImportTakenAway';
  }
}

export interface ChunkTarget {
  readonly importId: string;
  readonly projectId: string;
  readonly turn: number;
  /** Set for a check: nothing is added, and this tells what the check has seen before, and what in all. */
  readonly check: { readonly seen: Novelty; readonly survey: ImportSurvey } | null;
}

/**
 * Stores one chunk and moves the checkpoint behind it in one transaction: all of it is there, or nothing. Throws
 * ImportTakenAway when the checkpoint is not where the chunk begins, and NoLongerAllowed when who asked may no longer import.
 */
export async function storeChunk(
  services: Pick<Services, 'db' | 'ids' | 'artifacts' | 'scanner'>,
  target: ChunkTarget,
  chunk: Chunk,
): Promise<void> {
  // Before the transaction, which then takes no longer for them. A file that no row came to name is overwritten by the next try.
  const media = target.check === null ? await storeMedia(services, target.projectId, chunk.rows) : [];
  await inClientTransaction(
    services.db.pool,
    async (db, client) => {
      const record = await holdImport(db, target, chunk);
      await requireAskerOfImport(db, record);
      // Losing the last commits in a crash of the database loses their checkpoints with them. The last chunk waits for the disk.
      if (!chunk.last) await sql`set local synchronous_commit = off`.execute(db);
      if (target.check === null) await lockProjectContent(db, target.projectId);
      const question = await (target.check === null ? holdQuestion : findQuestion)(db, target.projectId);
      const fitting = fitGold(chunk, question.main);
      const place = { db, client, services, question };
      const stored =
        target.check === null
          ? await addContent(place, target, { chunk: fitting, record, media })
          : await planOf(place, target, { chunk: fitting, record });
      await copyRejects(client, target.importId, fitting.rejects);
      await moveCheckpoint(db, record, { chunk: fitting, stored, check: target.check });
    },
    { statementTimeoutMs: 120_000 },
  );
}

async function holdImport(db: Tx, target: ChunkTarget, chunk: Chunk): Promise<ImportRecord> {
  const record = await lockImport(db, target.importId);
  const state = target.check === null ? 'running' : 'checking';
  if (
    record === undefined ||
    record.state !== state ||
    record.turn !== target.turn ||
    record.byte_offset !== chunk.start.byteOffset ||
    record.item_number !== chunk.start.itemNumber
  ) {
    throw new ImportTakenAway(target.importId);
  }
  return record;
}

interface StoredPlan {
  readonly plan: ChunkPlan;
  /** Of its comparisons, those that the question as it is cannot be asked of. */
  readonly unfit: number;
  /** Comparisons that became gold. */
  readonly gold: number;
}

interface Place {
  readonly db: Tx;
  readonly client: CopyClient;
  readonly services: Pick<Services, 'ids'>;
  readonly question: HeldQuestion;
}

async function addContent(
  place: Place,
  target: ChunkTarget,
  { chunk, record, media }: { chunk: Chunk; record: ImportRecord; media: readonly ImportMedia[] },
): Promise<StoredPlan> {
  const { db, client, services, question } = place;
  const named = new Set(chunk.rows.flatMap((row) => row.media).map(({ sha256 }) => sha256));
  await insertMedia(
    db,
    target.projectId,
    media.filter(({ sha256 }) => named.has(sha256)),
  );
  const stored = await planOf(place, target, { chunk, record });
  const { prompts, responses, comparisons, gold, votes, keptVotes } = stored.plan;
  await copyPrompts(client, target.projectId, prompts);
  await copyResponses(client, responses);
  if (comparisons.length > 0) {
    const defaults = await prepareComparisons(db, {
      importId: target.importId,
      projectId: target.projectId,
      name: record.filename,
      newBatchId: services.ids.next(),
      provenance: readProvenance(record),
    });
    const fits = fitTestOf(question);
    await copyComparisons(client, { projectId: target.projectId, defaults, fits }, comparisons);
  }
  const owner = { projectId: target.projectId, createdBy: record.created_by, question };
  await insertVotes(db, { projectId: target.projectId, question, ids: services.ids }, votes);
  await keepVotes(db, keptVotes);
  return { ...stored, gold: await insertGold(db, owner, gold) };
}

/** What the chunk would add. */
async function planOf(
  { db, services, question }: Place,
  target: ChunkTarget,
  { chunk, record }: { chunk: Chunk; record: ImportRecord },
): Promise<StoredPlan> {
  const known = await loadKnownPrompts(
    db,
    target.projectId,
    chunk.rows.map((row) => row.hash),
  );
  const plan = planChunk({
    rows: chunk.rows,
    known,
    nextId: () => services.ids.next(),
    novelty: target.check?.seen ?? everythingIsNew,
    readGold: goldReading(question.main),
    form: question.form,
    ratingVotes: record.rating_votes,
    knownVotes: await loadKnownVotes(db, comparisonsWithVotes(chunk, known)),
  });
  const fits = fitTestOf(question);
  const unfit = plan.comparisons.filter(({ responseIds }) => !fits(responseIds.length)).length;
  return { plan, unfit, gold: plan.gold.length };
}

/** Comparisons that are there of prompts whose rows bring votes. */
function comparisonsWithVotes(chunk: Chunk, known: ReadonlyMap<string, KnownPrompt>): string[] {
  const hashes = new Set(chunk.rows.filter(({ votes }) => votes.length > 0).map(({ hash }) => hash));
  return [...hashes].flatMap((hash) =>
    [...(known.get(hash)?.comparisons.values() ?? [])].map(({ id }) => id),
  );
}

function countVotes(notes: NoteCounter, plan: ChunkPlan): void {
  notes.count('votes_unfit', plan.votesUnfit);
  notes.count('votes_partly', plan.votesPartly);
  notes.count('votes_from_criteria', plan.votesDerived.criteria);
  notes.count('votes_from_ratings', plan.votesDerived.ratings);
  notes.count('votes_unplanned', plan.votesUnplanned);
  notes.count('votes_there', plan.votesThere);
  for (const [why, count] of plan.votesNotCounted)
    notes.count(why === null ? 'votes_not_counted' : `votes_not_counted_${why}`, count);
}

async function moveCheckpoint(
  db: Tx,
  record: ImportRecord,
  { chunk, stored, check }: { chunk: Chunk; stored: StoredPlan; check: ChunkTarget['check'] },
): Promise<void> {
  const { plan, unfit, gold } = stored;
  const notes = new NoteCounter();
  notes.restore(record.notes as Parameters<NoteCounter['restore']>[0]);
  notes.restore(chunk.notes);
  notes.count('details_kept', plan.detailsKept);
  notes.count('comparisons_unfit', unfit);
  notes.count('gold_added', gold);
  notes.count('gold_kept', plan.goldKept + plan.gold.length - gold);
  notes.count('gold_practice', plan.goldPractice);
  countVotes(notes, plan);
  const comparisons = record.comparisons_added + plan.comparisons.length;
  await db
    .updateTable('imports')
    .set({
      byte_offset: chunk.end.byteOffset,
      line_number: chunk.end.lineNumber,
      item_number: chunk.end.itemNumber,
      rows_accepted: record.rows_accepted + plan.rowsAccepted,
      rows_rejected: record.rows_rejected + chunk.rowsRejected,
      rows_duplicate: record.rows_duplicate + plan.rowsDuplicate,
      prompts_added: record.prompts_added + plan.prompts.length,
      responses_added: record.responses_added + plan.responses.length,
      comparisons_added: comparisons,
      votes_added: record.votes_added + plan.votes.length,
      comparisons_identical: record.comparisons_identical + plan.identical,
      languages_detected: JSON.stringify(countLanguages(record, plan.prompts)),
      notes: JSON.stringify(notes.list()),
      heartbeat_at: sql`now()`,
      ...(check !== null && chunk.last
        ? { comparisons_planned: comparisons, findings: JSON.stringify(check.survey.findings()) }
        : {}),
      ...(chunk.last
        ? {
            state: check !== null ? ('checked' as const) : ('succeeded' as const),
            ...(check !== null ? {} : { finished_at: sql<string>`now()` }),
          }
        : {}),
    })
    .where('id', '=', record.id)
    .execute();
}
