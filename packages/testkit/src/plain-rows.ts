import { systemIds } from '@pairwright/runtime/ids';
import type { TestDatabase } from './test-database.ts';

/** A project of pairs without a question, for tests of what goes on beside annotating; gives its id. */
export async function addPlainProject({ db }: TestDatabase): Promise<string> {
  const id = systemIds.next();
  const language = 'en' as const;
  const project = { slug: `p-${id}`, name: 'Project', template: 'pair_7', language };
  await db
    .insertInto('projects')
    .values({ id, ...project, target_judgments: 3, lease_minutes: 30 })
    .execute();
  return id;
}

/** Somebody who cannot sign in; gives their id. */
export async function addPlainPerson({ db }: TestDatabase): Promise<string> {
  const id = systemIds.next();
  await db
    .insertInto('users')
    .values({ id, kind: 'person', email: `${id}@example.org`, name: 'Researcher' })
    .execute();
  return id;
}
