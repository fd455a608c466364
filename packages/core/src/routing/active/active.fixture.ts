import { sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { createLogger } from '@pairwright/runtime/logger';
import type { TestProject, TestProjectOptions } from '../../annotate/annotate.fixture.ts';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { createRouted } from '../routing.fixture.ts';
import { makePool } from './make-pool.service.ts';

export interface ActiveOptions extends TestProjectOptions {
  readonly uniformPercent?: number;
  readonly policy?: Partial<RoutingPolicy>;
  /** Names of the models of the comparison with this rank, from 1; without it all are of two. */
  readonly models?: (rank: number) => readonly string[];
}

/** A project whose comparisons are drawn. */
export async function createActive(database: Database, options: ActiveOptions): Promise<TestProject> {
  const active = { uniformPercent: options.uniformPercent ?? 15 };
  const project = await createRouted(database, { ...options, policy: { active, ...options.policy } });
  if (options.models !== undefined)
    await nameModels(
      database,
      project,
      project.comparisonIds.map((_, index) => options.models!(index + 1)),
    );
  return project;
}

async function nameModels(
  database: Database,
  { projectId }: TestProject,
  models: readonly (readonly string[])[],
): Promise<void> {
  const named = models.flatMap((names, index) =>
    names.map((model, place) => ({ rank: index + 1, place: place + 1, model })),
  );
  await sql`update responses r set model = n.model
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as n (rank int, place int, model text)
    join comparisons c on c.project_id = ${projectId} and c.rank = n.rank
    where r.id = c.response_ids[n.place]`.execute(database.db);
}

/** Makes the pool the way a worker does. */
export function pool(database: Database, projectId: string): Promise<void> {
  const log = createLogger({ name: 'test', level: 'silent' });
  return makePool({ db: database, log }, { projectId, signal: new AbortController().signal });
}

/** What is in the pool, best first; of those alike by rank. */
export async function pooled(database: Database, projectId: string) {
  const { rows } = await sql<{ rank: number; hand: number; value: number }>`
    select c.rank::int as rank, i.hand, i.value from active_pool_items i join comparisons c on c.id = i.comparison_id
    where i.project_id = ${projectId} order by i.value desc, c.rank`.execute(database.db);
  return rows;
}
