import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportFormat, ExportJob, Recipe } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import type { Message } from '@pairwright/contract/shapes';
import type { Manifest } from '@pairwright/formats/manifest';
import { recordFormats, type RecordFormatName } from '@pairwright/formats/out/registry';
import { checkFile } from '@pairwright/formats/out/rules/check';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, plainRecipe } from './datasets.fixture.ts';
import { addEveryKind, asked, said } from './every-kind.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { fileNameOf } from './export-files.ts';
import { beginExport } from './export-run.queries.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

// A project whose judgments are of every kind.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'formats' });
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const recipe: Recipe = {
  ...plainRecipe,
  includeMargin: true,
  singles: 'include',
  ties: 'keep',
  bothBad: 'negatives',
};
const made = { pair: '', versionId: '' };

beforeAll(async () => {
  made.pair = await addEveryKind(stage);
  const dataset = await createDataset(stage.ctx, { name: 'all', recipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  made.versionId = version.id;
});

async function exported(format: ExportFormat): Promise<ExportJob> {
  const { id } = await startExport(stage.ctx, { versionId: made.versionId, format });
  await runExport(stage.ctx, { exportId: id, signal });
  return getExport(stage.ctx, id);
}

async function fileOf(job: ExportJob, name: string): Promise<string> {
  return readText(await stage.artifacts.read(`exports/${job.id}/${name}`));
}

const expected: Readonly<Record<RecordFormatName, readonly [rows: number, refused: object]>> = {
  'trl-implicit': [5, {}],
  'trl-explicit': [5, {}],
  'text-triple': [5, { system_prompt: 1 }],
  'hh-strings': [5, { system_prompt: 1 }],
  // Winner and loser of two pairs, the two bad ones, three of the ranking, thumbs.
  kto: [10, { wins_and_loses: 1 }],
  stepwise: [1, {}],
  'llamafactory-sharegpt': [5, {}],
  'llamafactory-alpaca': [5, {}],
  'llamafactory-kto': [10, { wins_and_loses: 1 }],
  'swift-rlhf': [5, {}],
  'swift-kto': [10, { wins_and_loses: 1 }],
  'axolotl-bt': [5, {}],
  'axolotl-dpo': [5, {}],
  'nemo-rl': [5, {}],
  'nemo-aligner-rm': [5, {}],
  'nemo-aligner-dpo': [5, {}],
  'nemo-aligner-regression': [1, {}],
  colossal: [5, {}],
  tinker: [6, {}],
  'moss-rm': [5, { system_prompt: 1 }],
  helpsteer3: [5, {}],
  rewardbench: [5, { system_prompt: 1 }],
  arena: [7, {}],
};

test.each(exportFormats)(
  '%s: every row is a line that its reader keeps or is refused for a reason, twice the same',
  async (format) => {
    const job = await exported(format);
    expect(job.error).toBeNull();
    const text = await fileOf(job, nameOf(format));
    const check = checkFile(format, text);
    expect(check.refused).toBeNull();
    expect(check.rows.filter(({ fate }) => fate !== 'kept')).toEqual([]);
    expect(job.files?.find(({ name }) => name === nameOf(format))?.rows).toBe(check.rows.length);
    if (format !== 'votes') {
      const [rows, refused] = expected[format];
      expect(job).toMatchObject({ rowsDone: rows, rowsTotal: rows });
      expect(job.refused ?? {}).toEqual(refused);
      const manifest = JSON.parse(await fileOf(job, 'manifest.json')) as Manifest;
      expect(manifest.rows).toEqual({
        train: { preference: 5, tie: 1, both_bad: 1, label: 1, steps: 1 },
      });
      if (format.startsWith('trl-')) expect(manifest.format_rows).toBeUndefined();
      else {
        const left = Object.values(refused).reduce((sum: number, n: number) => sum + n, 0);
        expect(manifest.format_rows).toEqual({
          read: rows,
          written: rows - left,
          lines: check.rows.length,
          refused,
        });
        const card = await fileOf(job, 'README.md');
        for (const reason of Object.keys(refused)) expect(card).toContain(`\`${reason}\` | `);
      }
      if (recordFormats[format].margin) expect(text).toContain('"margin":1.0');
      if (format.startsWith('llamafactory')) {
        const info = JSON.parse(await fileOf(job, 'dataset_info.json')) as Record<
          string,
          { file_name: string }
        >;
        expect(info['all']?.file_name).toBe('train.jsonl');
      }
    }
    await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', job.id).execute();
    expect((await exported(format)).files).toEqual(job.files);
  },
);

test('how much there is to write is told where it is known', async () => {
  for (const [format, total] of [
    ['nemo-rl', 5],
    ['kto', null],
  ] as const) {
    const { id } = await exported(format);
    await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', id).execute();
    await beginExport(database.db, id);
    expect((await getExport(stage.ctx, id)).rowsTotal, format).toBe(total);
    await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', id).execute();
    await runExport(stage.ctx, { exportId: id, signal });
  }
});

test('judgments become what the format tells of them', async () => {
  const rows = async (format: ExportFormat) =>
    (await fileOf(await exported(format), 'train.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const arena = await rows('arena');
  // Strength 2 of the second response, and a tie; the judges under their pseudonyms.
  expect(arena.slice(0, 3).map(({ winner }) => winner)).toEqual(['model_b', 'model_b', 'tie']);
  expect(arena.slice(3, 5).map(({ winner }) => winner)).toEqual(['tie', 'tie (bothbad)']);
  expect(String(arena[0]?.['judge'])).toMatch(/^annotator-[0-9a-f]{16}$/);
  const [first] = await rows('helpsteer3');
  expect(first).toMatchObject({
    overall_preference: 1,
    individual_preference: [
      { score: 2, reasoning: '更"准"\n' },
      { score: 1, reasoning: null },
      { score: 0, reasoning: null },
    ],
  });
  const [step] = await rows('stepwise');
  expect(step).toMatchObject({ prompt: '1+1?', completions: ['一 👍', '二'], labels: [true, false] });
  const [rated] = await rows('nemo-aligner-regression');
  expect(rated?.['label']).toEqual([-100, -100, -100, -100, 2, -100, -100, -100, -100]);
  const labels = await rows('kto');
  const good = labels
    .filter(({ label }) => label === true)
    .map(({ completion }) => (completion as Message[])[0]?.content);
  expect(good).toEqual(['雨', 'best', 'yes', 'good']);
  expect((await rows('tinker')).map(({ label }) => label)).toEqual(['B', 'Tie', 'A', 'A', 'A', 'A']);
});

test('a format that holds none of the rows writes no empty file and says why', async () => {
  const other = await createStage(database, { slug: 'none' });
  const { comparisonId } = await addGroup(other, {
    prompt: [{ role: 'system', content: 's' }, ...asked('q')],
    responses: [said('1'), said('2')],
  });
  await addVote(other, comparisonId, {
    annotator: other.annotators[0] as string,
    outcome: 'preference',
    strength: 1,
  });
  const dataset = await createDataset(other.ctx, { name: 'none', recipe });
  const version = await freezeDataset(other.ctx, dataset.id);
  await freezeVersion(other.ctx, { versionId: version.id, signal });
  const { id } = await startExport(other.ctx, { versionId: version.id, format: 'hh-strings' });
  await expect(runExport(other.ctx, { exportId: id, signal })).rejects.toThrow(
    'The format holds none of the 1 rows: system_prompt 1.',
  );
  const steps = await startExport(other.ctx, { versionId: version.id, format: 'stepwise' });
  await expect(runExport(other.ctx, { exportId: steps.id, signal })).rejects.toThrow(
    'The version has no row of a kind that this format holds.',
  );
  await other.close();
});

function nameOf(format: Parameters<typeof fileNameOf>[0]): string {
  const split = format === 'votes' ? 'votes' : 'train';
  return fileNameOf(format, { split, container: 'jsonl', compression: 'none', shard: null });
}
