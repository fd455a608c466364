import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { PermanentFailure } from '@pairwright/queue/registry-types';
import { type Lasting, stillMaySql } from '../access/still-may.sql.ts';

/** Whoever asked for a job may no longer have its result: refused for good, whoever else may must ask for it. */
export class NoLongerAllowed extends PermanentFailure {
  constructor() {
    super('Who asked for this may no longer do it.');
    this.name = 'NoLongerAllowed';
  }
}

/** Who asked for a job. Nobody: the installation itself. */
export interface AskedFor {
  readonly userId: string | null;
  /** With which API token; null in a session. */
  readonly tokenId: string | null;
  readonly projectId: string;
}

export const nobody = { userId: null, tokenId: null } as const;

/** Throws NoLongerAllowed where who asked lost the role, was suspended, or their token has ended since. */
export async function requireStillAllowed(db: Executor, asked: AskedFor, action: Lasting): Promise<void> {
  if (asked.userId === null) return;
  const place = {
    user: sql<string>`${asked.userId}::uuid`,
    token: sql<string | null>`${asked.tokenId}::uuid`,
    project: sql<string>`${asked.projectId}::uuid`,
  };
  const { rows } = await sql<{ may: boolean }>`select ${stillMaySql(place, action)} as may`.execute(db);
  if (rows[0]?.may !== true) throw new NoLongerAllowed();
}
