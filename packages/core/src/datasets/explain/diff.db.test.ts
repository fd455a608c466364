import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createExclusion } from '../../review/exclusions.service.ts';
import { addFlag, addGroup, addRewrite, addVote, type Stage } from '../datasets.fixture.ts';
import { createDataset, freezeDataset } from '../datasets.service.ts';
import { openDiff, said } from './diff.fixture.ts';
import { getVersionDiff, listVersionDiff } from './diff.service.ts';

const database = await createTestDatabase();
const stages: Stage[] = [];
afterAll(async () => {
  for (const stage of stages) await stage.close();
  await database.close();
});

async function open() {
  const opened = await openDiff(database);
  stages.push(opened.stage);
  return opened;
}

test('what has come between two freezes of one recipe is told row by row', async () => {
  const { stage, pair, vote, freeze, differing, told } = await open();
  const steady = await pair('steady');
  await vote(steady, 0, -2);
  const turned = await pair('turned');
  await vote(turned, 0, -2);
  const late = await pair('late');
  const stronger = await pair('stronger');
  await vote(stronger, 0, -1);
  const undone = await pair('undone');
  const first = await vote(undone, 0, -2);
  const corrected = await pair('corrected');
  const second = await vote(corrected, 0, 2);
  const excluded = await pair('excluded');
  await vote(excluded, 7, -2);
  const reported = await pair('reported');
  await vote(reported, 0, -2);
  const decided = await pair('decided');
  await vote(decided, 0, -2);
  await vote(decided, 1, 2);
  const choices = { dropFlagged: true, adjudicated: 'prefer' } as const;
  const before = await freeze(choices);

  await vote(turned, 1, 3);
  await vote(turned, 2, 3);
  await vote(late, 0, -1);
  await vote(stronger, 1, -3);
  await addVote(stage, undone, {
    annotator: stage.annotators[0]!,
    outcome: 'retracted',
    supersedes: first.judgmentId,
    assignmentId: first.assignmentId,
  });
  await addVote(stage, corrected, {
    annotator: stage.annotators[0]!,
    outcome: 'preference',
    strength: -2,
    supersedes: second.judgmentId,
    assignmentId: second.assignmentId,
  });
  await database.db.updateTable('comparisons').set({ judged: 1 }).where('id', '=', excluded).execute();
  await createExclusion(stage.ctx, {
    annotatorId: stage.annotators[7]!,
    scope: { kind: 'all' },
    reason: 'careless',
  });
  await addFlag(stage, reported);
  await database.db
    .insertInto('review_decisions')
    .values({
      id: stage.ctx.ids.next(),
      project_id: stage.projectId,
      comparison_id: decided,
      turn: 0,
      outcome: 'preference',
      strength: 1,
      promote_to_gold: false,
    })
    .execute();
  const fresh = await pair('fresh');
  await vote(fresh, 0, -1);
  const after = await freeze(choices);

  expect(await told(before, after)).toEqual([
    'corrected changed changed_votes in label',
    'decided added decision was no_majority',
    'excluded removed excluded_votes now too_few_judgments',
    'fresh added imported',
    'late added new_votes was too_few_judgments',
    'reported removed flags now flagged',
    'stronger changed new_votes in margin',
    'turned changed new_votes in label+margin',
    'undone removed changed_votes now too_few_judgments',
  ]);
  const { from, to, ...counts } = await getVersionDiff(stage.ctx, { versionId: before, toId: after });
  expect([from.rows, to.rows]).toEqual([7, 7]);
  expect(counts).toEqual({
    same: 1,
    added: 3,
    removed: 3,
    changed: 3,
    reasons: expect.arrayContaining([
      { kind: 'added', reason: 'imported', rows: 1 },
      { kind: 'changed', reason: 'new_votes', rows: 2 },
      { kind: 'removed', reason: 'flags', rows: 1 },
    ]) as unknown,
    fields: { label: 2, margin: 2 },
    recipe: [],
  });
  expect(counts.reasons.reduce((sum, { rows }) => sum + rows, 0)).toBe(9);

  // Old and new stand beside each other.
  const rows = await differing(before, after);
  const flipped = rows.find(({ comparisonId }) => comparisonId === turned)!;
  expect(flipped.promptExcerpt).toBe('turned');
  expect([flipped.before?.chosen.excerpt, flipped.before?.rejected?.excerpt]).toEqual([
    'good turned',
    'poor turned',
  ]);
  expect([flipped.after?.chosen.excerpt, flipped.after?.judgments]).toEqual(['poor turned', 3]);

  // From the other end it is the same, turned round.
  expect(await told(after, before)).toEqual(
    expect.arrayContaining([
      'excluded added readmitted_votes was too_few_judgments',
      'fresh removed imported',
      'late removed new_votes now too_few_judgments',
      'turned changed new_votes in label+margin',
    ]),
  );
  expect(await told(before, before)).toEqual([]);
});

test('a change of the recipe is named by its choices, and what cannot be told apart is said to be', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const strong = await pair('strong');
  await vote(strong, 0, -3);
  const weak = await pair('weak');
  await vote(weak, 0, -0.75);
  const shaky = await pair('shaky');
  await vote(shaky, 0, -3);
  await vote(shaky, 1, -3);
  await vote(shaky, 2, 3);
  const even = await pair('even');
  await addVote(stage, even, { annotator: stage.annotators[0]!, outcome: 'tie' });
  const alone = await addGroup(stage, { responses: [said('alone')] });
  await addVote(stage, alone.comparisonId, {
    annotator: stage.annotators[0]!,
    outcome: 'thumbs_up',
    order: [0],
  });
  const filters = recipe.parse({}).filters;
  const plain = await freeze();
  const narrow = await freeze({ filters: { ...filters, minAgreement: 0.9, minStrength: 2 } });
  expect(await told(plain, narrow)).toEqual([
    'shaky removed recipe by filters.minAgreement now low_agreement',
    'weak removed recipe by filters.minStrength now too_weak',
  ]);
  const { recipe: changes } = await getVersionDiff(stage.ctx, { versionId: plain, toId: narrow });
  expect(changes).toEqual([
    { choice: 'filters.minAgreement', before: 0, after: 0.9 },
    { choice: 'filters.minStrength', before: 0, after: 2 },
  ]);
  const wide = await freeze({ ties: 'half_weight', singles: 'include', softLabel: true });
  expect(await told(plain, wide)).toEqual([
    'even added recipe by ties was tie',
    'even added recipe by ties was tie',
    'other added recipe by singles was no_preference',
    'shaky changed recipe by softLabel in weight',
  ]);
  const others = await freeze({ filters: { ...filters, sources: ['strong', 'weak'] } });
  const several = await freeze({ filters: { ...filters, minAgreement: 0.7 } });
  await vote(strong, 1, 3);
  await vote(strong, 2, -3);
  // Votes cannot have to do with where a prompt comes from; with agreement they may.
  expect(await told(others, await freeze({ filters: { ...filters, sources: ['weak'] } }))).toEqual([
    'strong removed recipe by filters.sources now other_source',
  ]);
  expect(await told(several, await freeze({ filters: { ...filters, minAgreement: 0.8 } }))).toEqual([
    'strong removed several(new_votes+recipe) by filters.minAgreement now low_agreement',
  ]);
  // Judgments that a filter leaves out are known one by one.
  const past = { ...filters, to: '2020-01-01' };
  expect(
    (await told(plain, await freeze({ filters: past }))).filter((line) => line.startsWith('weak')),
  ).toEqual(['weak removed recipe by filters.to now too_few_judgments']);
});

test('rounds, tags and teams are told as choices, and as what has changed in the project', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const tagged = await pair('tagged');
  const plain = await pair('plain');
  for (const [id, person] of [
    [tagged, 0],
    [plain, 0],
    [plain, 1],
  ] as const)
    await vote(id, person, -2);
  await sql`update prompts set metadata = '{"tags":["math"]}' where id = (select prompt_id from comparisons where id = ${tagged}::uuid)`.execute(
    database.db,
  );
  await database.db
    .insertInto('project_members')
    .values({
      project_id: stage.projectId,
      user_id: stage.annotators[0]!,
      role: 'annotator',
      teams: ['red'],
    })
    .execute();
  const filters = (change: Partial<Recipe['filters']>) => ({
    filters: { ...recipe.parse({}).filters, ...change },
  });
  const all = await freeze();
  expect(await told(all, await freeze(filters({ tags: ['math'] })))).toEqual([
    'plain removed recipe by filters.tags now other_tag',
  ]);
  expect(await told(all, await freeze(filters({ rounds: [2] })))).toEqual([
    'plain removed recipe by filters.rounds now other_round',
    'tagged removed recipe by filters.rounds now other_round',
  ]);
  const blue = { ...filters({ teams: ['blue'] }) };
  expect(await told(all, await freeze(blue))).toEqual([
    'plain removed recipe by filters.teams now too_few_judgments',
    'tagged removed recipe by filters.teams now too_few_judgments',
  ]);
  // The same recipes again, after a batch and a member were put elsewhere.
  const [byRound, byTeam] = [
    await freeze(filters({ rounds: [1] })),
    await freeze(filters({ teams: ['red'] })),
  ];
  await sql`update batches set round = 2 where id = ${stage.batchId}`.execute(database.db);
  await sql`update project_members set teams = '{blue}' where project_id = ${stage.projectId}`.execute(
    database.db,
  );
  expect(await told(byRound, await freeze(filters({ rounds: [1] })))).toEqual([
    'plain removed regrouped now other_round',
    'tagged removed regrouped now other_round',
  ]);
  expect(await told(byTeam, await freeze(filters({ teams: ['red'] })))).toEqual([
    'plain removed regrouped now too_few_judgments',
    'tagged removed regrouped now too_few_judgments',
  ]);
});

test('rows of rewrites and of single votes are known by their judgment', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const rewritten = await pair('rewritten');
  await vote(rewritten, 0, -1);
  const before = await freeze();
  const each = await freeze({ aggregation: 'each_vote' });
  expect(await told(before, each)).toEqual([
    'rewritten added recipe by aggregation',
    'rewritten removed recipe by aggregation',
  ]);
  const author = stage.annotators[1]!;
  await addVote(stage, rewritten, {
    annotator: author,
    outcome: 'preference',
    strength: -1,
    details: await addRewrite(stage, { comparisonId: rewritten, author, parent: 0, content: 'better' }),
  });
  expect(await told(before, await freeze())).toEqual([
    'rewritten added new_votes',
    'rewritten added new_votes',
  ]);
  expect(await told(each, await freeze({ aggregation: 'each_vote' }))).toEqual([
    'rewritten added new_votes',
    'rewritten added new_votes',
    'rewritten added new_votes',
  ]);
});

test('pages hold every row once, narrowed to a kind and a reason', async () => {
  const { stage, pair, vote, freeze } = await open();
  for (let number = 0; number < 15; number += 1) {
    const id = await pair(`old ${number}`);
    await vote(id, 0, -2);
  }
  const before = await freeze();
  for (let number = 0; number < 12; number += 1) await vote(await pair(`new ${number}`), 0, -2);
  const after = await freeze({
    minJudgments: 1,
    filters: { ...recipe.parse({}).filters, sources: Array.from({ length: 12 }, (_, n) => `new ${n}`) },
  });
  const pages = async (query: Partial<Parameters<typeof listVersionDiff>[1]>) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listVersionDiff(stage.ctx, {
        versionId: before,
        toId: after,
        limit: 4,
        cursor,
        ...query,
      });
      expect(page.items.length).toBeLessThanOrEqual(4);
      ids.push(...page.items.map(({ rowId }) => rowId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    return ids.length;
  };
  expect(await pages({})).toBe(27);
  expect(await pages({ kind: 'added' })).toBe(12);
  expect(await pages({ reason: 'imported' })).toBe(12);
  expect(await pages({ kind: 'removed', reason: 'recipe' })).toBe(15);
  expect(await pages({ kind: 'removed', reason: 'imported' })).toBe(0);
  await expect(
    listVersionDiff(stage.ctx, { versionId: before, toId: after, limit: 4, cursor: 'WyJ4IiwieSJd' }),
  ).rejects.toThrow('cursor');
});

test('a version from before this was stored says so, and versions of other projects do not exist', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const other = await open();
  const late = await pair('late');
  const before = await freeze();
  await database.db
    .updateTable('dataset_versions')
    .set({ keeps_drops: false })
    .where('id', '=', before)
    .execute();
  await database.db.deleteFrom('dataset_drops').where('version_id', '=', before).execute();
  await vote(late, 0, -2);
  const after = await freeze();
  expect(await told(before, after)).toEqual(['late added not_stored']);
  await expect(getVersionDiff(other.stage.ctx, { versionId: before, toId: after })).rejects.toMatchObject({
    code: 'not_found',
  });
  const foreign = await other.freeze();
  await expect(getVersionDiff(stage.ctx, { versionId: before, toId: foreign })).rejects.toMatchObject({
    code: 'not_found',
  });
  const dataset = await createDataset(stage.ctx, { name: 'unfrozen', recipe: recipe.parse({}) });
  const queued = await freezeDataset(stage.ctx, dataset.id);
  await expect(getVersionDiff(stage.ctx, { versionId: before, toId: queued.id })).rejects.toMatchObject({
    code: 'wrong_state',
  });
});
