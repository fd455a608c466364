import { systemIds } from '@pairwright/runtime/ids';
import type { BenchDatabase } from './benchmark.ts';

/** A project without anything in it; gives its id. */
export async function emptyProject({ db }: BenchDatabase): Promise<string> {
  const id = systemIds.next();
  await db
    .insertInto('projects')
    .values({
      id,
      slug: `bench-${id}`,
      name: 'Bench',
      template: 'pair_7',
      language: 'en',
      target_judgments: 3,
      lease_minutes: 30,
    })
    .execute();
  return id;
}
