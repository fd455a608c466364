import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface RunRecord {
  readonly pid: number;
  readonly port: number;
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'running.json');

/** Notes who runs here; gives the function that takes the note away after a clean stop. */
export async function writeRunRecord(dataDir: string, port: number): Promise<() => Promise<void>> {
  const record: RunRecord = { pid: process.pid, port };
  await writeFile(fileOf(dataDir), JSON.stringify(record), { mode: 0o600 });
  return () => rm(fileOf(dataDir), { force: true });
}

/** The port of a run that was killed: its server may need a moment to notice and give the port back. */
export async function portOfKilledRun(dataDir: string): Promise<number | undefined> {
  try {
    const { pid, port } = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as RunRecord;
    return isAlive(pid) ? undefined : port;
  } catch {
    return undefined; // No note, or one cut short: nothing to wait for.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
