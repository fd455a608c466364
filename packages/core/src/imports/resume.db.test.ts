import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pairing } from '@pairwright/contract/imports';
import type { MainQuestion } from '@pairwright/contract/question-form';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { runUntilBroken } from './break-off.fixture.ts';
import { importRows } from './import-rows.ts';
import {
  allPairs,
  blocks,
  contentOf,
  openImportFixture,
  rankMain,
  rowText,
  thumbsMain,
} from './imports.fixture.ts';
import { getImport, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

/** Rows with repetitions, further answers to earlier prompts, bad and blank lines. */
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.integer({ min: 1, max: 12 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2 }),
      )
      .map(([n, models]) => rowText(n, models)),
  },
  { weight: 1, arbitrary: fc.constantFrom('{"bad":', '', '[]', '{}') },
);

const plan = fc.constantFrom<{ pairing: Pairing; main: MainQuestion | undefined }>(
  { pairing: allPairs, main: undefined },
  { pairing: { plan: 'groups', size: 3, seed: 4 }, main: rankMain },
  { pairing: { plan: 'singles' }, main: thumbsMain },
);

test('broken off at any chunk any number of times, the tables and counts are those of an undisturbed import', async () => {
  let broken = 0;
  await fc.assert(
    fc.asyncProperty(
      // Enough chunks that many runs are broken off.
      fc.array(line, { minLength: 8, maxLength: 30 }),
      fc.infiniteStream(fc.nat({ max: 3 })),
      fc.integer({ min: 1, max: 5 }),
      plan,
      async (lines, patience, chunkRows, { pairing, main }) => {
        const text = `${lines.join('\n')}\n`;
        const [calm, disturbed] = [await fixture.newProject(main), await fixture.newProject(main)];
        const expected = await importRows(services, {
          projectId: calm,
          source: blocks(text),
          filename: 'rows.jsonl',
          pairing,
        });
        const ctx = fixture.contextOf(disturbed);
        const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
        await startRun(ctx, { importId, pairing });
        let runs = 0;
        while ((await getImport(ctx, importId)).state !== 'succeeded') {
          // Enough for each run to bring in one chunk at least every other time.
          expect((runs += 1)).toBeLessThan(200);
          if (await runUntilBroken(services, importId, { chunks: patience.next().value, chunkRows }))
            broken += 1;
        }
        const { id: _a, projectId: _b, createdAt: _c, finishedAt: _d, ...counts } = expected;
        expect(await getImport(ctx, importId)).toMatchObject(counts);
        expect(await contentOf(db, disturbed)).toEqual(await contentOf(db, calm));
      },
    ),
    { numRuns: 25 },
  );
  expect(broken).toBeGreaterThan(25);
});

test.each(['english', 'chinese', 'mt-bench'])(
  'every text of the bundled %s data is stored byte for byte',
  async (name) => {
    const file = await readFile(path.join(import.meta.dirname, `../../../demo/data/${name}.jsonl`));
    const projectId = await fixture.newProject();
    const job = await importRows(services, {
      projectId,
      source: blocks(file, 65_536),
      filename: `${name}.jsonl`,
      pairing: allPairs,
    });
    expect(job).toMatchObject({ state: 'succeeded', rowsRejected: 0 });
    type Row = {
      messages: { content: string }[];
      responses: { model: string; content?: string; messages?: { content: string }[] }[];
    };
    const rows = file
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Row);
    const given = rows.map(({ messages, responses }) => [
      ...messages.map(({ content }) => content),
      ...responses.flatMap(
        (response) => response.messages?.map(({ content }) => content) ?? [response.content],
      ),
    ]);
    const stored = await sql<{ texts: string[] }>`
    select (select array_agg(m->>'content' order by n) from json_array_elements(p.messages) with ordinality as t(m, n))
      || (select array_agg(m->>'content' order by r.id, n) from responses r, json_array_elements(r.messages) with ordinality as t(m, n) where r.prompt_id = p.id) as texts
    from prompts p where p.project_id = ${projectId} order by p.id`.execute(db.db);
    expect(stored.rows.map(({ texts }) => texts)).toEqual(given);
  },
);
