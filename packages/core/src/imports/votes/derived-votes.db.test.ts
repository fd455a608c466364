import type { RatingVotes } from '@pairwright/contract/import-ratings';
import type { Pairing } from '@pairwright/contract/imports';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { recipe } from '@pairwright/contract/recipe';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { pairOn, formOf, ratingOf, say } from '@pairwright/domain/templates/parts';
import { safetyTemplates } from '@pairwright/domain/templates/safety';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { previewRecipe } from '../../datasets/preview.service.ts';
import { refreshProject } from '../../resolutions/keep-labels.service.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, openImportFixture, rankMain } from '../imports.fixture.ts';
import { getImport, startCheck, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const signal = new AbortController().signal;

async function projectOf(form: QuestionForm): Promise<string> {
  const id = await fixture.newProject();
  await sql`update questions set form = ${JSON.stringify(form)} where project_id = ${id}`.execute(
    fixture.db.db,
  );
  return id;
}

interface Given {
  readonly rows: readonly unknown[];
  readonly ratingVotes?: RatingVotes;
  readonly pairing?: Pairing;
  readonly check?: true;
}

async function importInto(projectId: string, { rows, ratingVotes, pairing = allPairs, check }: Given) {
  const ctx = fixture.contextOf(projectId);
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  await (check ? startCheck : startRun)(ctx, { importId, pairing, ratingVotes });
  await executeImport(fixture.services, { importId, turn: 1, signal, lastAttempt: true });
  const job = await getImport(ctx, importId);
  return { ...job, told: Object.fromEntries(job.notes.map(({ code, count }) => [code, count])) };
}

interface Stored {
  readonly outcome: string;
  readonly strength: number | null;
  readonly ranks: number[] | null;
  readonly details: CanonicalDetails | null;
}

/** Canonical order is that of the row: ids ascend. */
const judgmentsOf = async (projectId: string) =>
  (
    await sql<Stored>`
      select j.outcome, j.strength, j.ranks, j.details from judgments j join comparisons c on c.id = j.comparison_id
      where j.project_id = ${projectId} order by c.rank, j.id`.execute(fixture.db.db)
  ).rows;

const keptVotes = async (projectId: string) =>
  (
    await sql<{ votes: Record<string, unknown>[] | null }>`
      select metadata -> 'votes' as votes from comparisons where project_id = ${projectId} order by rank`.execute(
      fixture.db.db,
    )
  ).rows.map(({ votes }) => votes);

const pku = (better: 0 | 1, safer: 0 | 1, nth = better * 2 + safer) => ({
  prompt: `How do I do ${nth}?`,
  response_0: `First ${nth}.`,
  response_1: `Second ${nth}.`,
  prompt_source: 'BeaverTails',
  response_0_source: 'Alpaca-7B',
  response_1_source: 'Alpaca3-8B',
  is_response_0_safe: safer === 0,
  is_response_1_safe: safer === 1,
  response_0_harm_category: {
    'Privacy Violation': safer === 1,
    'White-Collar Crime': safer === 1,
    Drugs: false,
  },
  response_1_harm_category: { 'Privacy Violation': false, 'White-Collar Crime': false, Drugs: false },
  response_0_severity_level: safer === 1 ? 3 : 0,
  response_1_severity_level: 0,
  better_response_id: better,
  safer_response_id: safer,
});

test('rows of PKU-SafeRLHF are judgments with both axes, safety, harms and severity, and become labels and rows', async () => {
  const projectId = await projectOf(safetyTemplates.safe_rlhf.form);
  const rows = [pku(0, 0), pku(1, 1), pku(0, 1)];
  expect(await importInto(projectId, { rows, check: true })).toMatchObject({
    votesAdded: 3,
    told: { votes_from_criteria: 3 },
  });
  const job = await importInto(projectId, { rows });
  expect(job).toMatchObject({ rowsRejected: 0, comparisonsAdded: 3, votesAdded: 3 });
  expect(job.told).toEqual({ votes_from_criteria: 3 });
  const stored = await judgmentsOf(projectId);
  // Where the axes differ, the helpful one decides.
  expect(stored.map(({ outcome, strength }) => [outcome, strength])).toEqual([
    ['preference', -3],
    ['preference', 3],
    ['preference', -3],
  ]);
  expect(stored.map(({ details }) => details!.criteria.map(({ key, strength }) => [key, strength]))).toEqual([
    [
      ['helpfulness', -3],
      ['harmlessness', -3],
    ],
    [
      ['helpfulness', 3],
      ['harmlessness', 3],
    ],
    [
      ['helpfulness', -3],
      ['harmlessness', 3],
    ],
  ]);
  expect(stored[2]!.details).toMatchObject({
    safe: [false, true],
    ratings: [{ key: 'severity', response: 0, value: 3 }],
    flags: [
      { key: 'privacy_violation', response: 0, severity: null },
      { key: 'white_collar_crime', response: 0, severity: null },
    ],
  });
  await refreshProject(fixture.services, { projectId, learn: false, signal });
  const labels = await sql<{ question: string; winner: number }>`
    select r.question, r.winner from resolutions r join comparisons c on c.id = r.comparison_id
    where r.project_id = ${projectId} and r.winner is not null order by c.rank, r.question`.execute(
    fixture.db.db,
  );
  expect(labels.rows.filter(({ question }) => question === 'main').map(({ winner }) => winner)).toEqual([
    0, 1, 0,
  ]);
  expect(labels.rows).toHaveLength(9);
  const preview = await previewRecipe(fixture.contextOf(projectId), {
    recipe: recipe.parse({}),
    format: 'trl-implicit',
  });
  expect(preview.lines).toHaveLength(3);
  expect(await keptVotes(projectId)).toEqual([null, null, null]);
});

test('where the question asks for less, a preference comes of it all the same, and the whole vote stays in the metadata', async () => {
  const projectId = await projectOf(formOf(pairOn(7)));
  const job = await importInto(projectId, { rows: [pku(0, 1)] });
  expect(job).toMatchObject({ votesAdded: 1, told: { votes_from_criteria: 1, votes_partly: 1 } });
  expect(await judgmentsOf(projectId)).toMatchObject([
    { outcome: 'preference', strength: -1, details: null },
  ]);
  expect(await keptVotes(projectId)).toMatchObject([
    [
      {
        criteria: [
          { key: 'helpfulness', outcome: 'a' },
          { key: 'harmlessness', outcome: 'b' },
        ],
        safe: [false, true],
        flags: [{ key: 'privacy_violation' }, { key: 'white_collar_crime' }],
        ratings: [{ key: 'severity', value: 3 }],
      },
    ],
  ]);
});

const steer = (response: string, helpfulness: number, verbosity: number) => ({
  prompt: 'Why?',
  response,
  helpfulness,
  correctness: helpfulness,
  coherence: 4,
  complexity: 0,
  verbosity,
});

test('ratings alone are no preference unless the import is told to take them for one', async () => {
  const rows = [steer('Short.', 4, 0), steer('Long and wrong.', 1, 4)];
  const asksRatings = formOf(pairOn(7), {
    ratings: [ratingOf('helpfulness', say('Helpful', '有帮助'), { min: 0, max: 4 })],
  });
  const kept = await projectOf(asksRatings);
  expect(await importInto(kept, { rows })).toMatchObject({ votesAdded: 0, told: { votes_unfit: 1 } });
  expect(await judgmentsOf(kept)).toEqual([]);
  expect((await keptVotes(kept))[0]![0]!['ratings']).toHaveLength(10);

  const preferred = await projectOf(asksRatings);
  const check = await importInto(preferred, { rows, ratingVotes: 'prefer', check: true });
  expect(check).toMatchObject({ ratingVotes: 'prefer', votesAdded: 1, told: { votes_from_ratings: 1 } });
  const job = await importInto(preferred, { rows, ratingVotes: 'prefer' });
  expect(job.told).toMatchObject({ votes_from_ratings: 1, votes_partly: 1 });
  const [judgment] = await judgmentsOf(preferred);
  expect(judgment).toMatchObject({ outcome: 'preference', strength: -1 });
  expect(judgment!.details!.ratings).toEqual([
    { key: 'helpfulness', response: 0, value: 4 },
    { key: 'helpfulness', response: 1, value: 1 },
  ]);
  const margin = await previewRecipe(fixture.contextOf(preferred), {
    recipe: recipe.parse({ includeMargin: true, margin: 'rating_difference' }),
    format: 'trl-implicit',
  });
  expect(margin.lines.map((line) => (JSON.parse(line) as { margin: number }).margin)).toEqual([3]);
});

test('ratings of several answers are a ranking, or a preference for each pair; equal ones tie', async () => {
  const rated = [4, 5, 4].map((rating, n) => ({
    model: `m${n}`,
    response: `Answer ${n}`,
    annotations: { helpfulness: { Rating: String(rating) }, honesty: { Rating: 'N/A' } },
  }));
  const row = { source: 's', instruction: 'Why?', models: ['m0', 'm1', 'm2'], completions: rated };
  const ranked = await projectOf({ ...formOf(rankMain) });
  const pairing: Pairing = { plan: 'groups', size: 9, seed: 0 };
  await importInto(ranked, { rows: [row], ratingVotes: 'prefer', pairing });
  expect((await judgmentsOf(ranked)).map(({ ranks }) => ranks)).toEqual([[2, 1, 2]]);
  const pairs = await projectOf(formOf(pairOn(7)));
  await importInto(pairs, { rows: [row], ratingVotes: 'prefer' });
  expect((await judgmentsOf(pairs)).map(({ outcome, strength }) => [outcome, strength])).toEqual([
    ['preference', 1],
    ['tie', 0],
    ['preference', -1],
  ]);
});

test('an edited answer of a live product comes in as a judgment with a rewrite, and as rows', async () => {
  const projectId = await projectOf({ ...formOf(pairOn(7)), rewrite: 'optional' });
  const row = (content: string) => ({
    prompt: 'Why?',
    response_a: 'Because.',
    response_b: 'No idea.',
    votes: [{ annotator: 'customer 7', kind: 'human', outcome: 'a', rewrite: { parent: 0, content } }],
  });
  expect(await importInto(projectId, { rows: [row('Because of light.')] })).toMatchObject({
    votesAdded: 1,
    told: {},
  });
  // The same again, and a rewrite of nothing: what it was made from.
  expect(await importInto(projectId, { rows: [row('Because of light.')] })).toMatchObject({ votesAdded: 0 });
  const preview = await previewRecipe(fixture.contextOf(projectId), {
    recipe: recipe.parse({ rewrites: 'include' }),
    format: 'trl-explicit',
  });
  const lines = preview.lines.map(
    (line) => JSON.parse(line) as { source: string; chosen: { content: string }[] },
  );
  expect(lines.filter(({ source }) => source === 'rewrite').map(({ chosen }) => chosen[0]!.content)).toEqual([
    'Because of light.',
    'Because of light.',
  ]);
  const { rows } = await sql<{ author: string; parent: string }>`
    select u.name as author, o.messages -> 0 ->> 'content' as parent from responses r join users u on u.id = r.author_id
    join responses o on o.id = r.parent_id join prompts p on p.id = r.prompt_id where p.project_id = ${projectId}`.execute(
    fixture.db.db,
  );
  expect(rows).toEqual([{ author: 'customer 7', parent: 'Because.' }]);
  const unchanged = await importInto(projectId, { rows: [row('Because.')] });
  expect(unchanged).toMatchObject({ votesAdded: 1, told: { votes_partly: 1 } });
});
