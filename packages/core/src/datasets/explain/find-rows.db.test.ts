import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportFormat, type Recipe } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import { readLine } from '@pairwright/domain/versions/line-texts';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addRewrite, addVote, createStage } from '../datasets.fixture.ts';
import { addEveryKind, asked, said } from '../every-kind.fixture.ts';
import { dataFilesOf, frozen } from '../exported.fixture.ts';
import { findRows } from './find-rows.service.ts';
import { explainRow } from './why.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'found' });
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  await addEveryKind(stage);
  const [a] = stage.annotators as [string];
  const group = await addGroup(stage, {
    rank: 20,
    prompt: asked('  Write to mia@example.com\n"now", \u0001 please.  '),
    responses: [said('I wrote to mia@example.com.'), said('No.'), said('Later')],
  });
  const rewrite = await addRewrite(stage, {
    comparisonId: group.comparisonId,
    author: a,
    parent: 1,
    content: 'Done \ud83d\udc4d',
  });
  await addVote(stage, group.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 2],
    questionVersion: 2,
    order: [0, 1, 2],
    details: rewrite,
  });
});

const freeze = async (choices: Partial<Recipe>) => (await frozen(stage, choices)).versionId;

async function linesOf(versionId: string, format: ExportFormat): Promise<string[]> {
  const texts = await dataFilesOf(stage, { versionId, format });
  // What stands around the lines of a list is none.
  return texts.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('{'));
}

const everything = { includeMargin: true, singles: 'include', ties: 'keep', bothBad: 'negatives' } as const;
const find = (versionId: string, line: string) => findRows(stage.ctx, { versionId, line });

const ofRowsAlone: readonly ExportFormat[] = ['nemo-rl', 'colossal', 'moss-rm', 'hh-strings'];

test.each<[string, Partial<Recipe>, readonly ExportFormat[]]>([
  ['as they are', everything, exportFormats],
  [
    'masked, each vote a row',
    { ...everything, personalData: 'mask', aggregation: 'each_vote' },
    ['moss-rm', 'tinker', 'kto', 'helpsteer3', 'nemo-aligner-regression'],
  ],
])('every line of every format leads back to its row: %s', async (_, choices, formats) => {
  const versionId = await freeze(choices);
  const rowIds = new Set<string>();
  for (const format of formats) {
    const lines = await linesOf(versionId, format);
    expect(lines.length, format).toBeGreaterThan(0);
    for (const line of lines) {
      const { items } = await find(versionId, line);
      const told = format === 'votes' ? items : items.filter((item) => item.formats.includes(format));
      // Two votes, or two rows with the same winner, may be written alike.
      expect(told.length, `${format}: ${line}`).toBeGreaterThan(0);
      if (ofRowsAlone.includes(format) && choices.aggregation === undefined)
        expect(told, line).toHaveLength(1);
      const { id, comparison_id: comparisonId } = readLine(line) ?? {};
      if (comparisonId !== undefined) expect(told[0]?.comparisonId, line).toBe(comparisonId);
      if (format.startsWith('trl-')) expect(told.map(({ rowId }) => rowId)).toEqual([id]);
      for (const { rowId } of told) rowIds.add(rowId);
    }
  }
  for (const rowId of rowIds) {
    const why = await explainRow(stage.ctx, { versionId, rowId });
    expect(rowId).toContain(why.comparisonId);
    expect(why.units.length).toBeGreaterThan(0);
  }
});

test('a line that was changed leads to the rows whose texts stand in it, and what is none is refused', async () => {
  const versionId = await freeze(everything);
  const [line = ''] = await linesOf(versionId, 'nemo-rl');
  const [exact] = (await find(versionId, line)).items;
  const spaced = JSON.stringify(JSON.parse(line), null, 2);
  expect((await find(versionId, spaced)).items).toEqual([exact]);
  const more = JSON.stringify({ ...(JSON.parse(line) as object), reward: 1 });
  expect((await find(versionId, more)).items).toEqual([
    { ...exact, rowId: exact!.comparisonId, formats: [] },
  ]);
  expect((await find(versionId, '{"text":"nobody said this"}')).items).toEqual([]);
  for (const none of ['', 'train.jsonl', '[1]'])
    await expect(find(versionId, none)).rejects.toMatchObject({ code: 'invalid_request' });
  const other = await createStage(database, { slug: 'not-here' });
  await expect(findRows(other.ctx, { versionId, line })).rejects.toMatchObject({ code: 'not_found' });
  await other.close();
});
