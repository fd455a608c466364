import { createHash } from 'node:crypto';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import type { Files } from './files.ts';
import type { Ledger } from './ledger.ts';

interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly rows: number | null;
}

interface StoredExport {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly files: readonly StoredFile[] | null;
}

/**
 * Reads all files of the store and compares them with what the database and the clients say: every file of an export is whole, there is
 * none that no export has, and nothing unfinished but what the sweeper removes.
 */
export async function fileFaults(
  pool: TestDatabase['pool'],
  files: Files,
  ledger: Ledger,
): Promise<string[]> {
  const { rows: exports } = await pool.query<StoredExport>(
    'select id, state, rows_done::int as rows, files from exports',
  );
  const { rows: imports } = await pool.query<{ id: string; state: string }>('select id, state from imports');
  const uploading = new Set(imports.filter(({ state }) => state === 'uploading').map(({ id }) => id));
  const left = new Set(await files.names());
  const faults: string[] = [];
  for (const id of ledger.exports.keys())
    if (!exports.some((one) => one.id === id)) faults.push(`Export ${id} was acknowledged and is not there.`);
  for (const one of exports) faults.push(...(await faultsOfExport(files, one, { ledger, left })));
  for (const file of left) {
    const [kind, id] = file.split('/');
    const unfinished = file.split('/').at(-1)!.startsWith('.');
    // An upload that broke off is removed after a day.
    const kept =
      kind === 'imports' && imports.some((one) => one.id === id) && (!unfinished || uploading.has(id!));
    if (!kept) faults.push(`The file ${file} belongs to nothing.`);
  }
  return faults;
}

async function faultsOfExport(
  stored: Files,
  { id, state, rows, files }: StoredExport,
  { ledger, left }: { ledger: Ledger; left: Set<string> },
): Promise<string[]> {
  if (state !== 'ready' || files === null) return [`Export ${id} is ${state}.`];
  const faults: string[] = [];
  const downloaded = ledger.exports.get(id)?.sums;
  let lines = 0;
  for (const { name, size, sha256, rows: said } of files) {
    const file = `exports/${id}/${name}`;
    left.delete(file);
    const bytes = await stored.bytes(file);
    if (bytes === undefined) {
      faults.push(`${file} is missing.`);
      continue;
    }
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length !== size || sum !== sha256) faults.push(`${file} is not what its export says.`);
    if (downloaded !== undefined && downloaded.size > 0 && downloaded.get(name) !== sum)
      faults.push(`${file} is not what was downloaded.`);
    if (said === null) continue;
    const found = bytes.toString('utf8').split('\n').length - 1;
    if (found !== said) faults.push(`${file} has ${found} lines and says ${said}.`);
    lines += found;
  }
  return lines === rows ? faults : [...faults, `Export ${id} has ${lines} lines and says ${rows}.`];
}
