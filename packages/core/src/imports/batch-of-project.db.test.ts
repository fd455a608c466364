import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, openImportFixture, rowText } from './imports.fixture.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

async function importInto(projectId: string): Promise<void> {
  const text = [rowText(1, ['m0', 'm1']), rowText(2, ['m0', 'm1'])].join('\n');
  await importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing: allPairs });
}

async function countOf(projectId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from comparisons where project_id = ${projectId}`.execute(db.db);
  return rows[0]!.n;
}

test('a comparison is in a batch of its own project', async () => {
  const [projectId, other] = [await fixture.newProject(), await fixture.newProject()];
  await importInto(projectId);
  await importInto(other);
  const moved = sql`update comparisons set batch_id = (select id from batches where project_id = ${other})
    where project_id = ${projectId}`.execute(db.db);
  await expect(moved).rejects.toThrow(/comparisons_batch_of_project/);
  const lost = sql`update comparisons set batch_id = gen_random_uuid() where project_id = ${projectId}`;
  await expect(lost.execute(db.db)).rejects.toThrow(/comparisons_batch_of_project/);
});

test('a project takes its comparisons with it, and no others', async () => {
  const [projectId, other] = [await fixture.newProject(), await fixture.newProject()];
  await importInto(projectId);
  await importInto(other);
  await sql`delete from projects where id = ${projectId}`.execute(db.db);
  expect(await countOf(projectId)).toBe(0);
  expect(await countOf(other)).toBe(2);
});
