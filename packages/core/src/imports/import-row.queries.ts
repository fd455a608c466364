import {
  type ImportJob,
  importNote,
  type Pairing,
  pairing as pairingShape,
} from '@pairwright/contract/imports';
import { type ImportReading, importReading } from '@pairwright/contract/import-reading';
import { importFindings } from '@pairwright/contract/import-findings';
import { detectedLanguages, type LanguagePolicy } from '@pairwright/contract/import-languages';
import type { RatingVotes } from '@pairwright/contract/import-ratings';
import { importSource } from '@pairwright/contract/import-source';
import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import { type Provenance, provenance } from '@pairwright/contract/provenance';
import { type JobError, jobError } from '@pairwright/contract/shapes';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { Tx } from '@pairwright/db/transaction';
import { type AskedFor, requireStillAllowed } from '../system/still-allowed.ts';
import { paceOf, secondsBetween } from '../system/pace.ts';
import type { ImportState } from '@pairwright/domain/import-lifecycle';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';

export type ImportRecord = Selectable<DB['imports']>;

/** The import as the API shows it. */
export function toImportJob(row: ImportRecord): ImportJob {
  return {
    id: row.id,
    projectId: row.project_id,
    filename: row.filename,
    source: row.source === null ? null : importSource.parse(row.source),
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    state: row.state,
    pairing: readPairing(row),
    reading: readReading(row),
    phase: row.phase,
    bytesDone: row.byte_offset,
    lines: row.line_number,
    progress: importProgress(row),
    rowsAccepted: row.rows_accepted,
    rowsRejected: row.rows_rejected,
    rowsDuplicate: row.rows_duplicate,
    promptsAdded: row.prompts_added,
    responsesAdded: row.responses_added,
    comparisonsAdded: row.comparisons_added,
    votesAdded: row.votes_added,
    comparisonsIdentical: row.comparisons_identical,
    comparisonsPlanned: row.comparisons_planned,
    personalData: row.personal_data,
    languages: row.languages,
    ratingVotes: row.rating_votes,
    provenance: readProvenance(row),
    languagesDetected: detectedLanguages.parse(row.languages_detected),
    findings: row.findings === null ? null : importFindings.parse(row.findings),
    notes: importNote.array().parse(row.notes),
    error: row.error === null ? null : jobError.parse(row.error),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

/** Share and speed of a check or a run, from the database's own clock; the speed is that of the worker at it now. */
function importProgress(row: ImportRecord): ImportJob['progress'] {
  if (row.state !== 'checking' && row.state !== 'running') return null;
  const { size_bytes: size } = row;
  const shareOf = (bytes: number): number | null => (size === null || size === 0 ? null : bytes / size);
  return paceOf(
    { share: shareOf(row.byte_offset), rows: row.line_number },
    {
      seconds: secondsBetween(row.taken_up_at, row.heartbeat_at),
      from: { share: shareOf(row.taken_up_bytes), rows: row.taken_up_lines },
    },
  );
}

/** The pairing plan a check or run was asked with; null before. */
export function readPairing(row: Pick<ImportRecord, 'pairing'>): Pairing | null {
  return row.pairing === null ? null : pairingShape.parse(row.pairing);
}

/** How the rows are read; null: to be recognised. */
export function readReading(row: Pick<ImportRecord, 'reading'>): ImportReading | null {
  return row.reading === null ? null : importReading.parse(row.reading);
}

/** Of rows that name no source or licence; null: not told yet. */
export function readProvenance(row: Pick<ImportRecord, 'provenance'>): Provenance | null {
  return row.provenance === null ? null : provenance.parse(row.provenance);
}

export interface NewImport {
  readonly id: string;
  readonly projectId: string;
  readonly filename: string;
  readonly artifactKey: string;
  readonly createdBy: string | null;
}

/** Takes an import back that never became one. */
export async function removeImport(db: Executor, importId: string): Promise<void> {
  await db.deleteFrom('imports').where('id', '=', importId).where('state', '=', 'uploading').execute();
}

export async function insertImport(db: Executor, given: NewImport): Promise<void> {
  await db
    .insertInto('imports')
    .values({
      id: given.id,
      project_id: given.projectId,
      filename: given.filename,
      artifact_key: given.artifactKey,
      state: 'uploading',
      created_by: given.createdBy,
      heartbeat_at: sql`now()`,
    })
    .execute();
}

/** One import of one project, undefined when there is none. */
export function findImport(
  db: Executor,
  key: { importId: string; projectId?: string },
): Promise<ImportRecord | undefined> {
  let query = db.selectFrom('imports').selectAll().where('id', '=', key.importId);
  if (key.projectId !== undefined) query = query.where('project_id', '=', key.projectId);
  return query.executeTakeFirst();
}

/** The same, locked until the transaction ends: every change of state and every checkpoint goes through this lock. */
export function lockImport(db: Tx, importId: string): Promise<ImportRecord | undefined> {
  return db.selectFrom('imports').selectAll().where('id', '=', importId).forUpdate().executeTakeFirst();
}

export interface ImportChange {
  readonly state?: ImportState;
  readonly size_bytes?: number;
  readonly sha256?: string;
  readonly byte_offset?: number;
  readonly error?: JobError | null;
  /** Sets `finished_at` to now or takes it away. */
  readonly finished?: boolean;
}

export async function changeImport(
  db: Executor,
  importId: string,
  change: ImportChange,
): Promise<ImportRecord | undefined> {
  const { error, finished, ...columns } = change;
  return db
    .updateTable('imports')
    .set({
      ...columns,
      ...(error === undefined ? {} : { error: error === null ? null : JSON.stringify(error) }),
      ...(finished === undefined ? {} : { finished_at: finished ? sql<string>`now()` : null }),
      heartbeat_at: sql`now()`,
    })
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirst();
}

/** Who asks for work on an import, and with which API token. */
export type ImportAsker = Pick<AskedFor, 'userId' | 'tokenId'>;

/**
 * Throws NoLongerAllowed where who asked for the present work on it may no longer import, or no longer set the known answers that
 * are read from the file.
 */
export async function requireAskerOfImport(db: Executor, record: ImportRecord): Promise<void> {
  const asked = {
    userId: record.asked_by,
    tokenId: record.asked_with,
    projectId: record.project_id,
  };
  await requireStillAllowed(db, asked, record.may_set_gold ? 'manage' : 'import');
}

export interface Turn {
  readonly state: 'checking' | 'queued';
  readonly pairing: Pairing;
  readonly reading: ImportReading | null;
  readonly personalData: PersonalDataPolicy;
  readonly languages: LanguagePolicy;
  readonly ratingVotes: RatingVotes;
  readonly provenance: Provenance | null;
  readonly maySetGold: boolean;
  readonly asker: ImportAsker;
  /** Begin at the first byte with empty counters instead of going on from the checkpoint. */
  readonly fresh: boolean;
  /** Whether the count of an earlier check still holds. */
  readonly keepPlanned: boolean;
}

/** Begins a check or a run: its own job in the queue, and empty counters unless it goes on from a checkpoint. */
export async function beginTurn(db: Tx, importId: string, turn: Turn): Promise<ImportRecord | undefined> {
  if (turn.fresh) await db.deleteFrom('import_rejects').where('import_id', '=', importId).execute();
  return db
    .updateTable('imports')
    .set((eb) => ({
      state: turn.state,
      pairing: JSON.stringify(turn.pairing),
      reading: turn.reading === null ? null : JSON.stringify(turn.reading),
      may_set_gold: turn.maySetGold,
      asked_by: turn.asker.userId,
      asked_with: turn.asker.tokenId,
      personal_data: turn.personalData,
      languages: turn.languages,
      rating_votes: turn.ratingVotes,
      provenance: turn.provenance === null ? null : JSON.stringify(turn.provenance),
      turn: eb('turn', '+', 1),
      error: null,
      finished_at: null,
      heartbeat_at: sql`now()`,
      phase: turn.state === 'checking' ? 'check' : 'run',
      ...(turn.fresh ? emptyCounters : {}),
      ...(turn.keepPlanned ? {} : { comparisons_planned: null, findings: null }),
    }))
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirst();
}

const emptyCounters = {
  byte_offset: 0,
  line_number: 0,
  item_number: 0,
  rows_accepted: 0,
  rows_rejected: 0,
  rows_duplicate: 0,
  prompts_added: 0,
  responses_added: 0,
  comparisons_added: 0,
  votes_added: 0,
  comparisons_identical: 0,
  notes: '[]',
  languages_detected: '[]',
  started_at: null,
} as const;

/** A check has nothing to go on from: what it saw so far was in memory. */
export async function restartCheck(db: Tx, importId: string): Promise<void> {
  await db.deleteFrom('import_rejects').where('import_id', '=', importId).execute();
  await db.updateTable('imports').set(emptyCounters).where('id', '=', importId).execute();
}

export async function listImportRecords(
  db: Executor,
  query: { projectId: string; cursor?: string | undefined; limit: number },
): Promise<Page<ImportRecord>> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('project_id', '=', query.projectId)
    .where(
      afterCursor<DB, 'imports'>({ columns: [{ ref: 'id', type: 'uuid' }], direction: 'desc' }, query.cursor),
    )
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return toPage(rows, query.limit, (row) => [row.id]);
}
