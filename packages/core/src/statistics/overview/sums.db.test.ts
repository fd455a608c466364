import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage } from '../../datasets/datasets.fixture.ts';
import { takeInChanges } from '../../resolutions/refresh.service.ts';
import { removeProject } from '../../trash/trash.queries.ts';
import { addManyVotes, type SaidOfPair, type SaidVote } from '../many-votes.fixture.ts';
import { keepOverview } from './keep-overview.service.ts';
import { expectSumsExact, expectSumsFollow, keepUp } from './overview.fixture.ts';
import { refreshOverviews } from './sweep-overviews.service.ts';
import { readSums } from './sums.queries.ts';

const database = await createTestDatabase();
afterAll(() => database.close());
const { db, pool } = database;

const said = [-3, -1, 0, 2, 'both_bad', 'cannot_judge'] as const;
const pairs = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at): SaidOfPair => {
    const number = from + at;
    return {
      votes: [number % 6, Math.floor(number / 6) % 6, Math.floor(number / 36) % 6]
        .slice(0, number % 4)
        .map((kind, by): SaidVote => ({
          by,
          said: said[kind]!,
          firstOnLeft: (number + by) % 2 === 0,
          at: by === 0 ? '2026-03-01T23:30:00Z' : '2026-03-02T00:30:00Z',
        })),
    };
  });

/** Votes as they lie there once everything about them is done. */
async function settle(projectId: string): Promise<void> {
  await pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.judgment_id is null',
  );
  await pool.query(
    `update comparisons c set judged = (select count(*) from assignments a where a.comparison_id = c.id and a.state = 'submitted') where project_id = $1`,
    [projectId],
  );
}

async function forgetNotes(): Promise<void> {
  await pool.query('delete from overview_changes');
  await pool.query('delete from overview_additions');
}

test('a project from before is put in step by step, and is counted until it is whole', async () => {
  const stage = await createStage(database);
  const { projectId } = stage;
  await addManyVotes(stage, pairs(4_100));
  await settle(projectId);
  // As the migration finds it: nothing was noted for sums.
  await forgetNotes();
  expect(await readSums(db, projectId)).toBeUndefined();
  const stopped = new AbortController();
  stopped.abort();
  await expect(keepOverview({ db: database }, { projectId, signal: stopped.signal })).rejects.toThrow();
  expect(await readSums(db, projectId)).toBeUndefined();
  await keepUp(database, projectId);
  await expectSumsExact(database, projectId);
  await stage.close();
});

test('what comes while it is put in, before and behind the place reached, is in once', async () => {
  const stage = await createStage(database);
  const { projectId } = stage;
  const ids = await addManyVotes(stage, pairs(100));
  await settle(projectId);
  await forgetNotes();
  // Half of it is in.
  await pool.query('insert into overview_progress (project_id, after_rank, after_id) values ($1, 49, $2)', [
    projectId,
    ids[49],
  ]);
  await pool.query(
    `insert into overview_changes (project_id, comparison_id) select project_id, id from comparisons where project_id = $1 and rank < 50`,
    [projectId],
  );
  await pool.query(
    `insert into overview_additions (project_id, measure, key, n) values ($1, 'prompts', '{}', 100), ($1, 'responses', '{model first}', 100), ($1, 'responses', '{model second}', 100)`,
    [projectId],
  );
  for (const at of [10, 90])
    await addVote(stage, ids[at]!, { annotator: stage.annotators[4]!, outcome: 'preference', strength: 2 });
  await addManyVotes(stage, pairs(20, 7));
  await settle(projectId);
  await keepUp(database, projectId);
  await expectSumsFollow(database, projectId);
  await stage.close();
});

test('each change moves the sums by itself: texts, votes, targets, states, labels, versions', async () => {
  const stage = await createStage(database);
  const { projectId, annotators } = stage;
  const ids = await addManyVotes(stage, pairs(60));
  await settle(projectId);
  await keepUp(database, projectId);
  const follows = () => expectSumsFollow(database, projectId);
  await follows();

  const vote = (at: number, by: number, outcome: 'preference' | 'tie' = 'preference') =>
    addVote(stage, ids[at]!, { annotator: annotators[by]!, outcome, strength: outcome === 'tie' ? 0 : 1 });
  const changes: readonly (() => Promise<unknown>)[] = [
    () => vote(0, 5),
    () => vote(0, 6, 'tie'),
    async () => {
      const first = await vote(1, 5);
      await addVote(stage, ids[1]!, {
        annotator: annotators[5]!,
        outcome: 'tie',
        strength: 0,
        assignmentId: first.assignmentId,
        supersedes: first.judgmentId,
      });
    },
    () => pool.query(`update comparisons set target_judgments = 7 where id = $1`, [ids[2]]),
    () => pool.query(`update comparisons set state = 'unfit' where id = $1`, [ids[3]]),
    () => pool.query(`update comparisons set flagged = flagged + 1, skipped = 2 where id = $1`, [ids[4]]),
    () => addGroup(stage, { responses: [null, null, null], rank: 1_000 }),
    () => addManyVotes(stage, pairs(5, 40)),
    () =>
      pool.query(
        `update resolutions set result = 'contested', winner = null where result = 'winner' and project_id = $1`,
        [projectId],
      ),
    () =>
      pool
        .query(
          `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
         values ($1, $2, $3, $4, '{0,1}', 'leased', 1, 1)`,
          [stage.ctx.ids.next(), projectId, ids[5], annotators[6]],
        )
        .then(() => pool.query('update comparisons set leased = 1 where id = $1', [ids[5]])),
    () => freeze(stage, ids.slice(0, 3)),
    () => freeze(stage, ids.slice(2, 10)),
  ];
  for (const change of changes) {
    await change();
    await settle(projectId);
    await follows();
  }
  await stage.close();
});

type Stage = Awaited<ReturnType<typeof createStage>>;

let versions = 0;

async function freeze({ ctx, projectId }: Stage, comparisonIds: readonly string[]): Promise<void> {
  versions += 1;
  const datasetId = `${projectId.slice(0, -3)}abc`;
  const id = ctx.ids.next();
  await pool.query(
    `insert into datasets (id, project_id, name, slug, recipe, pseudonym_key) values ($1, $2, 'd', 'd', '{}', '') on conflict do nothing`,
    [datasetId, projectId],
  );
  await pool.query(
    `insert into dataset_versions (id, dataset_id, project_id, version, recipe, state) values ($1, $2, $3, $4, '{}', 'ready')`,
    [id, datasetId, projectId, versions],
  );
  await pool.query(
    `insert into dataset_rows (version_id, ordinal, comparison_id, prompt_id, chosen_id, rejected_id, margin, agreement, judgments)
     select $1, c.rank, c.id, c.prompt_id, c.response_ids[1], c.response_ids[2], 1, 1, 1 from comparisons c where c.id = any ($2)`,
    [id, comparisonIds],
  );
}

/** Everything that a ranking can say, and another one of the same answers. */
const rankings = [
  [1, 2, 3],
  [2, 2, 1],
  [1, 0, 0],
  [null, 1, null],
];

async function addRankings(stage: Stage): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, ranks] of rankings.entries()) {
    const { comparisonId } = await addGroup(stage, { responses: [null, null, null], rank: 2_000 + at });
    for (const [by, given] of [ranks, rankings[(at + 1) % 4]!].entries())
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[by]!,
        outcome: 'ranking',
        ranks: given,
        order: [2, 0, 1],
      });
    ids.push(comparisonId);
  }
  return ids;
}

/** By model: won, lost, tied of the rankings above, each of which is there twice. */
const ranked = [
  ['model 0', 8, 4, 2],
  ['model 1', 6, 6, 2],
  ['model 2', 4, 8, 0],
] as const;

test('rankings tell of each two of their models, also those taken in before they did', async () => {
  const stage = await createStage(database);
  const { projectId, annotators } = stage;
  await addManyVotes(stage, pairs(10));
  const ids = await addRankings(stage);
  await settle(projectId);
  const standings = async () =>
    (await readSums(db, projectId))!.models
      .filter(({ model }) => /^model \d$/.test(model))
      .map(({ model, wins, losses, ties }) => [model, wins, losses, ties]);
  await keepUp(database, projectId);
  expect(await standings()).toEqual(ranked);
  await expectSumsExact(database, projectId);

  // As a version left it that did not know of this: what is in the sums lacks the rankings.
  await pool.query('update overview_parts set ranked = false where project_id = $1', [projectId]);
  await pool.query(
    `delete from overview_sums where project_id = $1 and measure in ('wins', 'losses', 'ties') and key[1] ~ '^model [0-9]$'`,
    [projectId],
  );
  await pool.query(
    'update overview_progress set whole = false, after_rank = null, after_id = null where project_id = $1',
    [projectId],
  );
  expect(await readSums(db, projectId)).toBeUndefined();
  await keepUp(database, projectId);
  expect(await standings()).toEqual(ranked);
  await addVote(stage, ids[0]!, {
    annotator: annotators[5]!,
    outcome: 'ranking',
    ranks: [3, 2, 1],
    order: [0, 1, 2],
  });
  await settle(projectId);
  await expectSumsFollow(database, projectId);
  await stage.close();
});

test('what is paid is added to what was taken in before all of it was', async () => {
  const stage = await createStage(database);
  const { projectId } = stage;
  await addManyVotes(stage, pairs(40));
  await settle(projectId);
  await keepUp(database, projectId);
  const paid = async () => (await readSums(db, projectId))?.paid;
  const before = await paid();
  expect(before).toMatchObject([{ rate: 1 }]);
  // As the migration leaves what a version took in that did not know of it.
  await pool.query('update overview_parts set paid = null where project_id = $1', [projectId]);
  await pool.query(`delete from overview_sums where project_id = $1 and measure = 'earned'`, [projectId]);
  await pool.query(
    'update overview_progress set whole = false, after_rank = null, after_id = null where project_id = $1',
    [projectId],
  );
  expect(await paid()).toBeUndefined();
  await keepUp(database, projectId);
  expect(await paid()).toEqual(before);
  await expectSumsFollow(database, projectId);
  await stage.close();
});

test('taking in shares the work with others at the same time, and votes go on', async () => {
  const stage = await createStage(database);
  const { projectId, annotators } = stage;
  const ids = await addManyVotes(stage, pairs(200));
  await settle(projectId);
  const takeIn = async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await keepUp(database, projectId);
      await takeInChanges({ db: database }, { projectId, limit: 60 });
    }
  };
  const look = async () => {
    for (let turn = 0; turn < 10; turn += 1) await expectSumsExact(database, projectId);
  };
  await keepUp(database, projectId);
  await Promise.all([
    takeIn(),
    takeIn(),
    look(),
    ...[4, 5].map(async (by) => {
      for (const id of ids.slice(0, 40))
        await addVote(stage, id, { annotator: annotators[by]!, outcome: 'preference', strength: -2 });
    }),
  ]);
  await settle(projectId);
  await pool.query(
    'insert into overview_changes (project_id, comparison_id) select project_id, id from comparisons where project_id = $1',
    [projectId],
  );
  await expectSumsFollow(database, projectId);
  await stage.close();
});

test('sums of which something was deleted are not read, keep no notes, and are made anew by hand', async () => {
  const stage = await createStage(database, { slug: 'broken' });
  const { projectId, ctx, enqueued } = stage;
  const notes = async () =>
    (
      await pool.query<{ n: number }>(
        `select ((select count(*) from overview_changes where project_id = $1)
          + (select count(*) from overview_additions where project_id = $1))::int as n`,
        [projectId],
      )
    ).rows[0]!.n;
  const asked = async () => {
    enqueued.length = 0;
    await refreshOverviews(ctx);
    return enqueued.some(({ payload }) => (payload as { projectId: string }).projectId === projectId);
  };
  const ids = await addManyVotes(stage, pairs(20));
  await settle(projectId);
  await keepUp(database, projectId);
  await db.transaction().execute(async (tx) => {
    await sql`set local pairwright.purge = 'on'`.execute(tx);
    await tx.deleteFrom('comparisons').where('id', '=', ids[3]!).execute();
  });
  expect(await readSums(db, projectId)).toBeUndefined();
  await keepUp(database, projectId);
  expect(await readSums(db, projectId)).toBeUndefined();
  expect([await notes(), await asked()]).toEqual([0, false]);
  // What changes is noted still. Nobody reads that: it is dropped.
  await addManyVotes(stage, pairs(5, 40));
  await settle(projectId);
  expect(await notes()).toBeGreaterThan(5);
  expect(await asked()).toBe(true);
  await keepUp(database, projectId);
  expect([await notes(), await asked()]).toEqual([0, false]);
  // As the runbook says it.
  for (const table of ['sums', 'parts', 'progress'])
    await pool.query(`delete from overview_${table} where project_id = $1`, [projectId]);
  await addManyVotes(stage, pairs(5, 60));
  await settle(projectId);
  expect(await asked()).toBe(true);
  await keepUp(database, projectId);
  await expectSumsExact(database, projectId);
  await stage.close();
});

test('a purged project leaves nothing of its sums behind, taken in or not', async () => {
  const stage = await createStage(database);
  const { projectId } = stage;
  await addManyVotes(stage, pairs(20));
  await settle(projectId);
  await keepUp(database, projectId);
  await addManyVotes(stage, pairs(20, 20));
  await takeInChanges({ db: database }, { projectId, limit: 5 });
  await db.transaction().execute((tx) => removeProject(tx, projectId));
  for (const table of ['changes', 'additions', 'progress', 'parts', 'sums'])
    expect(
      (await pool.query(`select from overview_${table} where project_id = $1`, [projectId])).rowCount,
      table,
    ).toBe(0);
  await stage.close();
});

test('the sweep asks for what is behind, and for nothing else', async () => {
  const stage = await createStage(database, { slug: 'swept' });
  const { projectId, ctx, enqueued } = stage;
  const asked = async () => {
    enqueued.length = 0;
    await refreshOverviews(ctx);
    return enqueued.filter(({ payload }) => (payload as { projectId: string }).projectId === projectId);
  };
  expect(await asked()).toEqual([{ name: 'resolutions.refresh', payload: { projectId, learn: false } }]);
  await keepUp(database, projectId);
  expect(await asked()).toEqual([]);
  await addManyVotes(stage, pairs(3));
  expect(await asked()).toHaveLength(1);
  await keepUp(database, projectId);
  expect(await asked()).toEqual([]);
  await stage.close();
});
