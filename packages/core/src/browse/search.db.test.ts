import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { flagAssignment } from '../annotate/flag-assignment.service.ts';
import { encodeCursor } from '@pairwright/db/cursor';
import { listComparisons } from './comparisons.service.ts';
import { searchComparisons } from './search.queries.ts';

const texts = [
  'Why is the SKY blue?',
  '天空为什么是蓝色的？',
  '100 % of it_all',
  'a "quoted"\nline',
  'Straße',
  'sky 天空',
];
let database: TestDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await createTestDatabase();
  project = await createProject(database, { comparisons: texts.length });
  for (const [at, content] of texts.entries())
    await database.pool.query(
      `update prompts set messages = $2, metadata = $3 where id = (select prompt_id from comparisons where id = $1)`,
      [
        project.comparisonIds[at],
        JSON.stringify([{ role: 'user', content }]),
        JSON.stringify({ tags: at < 2 ? ['sky', '天空'] : [] }),
      ],
    );
});
afterAll(() => database.close());

const lead = () => project.annotators[0]!;
const found = async (asked: Omit<Parameters<typeof listComparisons>[1], 'progress' | 'limit'>) => {
  const { items } = await listComparisons(lead(), { progress: 'all', limit: 50, ...asked });
  return items.map(({ id }) => project.comparisonIds.indexOf(id));
};

test('finds what stands in prompts, in any case and script, from one sign on, and takes no sign for another', async () => {
  expect(await found({ search: 'sky' })).toEqual([0, 5]);
  expect(await found({ search: '天空' })).toEqual([1, 5]);
  expect(await found({ search: '蓝' })).toEqual([1]);
  expect(await found({ search: '%' })).toEqual([2]);
  expect(await found({ search: 't_a' })).toEqual([2]);
  expect(await found({ search: '"quoted"\nline' })).toEqual([3]);
  expect(await found({ search: 'STRASSE' })).toEqual([]);
  // Not in the names that hold the texts together.
  expect(await found({ search: 'content' })).toEqual([]);
});

test('narrows by tag, by batch and by the reason of a flag that counts, and by all of them', async () => {
  const { rows } = await database.pool.query<{ id: string }>('select id from batches where project_id = $1', [
    project.projectId,
  ]);
  expect(await found({ tag: '天空' })).toEqual([0, 1]);
  expect(await found({ tag: 'SKY' })).toEqual([]);
  expect(await found({ batch: rows[0]!.id })).toHaveLength(texts.length);
  expect(await found({ batch: systemIds.next() })).toEqual([]);
  const { items } = await claimAssignments(lead(), { count: 1 });
  await flagAssignment(lead(), {
    id: systemIds.next(),
    assignmentId: items[0]!.id,
    reason: 'harmful_content',
  });
  expect(await found({ flag: 'harmful_content' })).toHaveLength(1);
  expect(await found({ flag: 'other' })).toEqual([]);
  expect(await found({ tag: 'sky', search: '天空', batch: rows[0]!.id })).toEqual([1]);
});

test('a search that stops says where, and goes on from there', async () => {
  const page = { projectId: project.projectId, progress: 'all', rows: {}, limit: 10, search: 'sky' } as const;
  const first = await searchComparisons(database.db, page, 4);
  expect([first.rows.length, first.stoppedAt?.looked]).toEqual([1, 4]);
  const { rank, id } = first.stoppedAt!;
  const rest = await searchComparisons(database.db, { ...page, cursor: encodeCursor([rank, id]) }, 4);
  expect(rest.rows.map((row) => project.comparisonIds.indexOf(row.id))).toEqual([5]);
  expect(rest.stoppedAt).toBe(null);
  // A page that is full ends where it is full.
  const full = await searchComparisons(database.db, { ...page, limit: 1 }, 50);
  expect([full.rows.length, full.stoppedAt]).toEqual([2, null]);
});
