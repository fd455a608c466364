import { text as readText } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { Message } from '@pairwright/contract/shapes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import { voteKeys, voteLine, type VoteRow } from '@pairwright/formats/out/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addVote, createStage, noDetails, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'kinds' });
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const everything: CanonicalDetails = {
  criteria: [
    { key: 'helpful', outcome: 'preference', position: 1, strength: -3 },
    { key: 'honest', outcome: 'tie', position: 4, strength: 0 },
    { key: 'harmless', outcome: 'not_applicable', position: null, strength: null },
  ],
  ratings: [
    { key: 'quality', response: 0, value: 7 },
    { key: 'quality', response: 1, value: 0 },
  ],
  flags: [{ key: 'harm', response: 1, severity: 2 }],
  safe: [true, false],
  reasons: ['clearer', 'shorter'],
  spans: [
    { response: 1, message: 0, start: 0, end: 2, quote: '👩\n"', label: 'wrong', note: null },
    { response: 1, message: 0, start: 1, end: 2, quote: '\\', label: 'good', note: 'null, {"a":1}\u2028' },
  ],
  rewrite: {
    response_id: '00000000-0000-7000-8000-000000000001',
    parent: 0,
    content: '更好的 "回答"\n\t\\ 🏳️‍🌈',
  },
  steps: null,
};

test('votes of every kind are what the builder gives, with all that was said beside them', async () => {
  const [a, b, c] = stage.annotators as [string, string, string];
  await addQuestion(stage, 2, {
    ...pair,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  });
  await addQuestion(stage, 3, {
    ...pair,
    main: { kind: 'single', ask: 'steps', stopAtFirstError: false, allowCannotJudge: true },
  });
  const rich = await addGroup(stage, { rank: 1, responses: [said('one'), said('two')], judgeTurn: 0 });
  await addVote(stage, rich.comparisonId, {
    annotator: a,
    outcome: 'preference',
    strength: -1,
    details: everything,
    samplingProbability: 1.5e-7,
  });
  await addVote(stage, rich.comparisonId, { annotator: b, outcome: 'tie', samplingProbability: 1 });
  const ranked = await addGroup(stage, { rank: 2, responses: ['1', '2', '3', '4'].map(said) });
  await addVote(stage, ranked.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [2, 1, 0, null],
    questionVersion: 2,
    order: [3, 1, 0, 2],
  });
  const single = await addGroup(stage, { rank: 3, responses: [said('a\n\nb')] });
  const outcomes = ['thumbs_up', 'thumbs_down', 'rated', 'cannot_judge'] as const;
  for (const [index, outcome] of outcomes.entries()) {
    await addVote(stage, single.comparisonId, {
      annotator: stage.annotators[index] as string,
      outcome,
      questionVersion: 3,
      order: [0],
      ...(outcome === 'rated'
        ? { details: { ...noDetails, ratings: [{ key: 'q', response: 0, value: 3 }] } }
        : {}),
    });
  }
  await addVote(stage, single.comparisonId, {
    annotator: c,
    outcome: 'steps',
    repeat: 1,
    questionVersion: 3,
    order: [0],
    details: {
      ...noDetails,
      steps: [
        { start: 0, end: 3, label: 'right' },
        { start: 5, end: 8, label: 'wrong' },
      ],
    },
  });

  const lines = await exportVotes();
  expect(lines).toEqual((await votesOf(stage.projectId)).map(voteLine));
  const rows = lines.map((line) => JSON.parse(line) as VoteRow);
  for (const row of rows) expect(Object.keys(row)).toEqual([...voteKeys]);
  expect(rows[0]).toMatchObject({ kind: 'pair', points: 7, judge_turn: 0, ranking: null, ...everything });
  expect(rows.slice(0, 3).map((row) => row.sampling_probability)).toEqual([1.5e-7, 1, null]);
  expect(rows[1]).toMatchObject({ kind: 'pair', outcome: 'tie', ...noDetails });
  expect(rows[2]).toMatchObject({
    kind: 'rank',
    outcome: 'ranking',
    points: null,
    strength: null,
    judge_turn: null,
    ranking: [2, 1, 0, null],
    presented_order: [3, 1, 0, 2],
  });
  expect(rows.slice(3).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(
    [...outcomes, 'steps'].map((outcome) => `single ${outcome}`),
  );
  expect(lines[0]).toContain('"strength":-3.0}');
});

async function exportVotes(): Promise<string[]> {
  const dataset = await createDataset(stage.ctx, { name: 'votes', recipe: plainRecipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  const { id } = await startExport(stage.ctx, { versionId: version.id, format: 'votes' });
  await runExport(stage.ctx, { exportId: id, signal });
  expect((await getExport(stage.ctx, id)).state).toBe('ready');
  const content = await readText(await stage.artifacts.read(`exports/${id}/votes.jsonl`));
  return content.split(/(?<=\n)/);
}

/** Read field by field, without the SQL under test. */
async function votesOf(projectId: string): Promise<VoteRow[]> {
  const { rows } = await sql<VoteRow & { details: CanonicalDetails | null; asked: number }>`
    select j.id as judgment_id, c.id as comparison_id, 'kinds' as project, p.id as prompt_id, p.external_id as prompt_external_id, p.language, p.language_detected, p.messages as prompt,
      (select json_agg(json_build_object('id', s.id, 'model', s.model, 'messages', s.messages) order by u.place)
        from unnest(c.response_ids) with ordinality u (id, place) join responses s on s.id = u.id) as responses,
      c.judge_turn, v.annotator, 'human' as annotator_kind, a.presented_order, a.sampling_probability, q.form -> 'main' ->> 'kind' as kind, j.outcome, j.position, q.points, j.strength, j.ranks as ranking,
      j.details, j.rationale, j.question_version, j.guidelines_version, j.active_ms, j.view::text as view, j.created_at, j.supersedes, v.counted, v.not_counted_because, jsonb_array_length(q.form -> 'flags') as asked
    from dataset_votes v join judgments j on j.id = v.judgment_id join assignments a on a.id = j.assignment_id join comparisons c on c.id = j.comparison_id
    join prompts p on p.id = c.prompt_id join questions q on q.project_id = j.project_id and q.version = j.question_version
    where j.project_id = ${projectId} order by v.ordinal`.execute(database.db);
  return rows.map(({ details, asked, ...row }) => ({
    ...row,
    ...(details ?? noDetails),
    flags_answered: details !== null && asked > 0,
  }));
}
