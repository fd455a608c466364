import { executeImport } from './import-engine.ts';
import { blocks, type ImportFixture } from './imports.fixture.ts';
import { receiveUpload } from './receive-upload.ts';

interface HowToWork {
  readonly chunkRows?: number;
  readonly signal?: AbortSignal;
  readonly lastAttempt?: boolean;
}

/** Stores a file as a browser's upload does. */
export async function upload(fixture: ImportFixture, projectId: string, text: string | Uint8Array) {
  const ctx = fixture.contextOf(projectId);
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  return { ctx, importId };
}

/** Runs what was enqueued last for this import. */
export async function work(
  { services, enqueued }: ImportFixture,
  importId: string,
  options: HowToWork = {},
): Promise<void> {
  const job = enqueued.findLast(({ payload }) => (payload as { importId: string }).importId === importId);
  if (job === undefined) throw new Error('Nothing was enqueued for this import.');
  const { turn } = job.payload as { turn: number };
  await executeImport(services, {
    importId,
    turn,
    signal: options.signal ?? new AbortController().signal,
    lastAttempt: options.lastAttempt ?? true,
    ...(options.chunkRows === undefined ? {} : { chunkRows: options.chunkRows }),
  });
}

/** All of a download. */
export async function collect(source: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}
