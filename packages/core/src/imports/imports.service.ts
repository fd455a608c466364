import { isDeepStrictEqual } from 'node:util';
import type { LanguagePolicy } from '@pairwright/contract/import-languages';
import type { RatingVotes } from '@pairwright/contract/import-ratings';
import type { ImportReading } from '@pairwright/contract/import-reading';
import type { ImportJob, ImportReject, Pairing } from '@pairwright/contract/imports';
import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import type { Provenance } from '@pairwright/contract/provenance';
import { Problem } from '@pairwright/contract/errors';
import { importTransition, type ImportEvent, type ImportRefusal } from '@pairwright/domain/import-lifecycle';
import { afterCommit, inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Page } from '@pairwright/db/cursor';
import { mayManage } from '../access/access.policy.ts';
import type { ProjectContext, Services } from '../context.ts';
import { forgetFetch } from './fetch/fetch.queries.ts';
import { requireFittingPlan } from './fit-question.ts';
import {
  beginTurn,
  changeImport,
  findImport,
  type ImportAsker,
  type ImportRecord,
  listImportRecords,
  lockImport,
  readPairing,
  readProvenance,
  readReading,
  toImportJob,
} from './import-row.queries.ts';
import { listRejectRecords } from './reject-row.queries.ts';

/** An import of the project; throws `not_found`. */
export async function getImport(ctx: ProjectContext, importId: string): Promise<ImportJob> {
  return toImportJob(await requireImport(ctx, importId));
}

/** Imports of the project, newest first. */
export async function listImports(
  ctx: ProjectContext,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<ImportJob>> {
  const page = await listImportRecords(ctx.db.db, { projectId: ctx.projectId, ...query });
  return { items: page.items.map(toImportJob), nextCursor: page.nextCursor };
}

/** Faults of the rows left out, by line. */
export async function listRejects(
  ctx: ProjectContext,
  query: { importId: string; cursor?: string | undefined; limit: number },
): Promise<Page<ImportReject>> {
  await requireImport(ctx, query.importId);
  return listRejectRecords(ctx.db.db, query);
}

export interface TurnInput {
  readonly importId: string;
  readonly pairing: Pairing;
  /** As last time, or as it is recognised, when left out. */
  readonly reading?: ImportReading | undefined;
  /** As last time, and kept the first time, when left out. */
  readonly personalData?: PersonalDataPolicy | undefined;
  /** As last time, and not detected the first time, when left out. */
  readonly languages?: LanguagePolicy | undefined;
  /** As last time, and kept the first time, when left out. */
  readonly ratingVotes?: RatingVotes | undefined;
  /** As last time, and the first time what the README of an archive says, when left out. */
  readonly provenance?: Provenance | undefined;
}

/** Asks for a dry run: validates every row and counts what a run would add. Throws `wrong_state` or `plan_unfit`. */
export async function startCheck(ctx: ProjectContext, input: TurnInput): Promise<ImportJob> {
  return startTurn(ctx, input, 'check');
}

/** Asks for a run: adds the good rows, each once. A failed run with the same plan goes on where it stopped. Throws as above. */
export async function startRun(ctx: ProjectContext, input: TurnInput): Promise<ImportJob> {
  return startTurn(ctx, input, 'run');
}

async function startTurn(ctx: ProjectContext, input: TurnInput, event: 'check' | 'run'): Promise<ImportJob> {
  const record = await inTransaction(ctx.db.db, async (db) => {
    const begun = await beginTurnIfAllowed(db, {
      ...input,
      projectId: ctx.projectId,
      event,
      maySetGold: mayManage(ctx),
      asker: ctx.actor,
    });
    afterCommit(db, () => ctx.queue.enqueue('import.run', { importId: begun.id, turn: begun.turn }));
    return begun;
  });
  return toImportJob(record);
}

export interface TurnRequest extends TurnInput {
  readonly projectId: string;
  readonly event: 'check' | 'run';
  /** Whether who asks manages the project: known answers in the file are theirs to set. */
  readonly maySetGold: boolean;
  readonly asker: ImportAsker;
}

/** Moves an import into `checking` or `queued`; the job is the caller's affair. Throws `not_found`, `wrong_state` or `plan_unfit`. */
export async function beginTurnIfAllowed(db: Tx, request: TurnRequest): Promise<ImportRecord> {
  const record = await lockImport(db, request.importId);
  if (record === undefined || record.project_id !== request.projectId) throw new Problem('not_found');
  const state = nextState(record, request.event) as 'checking' | 'queued';
  if (record.size_bytes === null)
    throw new Problem('wrong_state', { detail: 'The file could not be fetched. Import it again.' });
  await requireFittingPlan(db, request.projectId, request.pairing);
  const known = readReading(record);
  const reading = request.reading ?? known;
  const personalData = request.personalData ?? record.personal_data;
  const languages = request.languages ?? record.languages;
  const ratingVotes = request.ratingVotes ?? record.rating_votes;
  const samePlan =
    isDeepStrictEqual(readPairing(record), request.pairing) &&
    isDeepStrictEqual(known, reading) &&
    record.personal_data === personalData &&
    record.languages === languages &&
    record.rating_votes === ratingVotes;
  const goesOn = request.event === 'run' && record.phase === 'run' && samePlan;
  const begun = await beginTurn(db, request.importId, {
    state,
    pairing: request.pairing,
    reading,
    personalData,
    languages,
    ratingVotes,
    provenance: request.provenance ?? readProvenance(record),
    maySetGold: request.maySetGold,
    asker: request.asker,
    fresh: !goesOn,
    keepPlanned: samePlan && request.event === 'run',
  });
  if (begun === undefined) throw new Problem('not_found');
  return begun;
}

/** Stops an import; rows already added stay. Throws `wrong_state` when it is finished. */
export async function cancelImport(ctx: ProjectContext, importId: string): Promise<ImportJob> {
  const record = await inTransaction(ctx.db.db, async (db) => {
    const found = await lockImport(db, importId);
    if (found === undefined || found.project_id !== ctx.projectId) throw new Problem('not_found');
    // Parts of a file that nobody will put together.
    if (found.upload_parts !== null && found.state === 'uploading')
      afterCommit(db, () => ctx.artifacts.deletePrefix(`imports/${importId}`));
    await forgetFetch(db, importId);
    return changeImport(db, importId, { state: nextState(found, 'cancel'), finished: true });
  });
  if (record === undefined) throw new Problem('not_found');
  return toImportJob(record);
}

/** The import of this project; a foreign one answers like one that does not exist. */
export async function requireImport(
  ctx: Pick<Services, 'db'> & { readonly projectId: string },
  importId: string,
): Promise<ImportRecord> {
  const record = await findImport(ctx.db.db, { importId, projectId: ctx.projectId });
  if (record === undefined) throw new Problem('not_found');
  return record;
}

const REFUSALS: Readonly<Record<ImportRefusal, string>> = {
  still_uploading: 'The file is still being uploaded. Wait for the upload to end.',
  already_uploaded: 'The upload has ended already.',
  not_checking: 'No check is running.',
  still_checking: 'A check is running. Wait for it, or cancel it.',
  not_queued: 'The import was not asked to run.',
  already_queued: 'The import waits for a worker already.',
  not_running: 'The import is not running.',
  already_running: 'The import is running already.',
  finished:
    'The import is finished. Upload the file again for another one; rows that are there are not added twice.',
};

function nextState(record: ImportRecord, event: ImportEvent): ImportRecord['state'] {
  const step = importTransition(record.state, event);
  if (!step.ok) throw new Problem('wrong_state', { detail: REFUSALS[step.reason] });
  return step.state;
}
