import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { VoteRow } from '@pairwright/formats/out/vote-rows';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { inBothLanguages, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { signIn, type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const owner = { name: 'Olga', email: 'olga@example.org', password: 'a long enough secret' };
const annotator = { name: 'Ines', email: 'ines@example.org', password: 'another long secret' };
const project = 'Helpfulness';

/** Lines that cannot be taken, by the line they stand on in the file, with the fault each is named by. */
const bad = new Map([
  [2, { line: '{"messages": [{"role": "user", "content": "cut off', code: 'truncated_json' }],
  [
    5,
    {
      line: '{"messages": [{"role": "human", "content": "Hi"}], "responses": [{"model": "a", "content": "1"}, {"model": "b", "content": "2"}]}',
      code: 'unknown_role',
    },
  ],
  [
    9,
    {
      line: '{"messages": [{"role": "user", "content": "Nul: \\u0000"}], "responses": [{"model": "a", "content": "1"}, {"model": "b", "content": "2"}]}',
      code: 'nul_character',
    },
  ],
]);

onStage({ demo: false });

test('from an empty installation to a downloaded dataset', async () => {
  const olga = await visit(browser, product);
  await createOwner(olga);
  const projectId = await createProject(olga);
  await importFile(olga, projectId);
  await addAnnotator(olga, projectId);
  const ines = await visit(browser, product);
  await signIn(ines, annotator);
  const bench = new Workbench(ines);
  await bench.open(project);
  for (const key of ['a', 'b', 'e', 'x']) await bench.decide(key);
  await bench.synced(4);
  await pauseAndResume({ olga, ines, bench, projectId });

  await freezeDataset(olga, projectId, 'First votes');
  await exportAs(olga, 'votes');
  const rows = jsonLines<VoteRow>(
    await download(olga.page, olga.words('console-datasets.format_votes'), 'votes.jsonl'),
  );
  expect(rows.map(({ outcome, position, points }) => [outcome, position, points])).toEqual([
    ['preference', 1, 2],
    ['preference', 2, 2],
    ['tie', null, 2],
    ['both_bad', null, 2],
    ['preference', 1, 2],
  ]);
  expect(JSON.stringify(rows)).not.toContain(annotator.email);
  expect([...olga.faults, ...ines.faults]).toEqual([]);
});

async function createOwner(olga: Visitor): Promise<void> {
  const { page, words } = olga;
  await inBothLanguages(async (locale) => {
    const first = await visit(browser, product, { locale });
    await first.page.goto('/');
    await first.page.getByRole('heading', { name: first.words('auth.setup_title') }).waitFor();
    expect(await screenFaults(first, 'setup')).toEqual([]);
    await first.context.close();
  });
  await page.goto('/');
  await page.getByLabel(words('auth.name')).fill(owner.name);
  await page.getByLabel(words('auth.email')).fill(owner.email);
  await page.getByLabel(words('auth.password')).fill(owner.password);
  await page.getByRole('button', { name: words('auth.create_owner') }).click();
  await page.getByRole('heading', { name: words('console-projects.none') }).waitFor();
  // It works once: who comes next signs in, and the server says the same.
  const late = await visit(browser, product);
  await late.page.goto('/setup');
  await late.page.waitForURL('**/sign-in');
  const again = await late.context.request.post('/api/v1/setup', {
    data: { ...owner, email: 'eve@example.org' },
    headers: { origin: product.baseUrl },
  });
  expect(again.status()).toBe(409);
  await late.context.close();
}

async function createProject({ page, words }: Visitor): Promise<string> {
  await page
    .getByRole('link', { name: words('console-projects.new') })
    .first()
    .click();
  await page.getByLabel(words('console-projects.name'), { exact: true }).fill(project);
  await page.getByLabel(words('console-projects.target')).fill('1');
  await page.getByRole('radio', { name: words('console-question.template_arena') }).press('Space');
  await page.getByRole('button', { name: words('console-projects.create') }).click();
  await page.getByRole('heading', { name: words('console-projects.empty_project') }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

/** The real English rows with the bad lines between them. */
async function makeFile(): Promise<{ buffer: Buffer; good: number }> {
  const real = await readFile(
    path.resolve(import.meta.dirname, '../../../packages/demo/data/english.jsonl'),
    'utf8',
  );
  const lines = real.trimEnd().split('\n');
  const good = lines.length;
  for (const [number, { line }] of bad) lines.splice(number - 1, 0, line);
  return { buffer: Buffer.from(`${lines.join('\n')}\n`), good };
}

async function importFile({ page, words }: Visitor, projectId: string): Promise<void> {
  const { buffer, good } = await makeFile();
  await page.getByRole('link', { name: words('console-projects.import_first') }).click();
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name: 'outputs.jsonl', mimeType: 'application/x-ndjson', buffer });
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  const check = page.getByRole('region', { name: words('console-imports.check_result') });
  const [, planned] = /A run would add (\d+) comparisons\./.exec((await check.textContent()) ?? '')!;
  expect(Number(planned)).toBeGreaterThan(good * 2);
  expect(await counted('comparisons')).toBe(0);

  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  await expect
    .poll(() => faults.getByRole('table').getByRole('rowheader').allTextContents())
    .toEqual([...bad.keys()].map(String));
  const rejects = await download(
    page,
    words('console-imports.faults_title'),
    words('console-imports.download_rows'),
  );
  expect(rejects.bytes.toString()).toBe([...bad.values()].map(({ line }) => `${line}\n`).join(''));
  const named = jsonLines<{ line: number; code: string }>(
    await download(page, words('console-imports.faults_title'), words('console-imports.download_faults')),
  );
  expect(named.map(({ line, code }) => [line, code])).toEqual(
    [...bad].map(([line, { code }]) => [line, code]),
  );

  await page.getByRole('button', { name: words('console-imports.run') }).click();
  await page
    .getByRole('region', { name: words('console-imports.run_result') })
    .getByText(`${planned} comparisons were added.`)
    .waitFor();
  expect(await counted('comparisons')).toBe(Number(planned));
  expect(await counted('prompts')).toBe(good);
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByRole('row', { name: /outputs\.jsonl/ })
    .getByText(words('console-imports.state_succeeded'))
    .waitFor();
}

async function counted(table: string): Promise<number> {
  const { rows } = await product.database.pool.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]!.count;
}

async function addAnnotator({ page, words }: Visitor, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-people.add') });
  await card.getByLabel(words('console-people.email')).fill(annotator.email);
  await card.getByRole('button', { name: words('console-people.add') }).click();
  await card.getByText(words('console-people.unknown_email')).waitFor();
  await card.getByRole('checkbox', { name: words('console-people.new_account') }).check();
  await card.getByLabel(words('console-people.name'), { exact: true }).fill(annotator.name);
  await card.getByLabel(words('console-people.first_password')).fill(annotator.password);
  await card.getByRole('button', { name: words('console-people.add') }).click();
  await page.getByRole('row', { name: new RegExp(annotator.email) }).waitFor();
}

interface Scene {
  readonly olga: Visitor;
  readonly ines: Visitor;
  readonly bench: Workbench;
  readonly projectId: string;
}

async function pauseAndResume({ olga, ines, bench, projectId }: Scene): Promise<void> {
  const { words } = olga;
  await olga.page.goto(`/projects/${projectId}`);
  await olga.page.getByRole('button', { name: words('console-projects.pause') }).click();
  await olga.page.getByRole('button', { name: words('console-projects.resume') }).waitFor();
  await ines.page.reload();
  await ines.page.getByRole('heading', { name: words('labeling.paused') }).waitFor();
  await ines.page.getByText(words('labeling.paused_why')).waitFor();
  await ines.page.goto('/my-work');
  await ines.page.getByText(words('work.paused_why')).waitFor();
  await olga.page.getByRole('button', { name: words('console-projects.resume') }).click();
  await olga.page.getByRole('button', { name: words('console-projects.pause') }).waitFor();
  await bench.open(project);
  await bench.decide('1');
  await bench.synced(5);
}
