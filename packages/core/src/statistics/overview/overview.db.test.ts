import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createStage } from '../../datasets/datasets.fixture.ts';
import { addManyVotes, type SaidOfPair, type SaidVote } from '../many-votes.fixture.ts';
import { countProject } from '../../projects/counts.queries.ts';
import { readOverviewRows } from './overview.queries.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = [-3, -1, 0, 2, 'both_bad', 'cannot_judge'] as const;
/** Every length and mix of votes there is up to three, on two days, from either side. */
const pairs = Array.from({ length: 6 ** 3 }, (_, number): SaidOfPair => ({
  votes: [number % 6, Math.floor(number / 6) % 6, Math.floor(number / 36)]
    .slice(0, 1 + (number % 3))
    .map((kind, by): SaidVote => ({
      by,
      said: said[kind]!,
      firstOnLeft: (number + by) % 2 === 0,
      at: by === 0 ? '2026-03-01T23:30:00Z' : '2026-03-02T00:30:00Z',
    })),
}));

/** A label, or nothing for who abstains. */
function labelOf({ said: what }: SaidVote): string | null {
  if (what === 'cannot_judge') return null;
  return typeof what === 'string' ? what : String(Math.sign(what));
}

test('one reading counts what going through the votes one by one does', async () => {
  await addManyVotes(stage, pairs);
  await database.pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id',
  );
  const rows = await readOverviewRows(database.db, stage.projectId);
  const votes = pairs.flatMap((pair) => pair.votes);
  const count = (passes: (vote: SaidVote) => boolean): number => votes.filter(passes).length;
  const preferred = (vote: SaidVote, side: -1 | 1): boolean =>
    typeof vote.said === 'number' && Math.sign(vote.said) === side;

  expect(rows.perDay).toEqual([
    { day: '2026-03-01', judgments: count(({ by }) => by === 0), imported: 0, annotators: 1 },
    { day: '2026-03-02', judgments: count(({ by }) => by > 0), imported: 0, annotators: 2 },
  ]);
  const none = { leftPicks: 0 };
  const left = count((vote) => preferred(vote, vote.firstOnLeft === true ? -1 : 1));
  expect(rows.outcomes).toEqual([
    { outcome: 'both_bad', ...none, n: count((vote) => vote.said === 'both_bad') },
    { outcome: 'cannot_judge', ...none, n: count((vote) => vote.said === 'cannot_judge') },
    {
      outcome: 'preference',
      leftPicks: left,
      n: count((vote) => preferred(vote, -1) || preferred(vote, 1)),
    },
    { outcome: 'tie', ...none, n: count((vote) => vote.said === 0) },
  ]);
  expect(rows.paid).toEqual([{ rate: 1, judgments: votes.length }]);
  const [wins, losses] = ([-1, 1] as const).map((side) => count((vote) => preferred(vote, side)));
  const ties = count((vote) => vote.said === 0);
  expect(rows.models.toSorted((one, other) => (one.model < other.model ? -1 : 1))).toEqual([
    { model: 'model first', responses: pairs.length, wins, losses, ties },
    { model: 'model second', responses: pairs.length, wins: losses, losses: wins, ties },
  ]);

  const agreeing = new Map<string, number>();
  for (const pair of pairs) {
    const labels = pair.votes.flatMap((vote) => labelOf(vote) ?? []);
    if (labels.length < 2) continue;
    const same = labels.flatMap((one, at) => labels.filter((other, place) => place !== at && one === other));
    const key = `${labels.length} ${same.length}`;
    agreeing.set(key, (agreeing.get(key) ?? 0) + 1);
  }
  expect(
    Object.fromEntries(rows.agreeing.map((row) => [`${row.votes} ${row.agreeing}`, row.comparisons])),
  ).toEqual(Object.fromEntries(agreeing));
});

test('a comparison is exported once, by rows of the newest ready version of a dataset alone', async () => {
  const { pool } = database;
  const { rows } = await pool.query<{ id: string; prompt_id: string; response_ids: string[] }>(
    'select id, prompt_id, response_ids from comparisons where project_id = $1 order by rank limit 3',
    [stage.projectId],
  );
  const datasetId = stage.ctx.ids.next();
  await pool.query(
    `insert into datasets (id, project_id, name, slug, recipe, pseudonym_key) values ($1, $2, 'd', 'd', '{}', '')`,
    [datasetId, stage.projectId],
  );
  const freeze = async (version: number, state: string, places: readonly number[]): Promise<void> => {
    const id = stage.ctx.ids.next();
    await pool.query(
      `insert into dataset_versions (id, dataset_id, project_id, version, recipe, state) values ($1, $2, $3, $4, '{}', $5)`,
      [id, datasetId, stage.projectId, version, state],
    );
    for (const [ordinal, place] of places.entries()) {
      const { id: comparisonId, prompt_id: promptId, response_ids: responses } = rows[place]!;
      await pool.query(
        'insert into dataset_rows (version_id, ordinal, comparison_id, prompt_id, chosen_id, rejected_id, margin, agreement, judgments) values ($1, $2, $3, $4, $5, $6, 1, 1, 1)',
        [id, ordinal, comparisonId, promptId, responses[0], responses[1]],
      );
    }
  };
  const exported = async () => (await countProject(database.db, stage.projectId)).exported;
  expect(await exported()).toBe(0);
  await freeze(1, 'ready', [0, 1, 2]);
  await freeze(2, 'ready', [0, 0]);
  await freeze(3, 'failed', [0, 1]);
  expect(await exported()).toBe(1);
});
