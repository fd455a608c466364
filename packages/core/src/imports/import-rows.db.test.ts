import { afterAll, expect, test } from 'vitest';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, contentOf, openImportFixture, rowText } from './imports.fixture.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

async function importText(
  projectId: string,
  text: string | Uint8Array,
  pairing: Parameters<typeof importRows>[1]['pairing'] = allPairs,
) {
  return importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing });
}

test('good rows become prompts, responses and comparisons in the order of the file', async () => {
  const projectId = await fixture.newProject();
  const job = await importText(projectId, `${rowText(1)}\n${rowText(2, ['a', 'b', 'c'])}\n`);
  expect(job).toMatchObject({
    state: 'succeeded',
    lines: 2,
    rowsAccepted: 2,
    rowsRejected: 0,
    rowsDuplicate: 0,
    promptsAdded: 2,
    responsesAdded: 5,
    comparisonsAdded: 4,
    error: null,
  });
  expect(job.bytesDone).toBe(job.sizeBytes);
  expect(await contentOf(db, projectId)).toMatchObject({
    prompts: [{ external_id: 'p-1' }, { external_id: 'p-2' }],
    comparisons: [
      { rank: 0, model_a: 'a', model_b: 'b', target_judgments: 3 },
      { rank: 1, model_a: 'a', model_b: 'b' },
      { rank: 2, model_a: 'a', model_b: 'c' },
      { rank: 3, model_a: 'b', model_b: 'c' },
    ],
  });
});

test('the same file twice adds nothing', async () => {
  const projectId = await fixture.newProject();
  const text = [rowText(1), rowText(2), rowText(3, ['x', 'y', 'z'])].join('\n');
  await importText(projectId, text);
  const before = await contentOf(db, projectId);
  const again = await importText(projectId, text);
  expect(again).toMatchObject({
    state: 'succeeded',
    rowsAccepted: 0,
    rowsDuplicate: 3,
    promptsAdded: 0,
    responsesAdded: 0,
    comparisonsAdded: 0,
  });
  expect(await contentOf(db, projectId)).toEqual(before);
});
