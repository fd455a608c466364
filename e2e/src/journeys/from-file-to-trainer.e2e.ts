import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import type { VersionDiff } from '@pairwright/contract/version-diff';
import type { Manifest } from '@pairwright/formats/manifest';
import { misfits, violations } from '../support/accessible.ts';
import { shellIn } from '../support/command-line.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { commandIn, pushedTo, pushedToBucket } from '../support/hub-page.ts';
import { uploadTable } from '../support/import-page.ts';
import { messyTable, recordOf } from '../support/messy-table.ts';
import { expectFigure, told } from '../support/said.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';
import {
  differencesOf,
  dropsOf,
  linesOf,
  sorted,
  type VotedLine,
  type Votes,
} from '../support/voted-lines.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const project = 'From a table';
const password = 'a long enough secret';
const table = messyTable();

/** Before the first freeze: preferences of every strength, a tie, both bad. */
const firstKeys = ['1', '7', '4', 'x', '2', '6', '3', '5'];
/** The last two of them are taken back after it, and given again otherwise. */
const otherKeys = ['x', '1'];
const laterKeys = ['5', 'n', '1', '7', '4', '2', '6'];

test('from a messy table to the file that a trainer reads, and each line is what was voted', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { id: projectId, slug } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: project, template: 'pair_7', language: 'mixed', targetJudgments: 1 },
  });
  await importTable(olga, projectId);
  await importMended(olga, projectId);
  const comparisons = table.comparable.length;
  expect(firstKeys.length + laterKeys.length).toBe(comparisons);

  const ann = await annotator(olga, projectId);
  const bench = new Workbench(ann);
  await bench.open(project);
  await bench.putOffGuidelines();
  const votes: Votes = new Map();
  await judge(bench, firstKeys, votes);
  await bench.synced(firstKeys.length);
  const before = new Map(votes);

  const datasetId = await makeRecipe(olga, projectId, { rows: linesOf(before).length, comparisons });
  await freezeByKey(olga, 'v1');
  const { page, words } = olga;
  // There is no version before it.
  await page.keyboard.press('d');
  await told(olga, words('console-versions.nothing_before'));

  await bench.undo();
  await bench.undo();
  await judge(bench, [...otherKeys, ...laterKeys], votes);
  await bench.synced(firstKeys.length + 2 + otherKeys.length + laterKeys.length);
  expect(votes.size).toBe(comparisons);
  await page.goto(`/projects/${projectId}/datasets/${datasetId}`);
  await page.getByRole('heading', { level: 1, name: 'Reward' }).waitFor();
  await freezeByKey(olga, 'v2');
  const versionPage = page.url();
  await compare(olga, before, votes);

  await page.goto(versionPage);
  const format = words('console-datasets.format_trl-implicit');
  const files = page.getByRole('region', { name: format, exact: true });
  const exportIt = page.getByRole('button', { name: words('console-datasets.export_as', { format }) });
  await exportIt.waitFor();
  await page.keyboard.press('Enter');
  expect(await exportIt.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await files.getByRole('link', { name: 'manifest.json' }).waitFor();
  const fromPage = await download(page, format, 'train.jsonl');

  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-pull-'));
  try {
    // By the command that the page gives to be copied.
    const shell = await shellIn(folder, { visitor: olga, product });
    await files.getByText(words('console-datasets.hub'), { exact: true }).click();
    const pull = await commandIn(files, words('console-datasets.hub_pull'));
    const said = await shell(pull);
    const expected = linesOf(votes);
    expect(said).toContain(`${slug}/reward@2: ${expected.length} rows`);
    const pulled = path.join(folder, 'reward-2-trl-implicit-jsonl');
    expect((await readdir(pulled)).sort()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
    const bytes = await readFile(path.join(pulled, 'train.jsonl'));
    expect(bytes.equals(fromPage.bytes), 'the page and the command line give the same bytes').toBe(true);
    const lines = jsonLines<VotedLine>({ ...fromPage, bytes });
    expect(sorted(lines)).toEqual(sorted(expected));
    const manifest = JSON.parse(await readFile(path.join(pulled, 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest.files).toContainEqual({
      name: 'train.jsonl',
      rows: expected.length,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(manifest.drop_reasons).toMatchObject(dropsOf(votes));
    expect(await readFile(path.join(pulled, 'README.md'), 'utf8')).toContain('Reward');
    // Once more: all of it is there already.
    expect(await shell(pull)).toMatch(/train\.jsonl .* \(was there\)/);
    expect(await pushedTo(olga, files, shell)).toEqual({
      authorization: 'Bearer hub-secret',
      body: { type: 'dataset', name: 'reward', organization: 'my-team', private: true },
    });
    const store = await pushedToBucket(olga, files, shell);
    expect(store.path).toBe('/training/reward/2/train.jsonl');
    expect(store.authorization).toMatch(/Credential=my-key\//);
    expect(store.authorization).not.toContain('my-secret');
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(ann.faults).toEqual([]);
  expect(olga.faults).toEqual([]);
}, 240_000);

/** Uploads the table, says once what its columns are, keeps that, and imports the rows that are good. */
async function importTable(olga: Visitor, projectId: string): Promise<void> {
  const { page, words } = olga;
  await uploadTable(olga, projectId, { name: '模型输出.csv', bytes: table.bytes });
  const file = page.getByRole('region', { name: words('console-imports.reading_title') });
  await file.getByText(words('console-imports.not_recognised')).waitFor();
  await file.getByLabel(words('console-imports.read_as')).selectOption('columns');
  const place = (label: string) => file.getByLabel(words(`console-imports.${label}`), { exact: true });
  // The names of the columns say what they are; who answered has to be told.
  expect(await place('place_prompt').inputValue()).toBe('问题');
  expect(await place('place_answer').nth(1).inputValue()).toBe('回答B');
  await place('place_model').nth(0).selectOption('模型A');
  await place('place_model').nth(1).selectOption('模型B');
  await place('place_id').selectOption('编号');
  const preview = page.getByRole('region', { name: words('console-imports.preview_title'), exact: true });
  await preview.getByText(/^Of the rows looked at, 13 come in and 4 do not\.$/).waitFor();
  await preview.getByText('告诉我一个关于婚姻的笑话').or(preview.getByText('Leo: 前提')).first().waitFor();
  await file.getByLabel(words('console-imports.save_name')).fill('输出表');
  await file.getByRole('button', { name: words('console-imports.save'), exact: true }).click();
  await file.getByText(words('console-imports.saved', { name: '输出表' })).waitFor();

  // By keys: round to the next fault, a check, and once that is there the run.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('e');
  await preview.getByText(table.rules[0]!).waitFor();
  await page.keyboard.press('Enter');
  const check = page.getByRole('region', { name: words('console-imports.check_result') });
  const good = table.comparable.length - table.broken.length;
  await check.getByText(`A run would add ${good} comparisons.`).waitFor();
  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  for (const rule of table.rules) await faults.getByRole('cell', { name: rule }).first().waitFor();
  expect([...(await violations(page, 'faults')), ...(await misfits(page, 'faults'))]).toEqual([]);
  await page.keyboard.press('Enter');
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(`${good} comparisons were added.`).waitFor();
  // The row that stands there twice, and the one whose answers are the same.
  for (const name of ['rows_duplicate', 'identical'] as const)
    await expectFigure(result, words(`console-imports.${name}`), '1');
}

/** Takes the rows that were left out as they come down, mends them, and imports them with what was kept. */
async function importMended(olga: Visitor, projectId: string): Promise<void> {
  const { page, words } = olga;
  const faults = words('console-imports.faults_title');
  const { name, bytes } = await download(page, faults, words('console-imports.download_rows'));
  expect(name).toMatch(/^rejects-.*\.csv$/);
  expect(bytes.toString()).toBe([table.header, ...table.rejected, ''].join('\n'));
  const mended = [table.header, ...table.broken.map(recordOf)].join('\n');
  await uploadTable(olga, projectId, { name, bytes: Buffer.from(mended) });
  await page
    .getByLabel(words('console-imports.read_as'))
    .selectOption({ label: `输出表 (saved; reads ${table.broken.length} rows of those looked at)` });
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(`${table.broken.length} comparisons were added.`).waitFor();
}

async function annotator(olga: Visitor, projectId: string): Promise<Visitor> {
  const email = 'ann@example.org';
  const newAccount = { name: 'Ann', password };
  const body = { email, role: 'annotator', newAccount };
  await callAs(olga, product, { method: 'POST', path: `/projects/${projectId}/members`, body });
  const ann = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(ann, { email, password });
  return ann;
}

/** One key for each pair, and what it was said of. A row that is judged again has the last word. */
async function judge(bench: Workbench, keys: readonly string[], votes: Votes): Promise<void> {
  const none = bench.words('labeling.empty_text');
  for (const key of keys) {
    const { texts: shown } = await bench.read();
    const texts = [shown[0], shown[1]].map((text) => (text === none ? '' : text)) as [string, string];
    const row = table.comparable.find(({ answers }) => answers.every((answer) => texts.includes(answer)));
    expect(row, JSON.stringify(texts)).toBeDefined();
    votes.set(row!, { key, texts });
    await bench.decide(key);
  }
}

/** Makes the dataset; its keys are for whoever does not type. */
async function makeRecipe(
  { page, words }: Visitor,
  projectId: string,
  { rows, comparisons }: { rows: number; comparisons: number },
): Promise<string> {
  await page.goto(`/projects/${projectId}/datasets`);
  await page.getByRole('link', { name: words('console-datasets.new') }).click();
  await page.getByText(words('console-datasets.group_rows'), { exact: true }).click();
  await page.getByLabel(words('console-datasets.margin'), { exact: true }).selectOption('strength');
  const name = page.getByLabel(words('console-datasets.name'), { exact: true });
  await name.click();
  for (const key of ['R', 'e', 'p', 'd']) await page.keyboard.press(key);
  expect(await name.inputValue()).toBe('Repd');
  await name.fill('Reward');
  await page.getByText(`${rows} rows from ${comparisons} comparisons`).waitFor();
  await name.blur();
  await page.keyboard.press('p');
  const preview = page.getByRole('heading', { name: words('console-datasets.preview'), exact: true });
  expect(await preview.evaluate((heading) => heading === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/datasets\/[\w-]{36}$/);
  await page.getByRole('button', { name: words('console-datasets.freeze'), exact: true }).waitFor();

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: words('console.keys') });
  expect(await sheet.getByRole('rowheader').allTextContents()).toEqual([
    words('console-datasets.key_preview'),
    words('console-datasets.key_newest'),
    words('console-datasets.freeze'),
    words('console.key_save'),
    words('shell.keys_this'),
  ]);
  expect(await violations(page, 'keys')).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  // What is not saved is not frozen.
  await page.getByLabel(words('console-datasets.name'), { exact: true }).fill('Other');
  await page.getByLabel(words('console-datasets.name'), { exact: true }).blur();
  await page.keyboard.press('Enter');
  await told({ page, words }, words('console-datasets.save_first'));
  await page.getByLabel(words('console-datasets.name'), { exact: true }).fill('Reward');
  await page.getByLabel(words('console-datasets.name'), { exact: true }).blur();
  return /\/datasets\/([\w-]+)$/.exec(page.url())![1]!;
}

async function freezeByKey({ page, words }: Visitor, what: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.waitForURL('**/versions/*');
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();
  expect(await violations(page, what)).toEqual([]);
}

/** By its key from the newest version; what is told is what the votes say. */
async function compare(olga: Visitor, before: Votes, after: Votes): Promise<void> {
  const { page, words } = olga;
  await page.keyboard.press('d');
  await page.waitForURL('**/diff/*');
  const counts = differencesOf(before, after);
  expect(counts).toMatchObject({ removed: 1, changed: 1 });
  const summary = page.getByRole('region', { name: words('console-versions.summary') });
  for (const [kind, count] of Object.entries(counts))
    await expectFigure(summary, words(`console-versions.kind_${kind}`), String(count));
  const [, projectId, from, to] = /projects\/([^/]+)\/versions\/([^/]+)\/diff\/([^/?]+)/.exec(page.url())!;
  const diff = await callAs<VersionDiff>(olga, product, {
    method: 'GET',
    path: `/projects/${projectId}/versions/${from}/diff/${to}`,
  });
  expect(diff).toMatchObject({ ...counts, recipe: [] });
  expect(new Set(diff.reasons.map(({ kind, reason }) => `${kind} ${reason}`))).toEqual(
    new Set(['added new_votes', 'removed changed_votes', 'changed changed_votes']),
  );
  expect([...(await violations(page, 'diff')), ...(await misfits(page, 'diff'))]).toEqual([]);
}
