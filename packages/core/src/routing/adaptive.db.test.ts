import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedFor, type Opinion } from '@pairwright/domain/routing/adaptive';
import { waldLead } from '@pairwright/stats/design/sequential';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { updateProject } from '../projects/projects.service.ts';
import { createRouted, judgeNext } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const stored = async (projectId: string) => {
  const { rows } = await database.pool.query<{ target: number; contested: boolean; asked: number }>(
    'select target_judgments as target, contested, asked from comparisons where project_id = $1 order by rank',
    [projectId],
  );
  return rows;
};

/** Judges what comes next, for the first canonical response or the second, whatever side it stands on. */
async function prefer(ctx: ProjectContext, first: boolean): Promise<number | null> {
  const [item] = (await claimAssignments(ctx, { count: 1 })).items;
  const isLeft = item?.responses[0]?.messages[0]?.content?.startsWith('first') ?? true;
  return judgeNext(ctx, isLeft === first ? 2 : 6);
}

test('disagreement asks for more in the transaction of the vote, up to the lead or the most', async () => {
  const project = await createRouted(database, {
    comparisons: 1,
    target: 2,
    annotators: 7,
    policy: { adaptive: { most: 5, accuracy: 0.75 } },
  });
  const [a, b, c, d, e, f] = project.annotators;
  await prefer(a!, true);
  expect(await stored(project.projectId)).toEqual([{ target: 2, contested: false, asked: 0 }]);
  await prefer(b!, false);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  // A target set meanwhile does not take back what was asked for.
  await updateProject(a!, { targetJudgments: 1 });
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  for (const ctx of [c, d, e]) expect(await prefer(ctx!, true)).toBe(1);
  expect(await prefer(f!, true)).toBe(null);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
});

test('one that stays open is contested', async () => {
  const project = await createRouted(database, {
    comparisons: 1,
    target: 2,
    annotators: 7,
    policy: { adaptive: { most: 5, accuracy: 0.75 } },
  });
  for (const [index, ctx] of project.annotators.entries()) await prefer(ctx, index % 2 === 0);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: true, asked: 5 }]);
  expect(await countersOf(database, project.projectId)).toMatchObject([{ judged: 5, leased: 0 }]);
});

test('without the policy nothing is asked', async () => {
  const project = await createRouted(database, { comparisons: 1, target: 2, annotators: 3 });
  for (const [index, ctx] of project.annotators.entries()) await prefer(ctx, index % 2 === 0);
  expect(await stored(project.projectId)).toEqual([{ target: 2, contested: false, asked: 0 }]);
});

test('the lead in the database is the one of the statistics', async () => {
  const { rows } = await database.pool.query<{ percent: number; lead: number }>(
    'select i as percent, wald_lead(i / 100.0) as lead from generate_series(55, 99) i',
  );
  expect(rows).toHaveLength(45);
  for (const { percent, lead } of rows) expect(lead).toBe(waldLead(percent / 100).lead);
});

const opinion: fc.Arbitrary<Opinion> = fc.oneof(
  fc
    .constantFrom(-3, -2, -1, 1, 2, 3)
    .map((strength): Opinion => ({ outcome: 'preference', strength, ranks: null })),
  fc
    .constantFrom(
      'tie' as const,
      'both_bad' as const,
      'cannot_judge' as const,
      'rated' as const,
      'thumbs_up' as const,
    )
    .map((outcome): Opinion => ({ outcome, strength: null, ranks: null })),
  fc
    .constantFrom([1, 2, 3], [2, 1, 3], [1, null, 2])
    .map((ranks): Opinion => ({ outcome: 'ranking', strength: null, ranks })),
);

test('the rule in the database is the rule of the domain', async () => {
  const project = await createRouted(database, { comparisons: 1, annotators: 6 });
  const [comparisonId] = project.comparisonIds;
  await fc.assert(
    fc.asyncProperty(
      fc.array(opinion, { maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom(0.55, 0.6, 0.7, 0.75, 0.9, 0.99),
      async (opinions, target, most, accuracy) => {
        const client = await database.pool.connect();
        try {
          await client.query('begin');
          for (const [index, { outcome, strength, ranks }] of opinions.entries()) {
            const annotator = project.annotators[index]!.actor.userId;
            await client.query(
              `with j as (select gen_random_uuid() as id), a as (
                insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id)
                select gen_random_uuid(), $1, $2, $3, '{0,1}', 'submitted', 1, 1, j.id from j returning id)
               insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, ranks, payload_hash)
               select j.id, $1, $2, a.id, $3, 1, 1, $4, $5, $6, '' from j, a`,
              [project.projectId, comparisonId, annotator, outcome, strength, ranks],
            );
          }
          const { rows } = await client.query(
            'select target, contested from adaptive_target($1, $2::smallint, $3)',
            [comparisonId, target, JSON.stringify({ most, accuracy })],
          );
          expect(rows[0]).toEqual(askedFor(opinions, target, { most, accuracy }));
        } finally {
          await client.query('rollback');
          client.release();
        }
      },
    ),
    { numRuns: 300 },
  );
});
