import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@pairwright/local-postgres/start';
import type { Running } from './supervised.ts';

const NAME = 'pairwright';

export interface RunningPostgres extends Running {
  /** URL of the database of the product, which may not be there yet. */
  readonly url: string;
  readonly server: LocalPostgres;
}

/** A PostgreSQL server of its own on this folder: the one that comes with the product, with everything durable. */
export async function startPostgres(dataDir: string): Promise<RunningPostgres> {
  const server = await startLocalPostgres({
    dataDir: path.join(dataDir, 'postgres'),
    settings: { shared_buffers: '64MB' },
  });
  let gone: Promise<void> | undefined;
  // The folder is given back, so that the next start finds it free.
  const exited = server.exited.then(() => (gone ??= server.stop()));
  return {
    url: server.url(NAME),
    server,
    exited,
    kill: () => killAll(server.pid),
    stop: () => (gone ??= server.stop()),
  };
}

/** The postmaster and all its children, which it would end in order otherwise. */
function killAll(pid: number): void {
  void readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .catch(() => '')
    .then((children) => {
      for (const one of [pid, ...children.split(' ').filter(Boolean).map(Number)]) killIfThere(one);
    });
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
