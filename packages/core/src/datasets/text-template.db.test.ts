import { afterAll, beforeAll, expect, test } from 'vitest';
import { textTemplates } from '@pairwright/contract/export-formats';
import { Problem } from '@pairwright/contract/errors';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from './datasets.fixture.ts';
import { getExport, getVersion, startExport } from './datasets.service.ts';
import { said } from './every-kind.fixture.ts';
import { findLine } from './explain/find-line.service.ts';
import { findRows } from './explain/find-rows.service.ts';
import { runExport } from './export-run.service.ts';
import { filesOf, frozen } from './exported.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'templates' });
afterAll(async () => {
  await stage.close();
  await database.close();
});

let versionId: string;
const [a] = stage.annotators as [string];
const comparisons: string[] = [];

beforeAll(async () => {
  for (const prompt of [
    [{ role: 'user', content: 'Why?' }],
    [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi' },
      { role: 'user', content: 'And why?' },
    ],
  ] as const) {
    const id = await addPair(stage, {
      rank: comparisons.length,
      prompt,
      first: said('because'),
      second: said('no idea'),
    });
    await addVote(stage, id, { annotator: a, outcome: 'preference', strength: -2 });
    comparisons.push(id);
  }
  ({ versionId } = await frozen(stage, {}));
});

test.each([
  ['plain', ['Why?'], 'because'],
  [
    'hh',
    ['\n\nHuman: Why?\n\nAssistant:', '\n\nHuman: Hello\n\nAssistant: Hi\n\nHuman: And why?\n\nAssistant:'],
    ' because',
  ],
  [
    'chatml',
    [
      '<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n',
      '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHi<|im_end|>\n<|im_start|>user\nAnd why?<|im_end|>\n<|im_start|>assistant\n',
    ],
    'because<|im_end|>',
  ],
] as const)(
  'three texts by the template %s, told in manifest and card',
  async (template, prompts, answer) => {
    const files = await filesOf(stage, { versionId, format: 'text-triple', template });
    const lines = (files['train.jsonl'] ?? '').trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as { prompt: string; chosen: string });
    expect(rows.map(({ prompt }) => prompt)).toEqual(prompts);
    expect(new Set(rows.map(({ chosen }) => chosen))).toEqual(new Set([answer]));
    const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
    const card = files['README.md'];
    if (template === 'plain') {
      expect(manifest.packing).toBeUndefined();
      expect(card).not.toContain('by the template');
    } else {
      expect(manifest.packing).toMatchObject({ container: 'jsonl', template });
      expect(card).toContain(`by the template \`${template}\``);
      expect(card).toContain(`按模板 \`${template}\``);
    }
    // From its line back to its row, whatever the template.
    const { items } = await findRows(stage.ctx, { versionId, line: lines.at(-1) ?? '' });
    expect(items).toMatchObject([
      { comparisonId: comparisons[prompts.length - 1], formats: ['text-triple'] },
    ]);
  },
);

test('each template is an export of its own, the usual one being what is asked for without a name', async () => {
  const ids = new Map<string, string>();
  for (const template of textTemplates) {
    const wish = { versionId, format: 'text-triple', template } as const;
    const { id, template: told } = await startExport(stage.ctx, wish);
    expect(told).toBe(template === 'plain' ? null : template);
    expect((await startExport(stage.ctx, wish)).id).toBe(id);
    ids.set(template, id);
  }
  expect(new Set(ids.values()).size).toBe(textTemplates.length);
  expect((await startExport(stage.ctx, { versionId, format: 'text-triple' })).id).toBe(ids.get('plain'));
  const { exports } = await getVersion(stage.ctx, versionId);
  expect(exports.filter(({ format }) => format === 'text-triple')).toHaveLength(textTemplates.length);
  const exportId = ids.get('llama3') ?? '';
  await runExport(stage.ctx, { exportId, signal: new AbortController().signal });
  expect((await getExport(stage.ctx, exportId)).state).toBe('ready');
  expect(await findLine(stage.ctx, { exportId, fileName: 'train.jsonl', line: 2 })).toMatchObject({
    comparisonId: comparisons[1],
  });
});

test('steps and the formats of NeMo-Aligner are written in a template too, and refuse one that they have not', async () => {
  const llama = (text: string) => `${text}<|eot_id|>`;
  const files = await filesOf(stage, { versionId, format: 'nemo-aligner-rm', template: 'llama3' });
  const [first, second] = (files['train.jsonl'] ?? '').split('\n');
  const head =
    '<|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n';
  expect([first, second].map((line) => (JSON.parse(line ?? '') as { text: string }).text)).toEqual([
    head + llama('because'),
    head + llama('no idea'),
  ]);
  expect((JSON.parse(files['manifest.json'] ?? '') as Manifest).packing).toMatchObject({
    template: 'llama3',
  });
  expect(await findRows(stage.ctx, { versionId, line: first ?? '' })).toMatchObject({
    items: [{ formats: ['nemo-aligner-rm'] }],
  });
  const dpo = await filesOf(stage, { versionId, format: 'nemo-aligner-dpo', template: 'hh' });
  expect(dpo['train.jsonl']).toContain('"prompt":"\\n\\nHuman: Why?\\n\\nAssistant:"');
  // ChatML is what they have unless told: no other export.
  const usual = await startExport(stage.ctx, { versionId, format: 'nemo-aligner-dpo' });
  const asked = await startExport(stage.ctx, { versionId, format: 'nemo-aligner-dpo', template: 'chatml' });
  expect([asked.id, asked.template]).toEqual([usual.id, null]);
  const { template } = await startExport(stage.ctx, { versionId, format: 'stepwise', template: 'chatml' });
  expect(template).toBe('chatml');
  const problem: unknown = await startExport(stage.ctx, {
    versionId,
    format: 'nemo-aligner-regression',
    template: 'plain',
  }).catch((reason: unknown) => reason);
  expect(problem).toBeInstanceOf(Problem);
  expect(JSON.stringify(problem instanceof Problem ? { ...problem } : null)).toContain('chatml, llama3, hh');
});

test('a format without a choice of templates refuses one, by name', async () => {
  for (const format of ['trl-implicit', 'hh-strings', 'votes'] as const) {
    const problem: unknown = await startExport(stage.ctx, { versionId, format, template: 'hh' }).catch(
      (reason: unknown) => reason,
    );
    expect(problem).toBeInstanceOf(Problem);
    expect(JSON.stringify(problem instanceof Problem ? { ...problem } : null)).toContain('body.template');
  }
});
