import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { goldKey } from '@pairwright/domain/routing/gold';
import { toStrength } from '@pairwright/domain/scale';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { createExclusion } from '../review/exclusions.service.ts';
import { answering } from './gold.fixture.ts';
import { listGold, promoteGold } from './gold.service.ts';
import { createRouted, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('known answers', () => {
  test('from comparisons everybody agrees on', async () => {
    const project = await createRouted(database, { comparisons: 4, annotators: 3, target: 3 });
    // Ranks 1 and 2: all for the first response; 3: split; 4: two of three so far.
    for (const [number, me] of project.annotators.entries()) {
      for (const item of (await claimAssignments(me, { count: 4 })).items) {
        if (rankOf(item) === 4 && number === 2) continue;
        await answering(me, item, rankOf(item) !== 3 || number > 0);
      }
    }
    const [me] = project.annotators;
    expect(await promoteGold(me!, { atLeast: 3, most: 10, exam: false })).toEqual({ promoted: 2 });
    expect(await promoteGold(me!, { atLeast: 3, most: 10, exam: false })).toEqual({ promoted: 0 });
    const { items } = await listGold(me!);
    expect(items.map(({ source, expected }) => ({ source, expected }))).toEqual(
      Array.from({ length: 2 }, () => ({ source: 'unanimous', expected: { outcome: 'scale', position: 3 } })),
    );
    expect(items.map(({ comparisonId }) => comparisonId).sort()).toEqual(
      project.comparisonIds.slice(0, 2).sort(),
    );
  });

  test('from comparisons that all agree on who are not set aside and not models', async () => {
    const project = await createRouted(database, { comparisons: 4, annotators: 4, target: 4 });
    const [me, other, saboteur, model] = project.annotators;
    // The saboteur dissents everywhere; the model about ranks 2 and 4; of rank 3 there is one person's judgment.
    for (const ctx of project.annotators)
      for (const item of (await claimAssignments(ctx, { count: 4 })).items) {
        const rank = rankOf(item);
        if (ctx === other && rank === 3) continue;
        await answering(ctx, item, ctx !== saboteur && (ctx !== model || rank % 2 === 1));
      }
    await sql`insert into imported_annotators (project_id, user_id, external_name, judge, slot)
      values (${project.projectId}, ${model!.actor.userId}, 'judge', 'model', 0)`.execute(database.db);
    const promoted = async (modelJudges: boolean) => {
      await promoteGold(me!, { atLeast: 2, most: 10, exam: false, modelJudges });
      const { items } = await listGold(me!);
      return items.map(({ comparisonId }) => project.comparisonIds.indexOf(comparisonId) + 1).sort();
    };
    expect(await promoted(false)).toEqual([]);
    const queue = { enqueue: () => Promise.reject(new Error('nothing is to be left to do')) };
    await createExclusion({ ...me!, queue } as unknown as ProjectContext, {
      annotatorId: saboteur!.actor.userId,
      scope: { kind: 'all' },
      reason: 'Dissents everywhere.',
    });
    expect(await promoted(false)).toEqual([1, 2, 4]);
    expect(await promoted(true)).toEqual([1, 2, 3, 4]);
  });

  test('are compared in the database as the domain says', async () => {
    const { main } = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    const key = async (
      outcome: string,
      strength: number | null,
      ranks: (number | null)[] | null,
      details: unknown,
    ) => {
      const { rows } = await database.pool.query<{ key: string | null }>(
        'select gold_key($1, $2::real, $3::smallint[], $4::json) as key',
        [outcome, strength, ranks, details === null ? null : JSON.stringify(details)],
      );
      return rows[0]!.key;
    };
    for (let position = 1; position <= 7; position += 1) {
      const { outcome, strength } = toStrength({ points: 7 }, position, [0, 1]);
      expect(await key(outcome, strength, null, null)).toBe(goldKey(main, { outcome: 'scale', position }));
    }
    for (const outcome of ['tie', 'both_bad', 'cannot_judge'] as const)
      expect(await key(outcome, null, null, null)).toBe(goldKey(main, { outcome }));
    const ranks = [2, null, 1, 0];
    expect(await key('ranking', null, ranks, null)).toBe(goldKey(main, { outcome: 'ranking', ranks }));
    expect(await key('thumbs_down', null, null, null)).toBe(goldKey(main, { outcome: 'thumbs', up: false }));
    expect(await key('rated', null, null, null)).toBe(goldKey(main, { outcome: 'rated' }));
    for (const labels of [
      [],
      ['right'],
      ['right', 'wrong', 'neutral'],
      ['wrong', 'wrong'],
      ['neutral', 'right', 'wrong'],
    ] as ('right' | 'wrong' | 'neutral')[][]) {
      const details = { steps: labels.map((label, start) => ({ start, end: start, label })) };
      expect(await key('steps', null, null, details)).toBe(goldKey(main, { outcome: 'steps', labels }));
    }
  });
});
