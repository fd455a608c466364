import { PermanentFailure } from '@pairwright/queue/registry-types';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';
import type { Services } from '../context.ts';
import type { Client } from './export-data.ts';
import { copySettings } from './export-lines.sql.ts';

export interface SnapshotWish {
  readonly versionId: string;
  /** Of the database itself. */
  readonly client: Client;
  readonly signal: AbortSignal;
}

interface Done<T> {
  readonly from: 'replica' | 'database';
  readonly value: T;
}

/**
 * Runs `work` in one read-only snapshot that holds a frozen version: of the replica where it is in use and has come past the freeze,
 * and of the database itself where not, or where that breaks off; then `work` runs a second time.
 */
export async function inVersionSnapshot<T>(
  ctx: Pick<Services, 'replica' | 'log'>,
  wish: SnapshotWish,
  work: (client: Client) => Promise<T>,
): Promise<Done<T>> {
  const read = await onReplica(ctx, wish, work);
  if (read !== undefined) return read;
  await begin(wish.client);
  const value = await work(wish.client);
  await wish.client.query('commit');
  return { from: 'database', value };
}

async function onReplica<T>(
  { replica, log }: Pick<Services, 'replica' | 'log'>,
  { versionId, signal }: SnapshotWish,
  work: (client: Client) => Promise<T>,
): Promise<Done<T> | undefined> {
  const database = replica?.database();
  if (database === undefined) return undefined;
  let client: Client | undefined;
  try {
    client = await database.pool.connect();
    await begin(client);
    const value = (await holds(client, versionId)) ? await work(client) : undefined;
    await client.query('commit');
    client.release();
    return value === undefined ? undefined : { from: 'replica', value };
  } catch (error) {
    client?.release(true);
    if (signal.aborted || error instanceof ArtifactError || error instanceof PermanentFailure) throw error;
    // Replaying the log ends long reads there now and then.
    replica?.distrust(error);
    log.warn({ err: error, versionId }, 'a version could not be read from the replica to its end');
    return undefined;
  }
}

async function begin(client: Client): Promise<void> {
  await client.query('begin transaction isolation level repeatable read read only');
  await client.query(copySettings);
}

/** One transaction made the version ready and wrote its rows, so they come to the replica together. */
async function holds(client: Client, versionId: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from dataset_versions where id = $1 and state = 'ready'`, [
    versionId,
  ]);
  return rowCount === 1;
}
