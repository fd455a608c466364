import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecipe } from './recipe-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-recipe-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string): Promise<unknown> {
  const file = path.join(folder, 'recipe.json');
  await writeFile(file, text);
  return readRecipe(file);
}

it('gives the choices that a file makes, and no others', async () => {
  const split = {
    by: 'prompt',
    salt: 's',
    parts: [
      { name: 'train', share: 0.9 },
      { name: 'test', share: 0.1 },
    ],
  };
  const filters = { languages: ['zh-CN'] };
  expect(
    await read(
      JSON.stringify({ ties: 'half_weight', aggregation: 'weighted', personalData: 'mask', filters, split }),
    ),
  ).toEqual({
    ties: 'half_weight',
    aggregation: 'weighted',
    personalData: 'mask',
    filters: expect.objectContaining(filters) as unknown,
    split: expect.objectContaining(split) as unknown,
  });
});

it.each([
  ['{', 'recipe.json is not JSON'],
  ['[]', 'it is one JSON object'],
  ['{"ties":"split"}', '  ties: Invalid option: expected one of "drop"|"ignore_votes"|"keep"|"half_weight"'],
  ['{"filters":{"languages":[7]}}', '  filters.languages.0: '],
  ['{"tie":"keep"}', '  the recipe: Unrecognized key: "tie"'],
  ['{"aggregation":"each_vote","adjudicated":"prefer"}', '  adjudicated: where every vote is a row'],
])('says where %s is wrong', async (text, words) => {
  await expect(read(text)).rejects.toThrow(words);
});
