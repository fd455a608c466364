import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetVersion } from '@pairwright/contract/datasets';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import type { VersionDiff } from '@pairwright/contract/version-diff';
import type { WhyRow } from '@pairwright/contract/version-why';
import { addPair, addVote, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { createTestApp } from '../../test-app.ts';

const kit = await createTestApp();
const stage = await createStage(kit.database);
const researcher = await kit.addMember(stage.projectId, 'researcher');
const base = `/projects/${stage.projectId}`;
afterAll(async () => {
  await kit.close();
  await stage.close();
});

/** The answer to a read, in exactly the shape that the contract says. */
async function get<T>(name: OperationName, path: string): Promise<T> {
  const answer = await kit.call(researcher, 'GET', path);
  expect(answer.statusCode, answer.body).toBe(200);
  const { response }: Endpoint = endpoints[name];
  return response!.parse(answer.json()) as T;
}

async function freeze(datasetId: string): Promise<string> {
  const answer = await kit.call(researcher, 'POST', `${base}/datasets/${datasetId}/versions`);
  const { id } = answer.json<DatasetVersion>();
  await executeFreeze(kit.services, {
    signal: new AbortController().signal,
    lastAttempt: true,
    versionId: id,
  });
  return id;
}

let before: string;
let after: string;
let comparisonId: string;

beforeAll(async () => {
  comparisonId = await addPair(stage, {
    prompt: [{ role: 'user', content: '问题' }],
    first: [{ role: 'assistant', content: 'a' }],
    second: [{ role: 'assistant', content: 'b' }],
  });
  const dataset = await kit.call(researcher, 'POST', `${base}/datasets`, {
    name: 'Reward',
    recipe: plainRecipe,
  });
  const { id } = dataset.json<{ id: string }>();
  before = await freeze(id);
  await addVote(stage, comparisonId, {
    annotator: stage.annotators[0] as string,
    outcome: 'preference',
    strength: -2,
  });
  after = await freeze(id);
});

test('a difference is told in numbers and rows', async () => {
  const path = `${base}/versions/${before}/diff/${after}`;
  expect(await get<VersionDiff>('getVersionDiff', path)).toMatchObject({
    added: 1,
    removed: 0,
    changed: 0,
    same: 0,
    reasons: [{ kind: 'added', reason: 'new_votes', rows: 1 }],
  });
  const rows = await get<{ items: unknown[] }>('listVersionDiff', `${path}/rows?kind=added&reason=new_votes`);
  expect(rows.items).toEqual([
    expect.objectContaining({ rowId: comparisonId, before: null, droppedBefore: 'too_few_judgments' }),
  ]);
  const wrong = await kit.call(researcher, 'GET', `${path}/rows?reason=guess`);
  expect(wrong.json()).toMatchObject({ code: 'invalid_request' });
  const cursor = await kit.call(researcher, 'GET', `${path}/rows?cursor=x`);
  expect(cursor.json()).toMatchObject({ code: 'invalid_cursor' });
});

test('a row and a comparison without one are explained', async () => {
  const here = await get<WhyRow>('explainRow', `${base}/versions/${after}/why/${comparisonId}`);
  expect(here.units.map(({ row }) => row?.ordinal)).toEqual([1]);
  const not = await get<WhyRow>('explainRow', `${base}/versions/${before}/why/${comparisonId}`);
  expect(not.units.map(({ dropped }) => dropped)).toEqual(['too_few_judgments']);
  expect(not.votesSince).toBe(1);
  const none = await kit.call(researcher, 'GET', `${base}/versions/${after}/why/seven`);
  expect(none.json()).toMatchObject({ code: 'not_found', detail: expect.stringContaining('"id"') as string });
  expect(await get('getVersionExamples', `${base}/versions/${before}/examples`)).toEqual({
    examples: { too_few_judgments: [{ comparisonId, words: '问题' }] },
  });
  expect(await get('listComparisonVersions', `${base}/comparisons/${comparisonId}/versions`)).toMatchObject({
    items: [{ versionId: after, own: 1, dropped: null }],
  });
});
