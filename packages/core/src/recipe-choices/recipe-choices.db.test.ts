import { afterAll, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addQuestion, createStage } from '../datasets/datasets.fixture.ts';
import { getRecipeChoices } from './recipe-choices.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const other = await createStage(database);
afterAll(async () => {
  await stage.close();
  await other.close();
  await database.close();
});

test('there is to choose from what was imported, asked and told, and nothing of other projects', async () => {
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const flag = { key: 'wrong', label: { en: 'Wrong', 'zh-CN': '错误' }, hint: null, severities: [] };
  await addQuestion(stage, 2, { ...form, flags: [flag] });
  await addQuestion(stage, 3, { ...form, flags: [flag, { ...flag, key: 'rude' }] });
  expect(await getRecipeChoices(stage.ctx)).toEqual({
    batches: [{ id: stage.batchId, name: 'first' }],
    questionVersions: [3, 2, 1],
    guidelinesVersions: [1],
    flags: ['rude', 'wrong'],
  });
  expect(await getRecipeChoices(other.ctx)).toEqual({
    batches: [{ id: other.batchId, name: 'first' }],
    questionVersions: [1],
    guidelinesVersions: [1],
    flags: [],
  });
});
