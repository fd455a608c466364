import { setTimeout as delay } from 'node:timers/promises';
import type { ImportJob } from '@pairwright/contract/imports';
import type { ProjectContext } from '../context.ts';
import { toImportJob } from './import-row.queries.ts';
import { requireImport } from './imports.service.ts';

const POLL_MS = 300;
const AT_WORK: readonly ImportJob['state'][] = ['uploading', 'checking', 'queued', 'running'];

/** Whether a worker (or an upload) is about to change this import by itself. */
export function isAtWork(job: ImportJob): boolean {
  return AT_WORK.includes(job.state);
}

/** The import now and after every change, until nothing works on it any more or the signal is aborted. Throws `not_found`. */
export async function* watchImport(
  ctx: ProjectContext,
  input: { importId: string; signal: AbortSignal },
): AsyncGenerator<ImportJob> {
  let shown = '';
  while (!input.signal.aborted) {
    const job = toImportJob(await requireImport(ctx, input.importId));
    const text = JSON.stringify(job);
    if (text !== shown) yield job;
    shown = text;
    if (!isAtWork(job)) return;
    await delay(POLL_MS, undefined, { signal: input.signal }).catch(() => undefined);
  }
}
