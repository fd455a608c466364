import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { type ExportFormat, recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addQuestion, addVote, createStage } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { filesOf, frozen } from './exported.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'facts' });
const later = stage.ctx.ids.next();
const [a, b] = stage.annotators as [string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

interface Given {
  readonly source: string;
  readonly language: string;
  readonly licence: string;
  readonly batchId?: string;
  readonly questionVersion?: number;
  readonly outcome?: 'tie';
}

async function judged({ source, language, licence, batchId = stage.batchId, ...vote }: Given): Promise<void> {
  const id = await addPair(
    { ...stage, batchId },
    { prompt: asked(`${source}?`), first: said('yes'), second: said('no'), source },
  );
  await sql`update prompts set language = ${language}, metadata = ${JSON.stringify({ license: licence })}::jsonb
    where id = (select prompt_id from comparisons where id = ${id}::uuid)`.execute(database.db);
  await addVote(stage, id, { annotator: a, outcome: 'preference', ...vote });
}

beforeAll(async () => {
  const { db } = database;
  await addQuestion(
    stage,
    2,
    plainPair({ points: 5, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  );
  await db.insertInto('batches').values({ id: later, project_id: stage.projectId, name: 'later' }).execute();
  await judged({ source: 'web', language: 'zh-CN', licence: 'CC-BY-4.0' });
  await judged({
    source: 'books',
    language: 'fr',
    licence: 'under contract',
    batchId: later,
    questionVersion: 2,
  });
  // No row comes of it, whatever is filtered.
  await judged({ source: 'even', language: 'de', licence: 'MIT', outcome: 'tie' });
  // Not counted: nobody was asked the second question about the first comparison.
  const [first] = await db
    .selectFrom('comparisons')
    .select('id')
    .where('batch_id', '=', stage.batchId)
    .orderBy('id')
    .execute();
  await addVote(stage, first?.id ?? '', {
    annotator: b,
    outcome: 'preference',
    surplus: true,
    questionVersion: 2,
  });
});

async function told(filters: Partial<Recipe['filters']>, format: ExportFormat) {
  const { versionId } = await frozen(stage, { filters: recipe.parse({ filters }).filters });
  const files = await filesOf(stage, { versionId, format });
  const card = files['README.md'] ?? '';
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  return {
    sources: ['web', 'books', 'even'].filter((name) => card.includes(`- ${name}: 1 comparisons`)),
    licences: ['CC-BY-4.0', 'under contract', 'MIT'].filter((name) => card.includes(name)),
    languages: /^language:\n((?:- .*\n)*)/m.exec(card)?.[1]?.trimEnd().split('\n'),
    questions: manifest.question_versions,
    asked: manifest.questions?.map(({ version }) => version),
  };
}

const web = { sources: ['web'], licences: ['CC-BY-4.0'], languages: ['- zh'], questions: [1], asked: [1] };
const books = {
  sources: ['books'],
  licences: ['under contract'],
  languages: ['- fr'],
  questions: [2],
  asked: [2],
};

test.each([
  ['one source', { sources: ['web'] }, web],
  ['one batch', { batches: [later] }, books],
  ['one version of the question', { questionVersions: [2] }, books],
  [
    'everything',
    {},
    {
      sources: ['web', 'books'],
      licences: ['CC-BY-4.0', 'under contract'],
      languages: ['- fr', '- zh'],
      questions: [1, 2],
      asked: [1, 2],
    },
  ],
] as const)(
  'the card and the manifest of a version of %s tell of its rows alone',
  async (_, filters, expected) => {
    expect(await told(filters as Partial<Recipe['filters']>, 'trl-implicit')).toEqual(expected);
  },
);

test('judgments are all in the lossless format, and so is what is told of them', async () => {
  expect(await told({ sources: ['web'] }, 'votes')).toEqual({
    sources: ['web', 'books', 'even'],
    licences: ['CC-BY-4.0', 'under contract', 'MIT'],
    languages: ['- de', '- fr', '- zh'],
    questions: [1, 2],
    asked: [1, 2],
  });
});

test('a version of nothing names no source, no language and the question of the project', async () => {
  const { versionId } = await frozen(stage, { minJudgments: 9 });
  const { rows } = await sql<{
    of_rows: unknown;
  }>`select facts -> 'ofRows' as of_rows from dataset_versions where id = ${versionId}`.execute(database.db);
  expect(rows).toEqual([
    { of_rows: { questionVersions: [], guidelinesVersions: [], sources: [], unlicensed: 0, languages: [] } },
  ]);
});

test('versions frozen before it was told say what the project says', async () => {
  const { versionId } = await frozen(stage, {
    filters: recipe.parse({ filters: { sources: ['web'] } }).filters,
  });
  await sql`update dataset_versions set facts = facts::jsonb - 'ofRows' - 'languages' where id = ${versionId}`.execute(
    database.db,
  );
  const card = (await filesOf(stage, { versionId, format: 'trl-explicit' }))['README.md'];
  expect(card).toContain('language:\n- en\n- zh\n');
  expect(card).toContain('- books: 1 comparisons');
});
