import type { Readable } from 'node:stream';
import { Problem } from '@pairwright/contract/errors';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { ProjectContext } from '../context.ts';
import { readRefusedRows, tableHeader } from './foreign/reject-rows.ts';
import { listRejectedLines, listRejectRecords, type RejectedLine } from './reject-row.queries.ts';
import { requireImport } from './imports.service.ts';

const PAGE = 1_000;
/** Reading over a gap of so many bytes is cheaper than another request to the store. */
const GAP = 256 * 1024;
const NEWLINE = Buffer.from('\n');

/** What `readRejectedLines` gives: the records of a table, with its header, or lines. Throws Problem `not_found`. */
export async function kindOfRejects(ctx: ProjectContext, importId: string): Promise<'csv' | 'tsv' | 'jsonl'> {
  const record = await requireImport(ctx, importId);
  if ((await tableHeader(ctx, record)) === null) return 'jsonl';
  return /\.(?:tsv|tab)(?:\.(?:gz|zst))?$/i.test(record.filename) ? 'tsv' : 'csv';
}

/**
 * The rejected rows in their order, each ended by a newline, in constant memory: lines of our own rows byte for byte as they
 * stand in the uploaded file, those of other containers as `readRefusedRows` has them.
 */
export async function* readRejectedLines(ctx: ProjectContext, importId: string): AsyncGenerator<Uint8Array> {
  const record = await requireImport(ctx, importId);
  for await (const text of readRefusedRows(ctx, record)) yield Buffer.from(text);
  const { artifact_key: key } = record;
  let afterLine = 0;
  for (;;) {
    const lines = await listRejectedLines(ctx.db.db, { importId, afterLine, limit: PAGE });
    for (const group of nearby(lines)) yield* readGroup(ctx.artifacts, key, group);
    if (lines.length < PAGE) return;
    afterLine = lines.at(-1)?.line ?? afterLine;
  }
}

/** Throws Problem `not_found` where the file is not kept any more: its rejected rows can be told of, but not given. */
export async function requireFile(ctx: ProjectContext, importId: string): Promise<void> {
  const { file_removed_at: removedAt } = await requireImport(ctx, importId);
  if (removedAt !== null)
    throw new Problem('not_found', {
      detail:
        'The uploaded file is not kept any more: a retention rule removed it. The faults of its rows are still there.',
    });
}

/** The faults of the rejected lines, one JSON object per line. */
export async function* readFaults(ctx: ProjectContext, importId: string): AsyncGenerator<string> {
  await requireImport(ctx, importId);
  let cursor: string | undefined;
  do {
    const page = await listRejectRecords(ctx.db.db, { importId, cursor, limit: PAGE });
    if (page.items.length > 0) yield page.items.map((fault) => `${JSON.stringify(fault)}\n`).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function nearby(lines: readonly RejectedLine[]): RejectedLine[][] {
  const groups: RejectedLine[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    if (line.offset - end > GAP) groups.push([]);
    groups.at(-1)?.push(line);
    end = line.offset + line.length;
  }
  return groups;
}

/** Cuts the lines out of one reading from the first to the last of them. */
async function* readGroup(
  artifacts: ArtifactStore,
  key: string,
  lines: readonly RejectedLine[],
): AsyncGenerator<Uint8Array> {
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return;
  const source: Readable = await artifacts.read(key, {
    start: first.offset,
    end: last.offset + last.length - 1,
  });
  let at = first.offset;
  let index = 0;
  for await (const block of source as AsyncIterable<Uint8Array>) {
    const blockEnd = at + block.byteLength;
    for (let line = lines[index]; line !== undefined && line.offset < blockEnd; line = lines[index]) {
      const end = line.offset + line.length;
      yield block.subarray(Math.max(0, line.offset - at), Math.min(block.byteLength, end - at));
      if (end > blockEnd) break;
      yield NEWLINE;
      index += 1;
    }
    at = blockEnd;
  }
}
