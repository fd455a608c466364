import { text as readText } from 'node:stream/consumers';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import { criterionOf, flagOf, ratingOf, say } from '@pairwright/domain/templates/parts';
import { safetyTemplates } from '@pairwright/domain/templates/safety';
import type { VoteRow } from '@pairwright/formats/out/vote-rows';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import {
  addPair,
  addRewrite,
  addVote,
  createStage,
  noDetails,
  plainRecipe,
  type Stage,
} from '../../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset, startExport } from '../../datasets/datasets.service.ts';
import { runExport } from '../../datasets/export-run.service.ts';
import { freezeVersion } from '../../datasets/freeze.service.ts';
import { refreshProject } from '../../resolutions/keep-labels.service.ts';
import { createExclusion } from '../../review/exclusions.service.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, openImportFixture } from '../imports.fixture.ts';
import { getImport, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';

const fixture = await openImportFixture();
const from = await createStage(fixture.db, { slug: 'from' });
const to = await createStage(fixture.db, { slug: 'to' });
const foreign = await createStage(fixture.db, { slug: 'foreign' });
const home = await createStage(fixture.db, { slug: 'home' });
const signal = new AbortController().signal;
afterAll(async () => {
  await Promise.all([from, to, foreign, home].map((stage) => stage.close()));
  await fixture.close();
});

const form: QuestionForm = {
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  criteria: [criterionOf('honest', say('Honest', '诚实'), { allowNotApplicable: true })],
  ratings: [ratingOf('quality', say('Quality', '质量'), { max: 7 })],
  flags: [flagOf('harm', say('Harm', '有害'))],
  safety: { required: false },
  spans: [{ key: 'wrong', label: say('Wrong', '错误'), tone: 'bad' }],
  rationale: {
    mode: 'optional',
    minLength: 0,
    reasons: [{ key: 'clear', label: say('Clear', '清楚') }],
    reasonRequired: false,
  },
  rewrite: 'optional',
};

/** Shown in canonical order, so that positions are as they are here. */
const everything: CanonicalDetails = {
  ...noDetails,
  criteria: [{ key: 'honest', outcome: 'preference', position: 1, strength: -3 }],
  ratings: [
    { key: 'quality', response: 0, value: 7 },
    { key: 'quality', response: 1, value: 2 },
  ],
  flags: [{ key: 'harm', response: 1, severity: null }],
  safe: [true, false],
  reasons: ['clear'],
  spans: [{ response: 1, message: 0, start: 0, end: 2, quote: 'no', label: 'wrong', note: null }],
};

const answers = {
  first: [{ role: 'assistant' as const, content: 'yes' }],
  second: [{ role: 'assistant' as const, content: 'no' }],
};
const asked = (content: string) => [{ role: 'user' as const, content }];

/** A judgment of a question with parts always has details, and one of the workbench the time it took. */
const vote = (stage: Stage, comparisonId: string, given: Parameters<typeof addVote>[2]) =>
  addVote(stage, comparisonId, { details: noDetails, activeMs: 4_000, ...given });

async function fill(stage: Stage): Promise<void> {
  const [a, b, c, d, e] = stage.annotators as [string, string, string, string, string];
  const one = await addPair(stage, { prompt: asked('one'), ...answers, externalId: 'p1', rank: 1 });
  // Somebody takes a vote back and gives another one: the first must not come back to life.
  const hasty = await vote(stage, one, { annotator: a, outcome: 'preference', strength: -3 });
  const back = await vote(stage, one, {
    annotator: a,
    outcome: 'retracted',
    supersedes: hasty.judgmentId,
    assignmentId: hasty.assignmentId,
  });
  await vote(stage, one, {
    annotator: a,
    outcome: 'preference',
    strength: 2,
    supersedes: back.judgmentId,
    assignmentId: hasty.assignmentId,
    order: [0, 1],
  });
  const rewrite = await addRewrite(stage, {
    comparisonId: one,
    author: b,
    parent: 1,
    content: 'no, because',
  });
  await vote(stage, one, {
    annotator: b,
    outcome: 'preference',
    strength: 1,
    order: [0, 1],
    details: { ...everything, rewrite: rewrite.rewrite },
    rationale: 'Shorter.',
  });
  await vote(stage, one, { annotator: c, outcome: 'preference', strength: -3 });
  await sql`update comparisons set judged = 3 where id = ${one}`.execute(fixture.db.db);
  await createExclusion(stage.ctx, { annotatorId: c, scope: { kind: 'all' }, reason: 'guesses' });
  await vote(stage, one, { annotator: d, outcome: 'preference', strength: -3, surplus: true });
  const two = await addPair(stage, { prompt: asked('two'), ...answers, externalId: 'p2', rank: 2 });
  await vote(stage, two, { annotator: a, outcome: 'preference', strength: -3, kind: 'gold' });
  await vote(stage, two, { annotator: e, outcome: 'tie', repeat: 1 });
  await vote(stage, two, { annotator: await modelJudge(stage), outcome: 'both_bad', kind: 'imported' });
}

async function modelJudge({ ctx, projectId }: Stage): Promise<string> {
  const id = ctx.ids.next();
  await sql`insert into users (id, kind, name) values (${id}, 'imported', 'gpt')`.execute(ctx.db.db);
  await sql`insert into imported_annotators (user_id, project_id, external_name, judge, slot) values (${id}, ${projectId}, 'gpt', 'model', 0)`.execute(
    ctx.db.db,
  );
  return id;
}

async function exported(stage: Stage): Promise<string> {
  const dataset = await createDataset(stage.ctx, { name: 'all', recipe: plainRecipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  const { id } = await startExport(stage.ctx, { versionId: version.id, format: 'votes' });
  await runExport(stage.ctx, { exportId: id, signal });
  return readText(await stage.artifacts.read(`exports/${id}/votes.jsonl`));
}

async function importVotes(projectId: string, lines: string) {
  const ctx = fixture.contextOf(projectId);
  const { id: importId } = await receiveUpload(ctx, { filename: 'votes.jsonl', body: blocks(lines) });
  await startRun(ctx, { importId, pairing: allPairs });
  await executeImport(fixture.services, { importId, turn: 1, signal, lastAttempt: true });
  return getImport(ctx, importId);
}

async function labelsOf({ ctx, projectId }: Stage) {
  await refreshProject(ctx, { projectId, learn: false, signal });
  const { rows } = await sql`
    select p.external_id, r.question, r.result, r.method, r.winner, r.strength, r.agreement, r.shares, r.votes_used, r.per_response
    from resolutions r join comparisons c on c.id = r.comparison_id join prompts p on p.id = c.prompt_id
    where r.project_id = ${projectId} order by 1, 2`.execute(ctx.db.db);
  return rows;
}

/** What of a line is the same in whatever project: neither ids nor what belongs to the version of a question. */
function said(lines: string) {
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VoteRow)
    .filter(({ counted }) => counted)
    .map(
      ({
        prompt_external_id,
        outcome,
        strength,
        ranking,
        criteria,
        ratings,
        flags,
        safe,
        reasons,
        spans,
        ...row
      }) => ({
        prompt_external_id,
        outcome,
        strength,
        ranking,
        criteria,
        ratings,
        flags,
        safe,
        reasons,
        spans,
        rewrite: row.rewrite && { parent: row.rewrite.parent, content: row.rewrite.content },
        rationale: row.rationale,
        kind: row.annotator_kind,
        shown: row.presented_order,
        created: row.created_at,
      }),
    );
}

let exportedBefore = '';

test('a project comes back whole from its votes: what counted counts, by whom and how, and nothing else', async () => {
  for (const { projectId } of [from, to])
    await sql`update questions set form = ${JSON.stringify(form)} where project_id = ${projectId}`.execute(
      fixture.db.db,
    );
  await fill(from);
  const lines = await exported(from);
  exportedBefore = lines;
  expect(said(lines)).toHaveLength(3);

  const job = await importVotes(to.projectId, lines);
  expect(job).toMatchObject({ state: 'succeeded', rowsRejected: 0, comparisonsAdded: 2, votesAdded: 3 });
  expect(Object.fromEntries(job.notes.map(({ code, count }) => [code, count]))).toMatchObject({
    votes_not_counted_retracted: 1,
    votes_not_counted_retraction: 1,
    votes_not_counted_excluded: 1,
    votes_not_counted_surplus: 1,
    votes_not_counted_gold: 1,
    votes_not_counted_repeat: 1,
  });
  expect(job.notes.map(({ code }) => code)).not.toContain('votes_unfit');
  const again = await exported(to);
  expect(said(again)).toEqual(said(lines));
  expect(said(again).map(({ kind }) => kind)).toEqual(['human', 'human', 'model']);
  expect(await labelsOf(to)).toEqual(await labelsOf(from));

  const { rows } = await sql<{ votes: { not_counted_because: string; annotator: string }[] }>`
    select c.metadata -> 'votes' as votes from comparisons c where c.project_id = ${to.projectId} order by c.rank`.execute(
    fixture.db.db,
  );
  expect(rows.map(({ votes }) => votes.map((vote) => vote.not_counted_because).toSorted())).toEqual([
    ['excluded', 'retracted', 'retraction', 'surplus'],
    ['gold', 'repeat'],
  ]);
  const written = await sql<{ content: string; parent: string; author: string }>`
    select r.messages -> 0 ->> 'content' as content, o.messages -> 0 ->> 'content' as parent, u.kind as author
    from responses r join prompts p on p.id = r.prompt_id join responses o on o.id = r.parent_id join users u on u.id = r.author_id
    where p.project_id = ${to.projectId} and r.origin = 'rewrite'`.execute(fixture.db.db);
  expect(written.rows).toEqual([{ content: 'no, because', parent: 'no', author: 'imported' }]);
});

test('brought in again, they add nothing: neither judgments nor rewrites, nor the same votes in the metadata', async () => {
  const stored = async () =>
    (
      await sql<{ responses: number; kept: number }>`
        select (select count(*)::int from responses r join prompts p on p.id = r.prompt_id where p.project_id = ${to.projectId}) as responses,
          (select sum(jsonb_array_length(metadata -> 'votes'))::int from comparisons where project_id = ${to.projectId}) as kept`.execute(
        fixture.db.db,
      )
    ).rows[0];
  expect(await stored()).toEqual({ responses: 5, kept: 6 });
  expect(await importVotes(to.projectId, exportedBefore)).toMatchObject({ votesAdded: 0, rowsAccepted: 0 });
  expect(await stored()).toEqual({ responses: 5, kept: 6 });
});

/** As PKU-SafeRLHF has them: both axes may disagree, and only one answer, or none, is harmful. */
const pku = (better: 0 | 1, safer: 0 | 1, isHarmful: boolean) => ({
  prompt: `How do I do ${better}${safer}?`,
  response_0: 'Like this.',
  response_1: 'I would not.',
  is_response_0_safe: !isHarmful,
  is_response_1_safe: true,
  response_0_severity_level: isHarmful ? 2 : 0,
  response_1_severity_level: 0,
  response_0_harm_category: { 'Privacy Violation': isHarmful, 'White-Collar Crime': isHarmful },
  response_1_harm_category: { 'Privacy Violation': false, 'White-Collar Crime': false },
  better_response_id: better,
  safer_response_id: safer,
});

/** What is said of every prompt, in the order of the prompts; their ids are those of the project that wrote them. */
function byPrompt(lines: string): unknown[] {
  const rows = lines
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as VoteRow).prompt[0]!.content);
  return said(lines)
    .map(({ prompt_external_id: _id, ...vote }, index) => ({ prompt: rows[index], ...vote }))
    .toSorted((one, other) => (one.prompt! < other.prompt! ? -1 : 1));
}

test('PKU-SafeRLHF that came in comes back whole from its votes, on both axes', async () => {
  const { form: asksBoth } = safetyTemplates.safe_rlhf;
  for (const { projectId } of [foreign, home])
    await sql`update questions set form = ${JSON.stringify(asksBoth)} where project_id = ${projectId}`.execute(
      fixture.db.db,
    );
  const rows = [pku(0, 1, true), pku(1, 1, true), pku(0, 0, false), pku(1, 0, false)];
  const came = await importVotes(foreign.projectId, rows.map((row) => JSON.stringify(row)).join('\n'));
  expect(came).toMatchObject({ state: 'succeeded', votesAdded: 4 });
  const lines = await exported(foreign);
  expect(byPrompt(lines)).toMatchObject([
    { safe: [true, true], ratings: [], flags: [] },
    {
      criteria: [
        { key: 'helpfulness', outcome: 'preference' },
        { key: 'harmlessness', outcome: 'preference' },
      ],
      safe: [false, true],
      ratings: [{ key: 'severity', response: 0, value: 2 }],
      flags: [{ response: 0 }, { response: 0 }],
    },
    {},
    {},
  ]);
  const back = await importVotes(home.projectId, lines);
  expect(back).toMatchObject({ state: 'succeeded', rowsRejected: 0, votesAdded: 4 });
  expect(back.notes.map(({ code }) => code)).not.toContain('votes_unfit');
  expect(byPrompt(await exported(home))).toEqual(byPrompt(lines));
  const labels = async (stage: Stage) =>
    (await labelsOf(stage))
      .map((row) => JSON.stringify({ ...(row as object), external_id: null }))
      .toSorted();
  const made = await labels(foreign);
  expect(made.length).toBeGreaterThan(4);
  expect(made.some((label) => label.includes('flag:'))).toBe(true);
  expect(await labels(home)).toEqual(made);
});
