import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { superuser } from './create-cluster.ts';
import { dataDirAt } from './data-dir.ts';
import { errorCode, fileProblem } from './errors.ts';
import { isServerOf, readPidFile } from './pid-file.ts';

/** Whether a database was ever made in a folder of `startLocalPostgres`, and how to reach the server that works in it now. */
export interface FoundServer {
  readonly exists: boolean;
  /** Connection URL of a database; undefined while no server runs. */
  readonly url: ((database: string) => string) | undefined;
}

/** Looks for a server without starting or stopping anything. Throws LocalPostgresError when the folder cannot be read. */
export async function findLocalPostgres(dataDir: string): Promise<FoundServer> {
  const dir = dataDirAt(path.resolve(dataDir));
  const exists = await readFile(path.join(dir.cluster, 'PG_VERSION')).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw fileProblem(dir.root, error);
    },
  );
  const running = exists ? await readPidFile(dir) : undefined;
  if (running?.port === undefined || !running.ready || !(await isServerOf(dir, running.pid)))
    return { exists, url: undefined };
  const password = (
    await readFile(dir.password, 'utf8').catch((error: unknown) => {
      throw fileProblem(dir.root, error);
    })
  ).trim();
  return {
    exists,
    url: (database) =>
      `postgres://${superuser}:${password}@127.0.0.1:${running.port}/${encodeURIComponent(database)}`,
  };
}
