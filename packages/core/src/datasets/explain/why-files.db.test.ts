import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createStage } from '../datasets.fixture.ts';
import { addEveryKind } from '../every-kind.fixture.ts';
import { filesOf, frozen } from '../exported.fixture.ts';
import { explainRow } from './why.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

test('a row of any kind leads to the files of the formats that hold its kind, and to no others', async () => {
  await addEveryKind(stage);
  const { versionId } = await frozen(stage, { ties: 'keep', bothBad: 'negatives', singles: 'include' });
  for (const format of ['trl-explicit', 'arena', 'kto', 'stepwise', 'votes'] as const)
    await filesOf(stage, { versionId, format });
  const { rows } = await sql<{ kind: string; id: string }>`
    select distinct on (kind) kind, concat(comparison_id, id_suffix) as id from dataset_rows where version_id = ${versionId} order by kind, ordinal`.execute(
    database.db,
  );
  const found = await Promise.all(
    rows.map(async ({ kind, id }) => {
      const { files } = await explainRow(stage.ctx, { versionId, rowId: id });
      return [
        kind,
        files.map(({ format, line }) => (line === null ? format : `${format} ${line}`)).toSorted(),
      ];
    }),
  );
  expect(Object.fromEntries(found)).toEqual({
    preference: ['arena', 'kto', 'trl-explicit 1'],
    tie: ['arena'],
    both_bad: ['arena', 'kto'],
    label: ['kto'],
    steps: ['stepwise'],
  });
});
