import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { OperateError } from '../operate-error.ts';

/** What of an entry is looked at. */
interface Entry {
  readonly seq?: number;
  readonly action?: string;
  readonly actorId?: string | null;
  readonly objectId?: string | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
}

/**
 * Ids of those who were erased, of the lines of an exported audit log, in their order. Throws OperateError for a file that is
 * none, and where an entry does not tell who it was.
 */
export async function readErased(file: string): Promise<string[]> {
  const erased = new Set<string>();
  /** Who asked to be erased, by their request: entries of earlier versions name that alone. */
  const asked = new Map<string, string>();
  let number = 0;
  let entries = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      entries += 1;
      const entry = parse(line, { file, number });
      if (entry.action === 'requestErasure' && entry.objectId && entry.actorId)
        asked.set(entry.objectId, entry.actorId);
      const userId = erasedBy(entry, asked);
      if (userId === undefined) continue;
      if (userId === null)
        throw new OperateError(
          `${file}, line ${number}: entry ${entry.seq} does not tell who was erased, and the entry of their request is not in the file. Export the whole log, from its beginning: "pairwright audit export".`,
        );
      erased.add(userId);
    }
  } catch (error) {
    if (error instanceof OperateError) throw error;
    throw new OperateError(
      `The exported audit log ${file} cannot be read: ${(error as Error).message}`,
      error,
    );
  }
  if (entries === 0) throw new OperateError(`The exported audit log ${file} is empty.`);
  return [...erased];
}

/** Undefined: nobody was; null: somebody, and it is not told who. */
function erasedBy(entry: Entry, asked: ReadonlyMap<string, string>): string | null | undefined {
  if (entry.action === 'eraseUser' || entry.action === 'eraseImportedName') return entry.objectId ?? null;
  if (entry.action !== 'decideErasureRequest' || entry.after?.['decision'] !== 'erase') return undefined;
  const told = entry.after['user_id'];
  return typeof told === 'string' ? told : (asked.get(entry.objectId ?? '') ?? null);
}

function parse(line: string, { file, number }: { file: string; number: number }): Entry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    entry = undefined;
  }
  if (typeof entry !== 'object' || entry === null || typeof (entry as Entry).action !== 'string')
    throw new OperateError(
      `${file}, line ${number} is no entry of the audit log. Give the file that "pairwright audit export" wrote.`,
    );
  return entry;
}
