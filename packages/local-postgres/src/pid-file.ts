import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DataDir } from './data-dir.ts';
import { errorCode, fileProblem } from './errors.ts';
import { processExists } from './lock.ts';
import { runCommand } from './run-command.ts';

/** What a running server says of itself in postmaster.pid. */
export interface PidFile {
  pid: number;
  port: number | undefined;
  ready: boolean;
  lines: string[];
}

function pidFilePath(dir: DataDir): string {
  return path.join(dir.cluster, 'postmaster.pid');
}

export async function readPidFile(dir: DataDir): Promise<PidFile | undefined> {
  const text = await readFile(pidFilePath(dir), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileProblem(dir.root, error);
  });
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  return {
    pid,
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    ready: lines[7]?.trim() === 'ready',
    lines,
  };
}

/** Whether the process is a server on this very cluster, not a stranger that got the same number. */
export async function isServerOf(dir: DataDir, pid: number): Promise<boolean> {
  if (!processExists(pid)) return false;
  if (process.platform === 'linux') {
    // A server works inside its cluster.
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return cwd !== undefined && cwd === (await realpath(dir.cluster));
  }
  if (process.platform === 'win32') {
    const { stdout } = await runCommand('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
    return stdout.toLowerCase().includes('postgres.exe');
  }
  const { stdout } = await runCommand('/bin/ps', ['-ww', '-p', String(pid), '-o', 'command=']);
  return stdout.includes('postgres') && stdout.includes(dir.cluster);
}

/**
 * The server refuses to start while the process named in a left-over file lives, even when that is a stranger.
 * Its own parent's number is accepted; the rest of the file must stay, because it guards against surviving backends.
 */
export async function disarmPidFile(dir: DataDir, stale: PidFile): Promise<void> {
  await writeFile(pidFilePath(dir), [String(process.pid), ...stale.lines.slice(1)].join('\n'));
}
