import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Project } from '@pairwright/contract/projects';
import { expect, test, vi } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { commandLine } from '../support/command-line.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const judgments = path.resolve(
  import.meta.dirname,
  '../../../packages/formats/src/in/fixtures/mt-bench.jsonl',
);
const password = 'a long enough secret';

interface File {
  readonly name: string;
  readonly buffer: Buffer;
}

async function upload({ page, words }: Visitor, projectId: string, { name, buffer }: File): Promise<void> {
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
}

const newProject = (olga: Visitor, name: string): Promise<Project> =>
  callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name, template: 'pair_7', language: 'en', targetJudgments: 5 },
  });

test('a packed file of published judgments is recognised, shown as annotators see it, and comes in with its votes', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await becomeOwner(olga, product);
  const { id: projectId } = await newProject(olga, 'Judged before');
  const lines = (await readFile(judgments, 'utf8')).trimEnd().split('\n');
  // As such files come: a broken line, and a vote that nobody has heard of.
  const messy = [
    lines[0],
    '{"question_id": 1, "model_a":',
    lines[1]!.replace(/"winner": "[^"]*"/, '"winner": "neither"'),
    ...lines.slice(2),
  ];
  await upload(olga, projectId, { name: 'judgments.jsonl.gz', buffer: gzipSync(messy.join('\n')) });

  const file = page.getByRole('region', { name: words('console-imports.reading_title') });
  await file.getByRole('strong').getByText('mt-bench').waitFor();
  const preview = page.getByRole('region', { name: words('console-imports.preview_title'), exact: true });
  await preview.getByRole('heading', { name: words('console-imports.preview_votes') }).waitFor();
  const asked = (JSON.parse(lines[0]!) as { conversation_a: { content: string }[] }).conversation_a[0]!
    .content;
  await preview.getByText(asked.slice(0, 60)).first().waitFor();
  await preview.getByRole('button', { name: words('console-imports.next_fault') }).press('Enter');
  await preview.getByText(words('console-imports.at_line', { number: 2 })).waitFor();
  const found = [...(await violations(page, 'reading')), ...(await misfits(page, 'reading'))];

  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password });
  await chinese.page.goto(page.url());
  await chinese.page.getByText(chinese.words('console-imports.why_recognised')).click();
  await chinese.page.getByText('“winner”是文本。', { exact: true }).waitFor();
  await chinese.page.getByRole('heading', { name: chinese.words('console-imports.preview_votes') }).waitFor();
  await chinese.settled();
  found.push(
    ...(await violations(chinese.page, 'reading zh')),
    ...(await misfits(chinese.page, 'reading zh')),
  );
  expect(found).toEqual([]);

  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  await page.getByRole('region', { name: words('console-imports.check_result') }).waitFor();
  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  await faults.getByText(/this is one of model_a, model_b, tie/).waitFor();
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(words('console-imports.votes_added')).waitFor();
  const { rows } = await product.database.pool.query<{ votes: number; names: string[] }>(
    `select count(*)::int as votes, array_agg(distinct u.name) as names from judgments j join users u on u.id = j.annotator_id
     where j.source = 'import' and u.kind = 'imported' and u.password_hash is null`,
  );
  expect(rows[0]!.votes).toBeGreaterThan(5);
  expect(rows[0]!.names.some((name) => name.startsWith('expert_'))).toBe(true);

  // Somebody who works here sees what was imported.
  const bench = new Workbench(olga);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  const first = page.locator('[data-assignment][data-visible]');
  await first.getByText(asked.slice(0, 60)).first().waitFor();
  expect(chinese.faults).toEqual([]);
  expect(olga.faults).toEqual([]);
});

test('a table of unknown columns is mapped by hand, previewed, imported, and the mapping is there for the next one', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'By hand');
  const table = [
    'nr,frage,links,rechts,sieger,wer',
    '1,"Why, is the sky blue?","Rayleigh scattering","The sea",L,anna',
    '2,What is two and two?,Four,Five,L,bert',
    '3,And three and three?,Seven,Six,?,anna',
    '4,cut off,only one',
  ].join('\n');
  await upload(olga, projectId, { name: 'votes.csv', buffer: Buffer.from(table) });
  const file = page.getByRole('region', { name: words('console-imports.reading_title') });
  await file.getByText(words('console-imports.not_recognised')).waitFor();
  // Nothing is guessed: without a word of the person nothing begins.
  expect(
    await page.getByRole('button', { name: words('console-imports.run') }).getAttribute('aria-disabled'),
  ).toBe('true');

  await file.getByLabel(words('console-imports.read_as')).selectOption('columns');
  const pick = (label: string, place: string) => file.getByLabel(label, { exact: true }).selectOption(place);
  await pick(words('console-imports.place_prompt'), 'frage');
  const answers = file.getByLabel(words('console-imports.place_answer'), { exact: true });
  await answers.nth(0).selectOption('links');
  await answers.nth(1).selectOption('rechts');
  await file.getByRole('button', { name: words('console-imports.add_vote') }).press('Enter');
  await pick(words('console-imports.vote_kind'), 'winner');
  await pick(words('console-imports.place_winner'), 'sieger');
  await file.getByText(words('console-imports.words_found', { words: 'L, ?' })).waitFor();
  await file.getByLabel(words('console-imports.word_a')).fill('L');
  await file.getByLabel(words('console-imports.word_b')).fill('R');
  await pick(words('console-imports.place_annotator'), 'wer');
  await pick(words('console-imports.place_id'), 'nr');

  const preview = page.getByRole('region', { name: words('console-imports.preview_title'), exact: true });
  await preview.getByText('Of the rows looked at, 2 come in and 2 do not.').waitFor();
  await preview.getByText('Why, is the sky blue?').waitFor();
  await preview.getByText(`anna: ${words('console-imports.said_better', { letter: 'A' })}`).waitFor();
  await preview.getByRole('button', { name: words('console-imports.next_fault') }).press('Enter');
  await preview.getByText('this is one of L, R').waitFor();
  const found = [...(await violations(page, 'mapping')), ...(await misfits(page, 'mapping'))];
  expect(found).toEqual([]);

  await file.getByLabel(words('console-imports.save_name')).fill('Links und rechts');
  await file.getByRole('button', { name: words('console-imports.save'), exact: true }).press('Enter');
  await file.getByText(words('console-imports.saved', { name: 'Links und rechts' })).waitFor();
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText('2 comparisons were added.').waitFor();
  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  await faults.getByText('$.sieger').waitFor();

  await upload(olga, projectId, { name: 'more.csv', buffer: Buffer.from(table.replaceAll('sky', 'sea')) });
  await file
    .getByLabel(words('console-imports.read_as'))
    .selectOption({ label: 'Links und rechts (saved; reads 2 rows of those looked at)' });
  await preview.getByText('Why, is the sea blue?').waitFor();
  await file.getByRole('button', { name: words('console-imports.forget_mapping') }).press('Enter');
  const sure = page.getByRole('dialog', {
    name: words('console-imports.forget_mapping_title', { name: 'Links und rechts' }),
  });
  expect(await violations(page, 'forget')).toEqual([]);
  await sure.getByRole('button', { name: words('console-imports.forget_mapping') }).press('Enter');
  await sure.waitFor({ state: 'detached' });
  // What it said stays in the form; the list knows it no more.
  expect(await file.getByLabel(words('console-imports.place_prompt'), { exact: true }).inputValue()).toBe(
    'frage',
  );
  await vi.waitFor(async () =>
    expect(await file.getByLabel(words('console-imports.read_as')).textContent()).not.toContain('Links und'),
  );
  expect(olga.faults).toEqual([]);
});

test('an upload that breaks off goes on by itself, and in a new window with what is still missing', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'In parts');
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-upload-'));
  const file = path.join(folder, 'large.csv');
  const answer = 'x'.repeat(10_000);
  const rows = Array.from({ length: 900 }, (_, n) => `Question ${n}?,good ${answer},poor`);
  await writeFile(file, ['prompt,chosen,rejected', ...rows].join('\n'));

  const begun: string[] = [];
  let online = true;
  await olga.context.route(/\/import-uploads\/[\w-]+\/parts/, async (route) => {
    const offset = new URL(route.request().url()).searchParams.get('offset')!;
    begun.push(offset);
    // The first try of the first part breaks off, and from then on whatever is not the first part.
    if (begun.length === 1 || (offset !== '0' && !online)) await route.abort('connectionreset');
    else await route.continue();
  });
  online = false;
  await page.goto(`/projects/${projectId}/imports`);
  await page.getByLabel(words('console-imports.file')).setInputFiles(file);
  await expect.poll(() => begun.slice(0, 3), { timeout: 20_000 }).toEqual(['0', '0', '8388608']);

  // The window is gone, and with it all that it knew.
  await page.close();
  online = true;
  begun.splice(0, begun.length, 'again');
  const again = await olga.context.newPage();
  await again.goto(`/projects/${projectId}/imports`);
  await again.getByLabel(words('console-imports.file')).setInputFiles(file);
  await again.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
  expect(begun).toEqual(['again', '8388608']);
  const { rows: stored } = await product.database.pool.query<{ state: string; size: number }>(
    "select state, size_bytes::int as size from imports where filename = 'large.csv'",
  );
  expect(stored).toEqual([{ state: 'uploaded', size: (await stat(file)).size }]);
  await rm(folder, { recursive: true });
  expect(olga.faults).toEqual([]);
});

test('a check tells of personal data and of the work to come, and masked it is never stored', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'Mail');
  const row = (content: string, ...answers: string[]) =>
    JSON.stringify({
      messages: [{ role: 'user', content }],
      responses: answers.map((text, index) => ({ model: `m${index}`, content: text })),
    });
  const lines = [
    row('Write to anna@example.org about the meeting of next week, please.', 'Dear Anna', 'Hello'),
    row('请给张老师写一封信，他的电话是 13812345678。', '好的', '没问题'),
  ];
  await upload(olga, projectId, { name: 'mail.jsonl', buffer: Buffer.from(lines.join('\n')) });
  const check = page.getByRole('button', { name: words('console-imports.check'), exact: true });
  await check.click();
  const findings = page.getByRole('region', { name: words('console-imports.findings') });
  await findings.getByText(/^1 row has an e-mail address\./).waitFor();
  await findings.getByText(/^1 row has what looks like a phone number\./).waitFor();
  // Two comparisons, five judgments each.
  await findings.getByText('10', { exact: true }).waitFor();
  const found = [...(await violations(page, 'findings')), ...(await misfits(page, 'findings'))];

  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password });
  await chinese.page.goto(page.url());
  const there = chinese.page.getByRole('region', { name: chinese.words('console-imports.findings') });
  await there.getByText(/中文 50%/).waitFor();
  await chinese.settled();
  found.push(
    ...(await violations(chinese.page, 'findings zh')),
    ...(await misfits(chinese.page, 'findings zh')),
  );
  expect(found).toEqual([]);

  await page.getByRole('radio', { name: words('console-imports.personal_policy_mask') }).press('Space');
  await page.getByText(words('console-imports.plan_changed')).waitFor();
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(/^2 rows had personal data/).waitFor();
  const { rows } = await product.database.pool.query<{ text: string }>(
    `select string_agg(messages::text, ' ' order by id) as text from prompts where project_id = $1`,
    [projectId],
  );
  expect(rows[0]!.text).toContain('[EMAIL]');
  expect(rows[0]!.text).not.toMatch(/@|138/);
  expect(chinese.faults).toEqual([]);
  expect(olga.faults).toEqual([]);
});

test('the command line sends a large file in parts and goes on after breaks', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'By terminal');
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-terminal-'));
  const file = path.join(folder, 'large.jsonl');
  const filler = 'x'.repeat(100_000);
  const rows = Array.from({ length: 200 }, (_, n) =>
    JSON.stringify({ prompt: `Question ${n}?`, response_a: `${n} ${filler}`, response_b: 'no' }),
  );
  await writeFile(file, rows.join('\n'));
  const proxy = await startCuttingProxy(product.baseUrl, { afterBytes: 5_000_000, times: 2 });
  try {
    const scopes = ['read', 'import'];
    const cli = await commandLine(olga, product, { scopes, server: proxy.baseUrl });
    const said = await cli('import', file, '-p', projectId, '--json');
    expect(proxy.cuts()).toBe(2);
    const { import: job } = JSON.parse(said) as { import: { rowsAccepted: number; sha256: string } };
    expect(job.rowsAccepted).toBe(rows.length);
    const sum = createHash('sha256').update(await readFile(file));
    expect(job.sha256).toBe(sum.digest('hex'));
    await writeFile(file, '');
    await expect(cli('import', file, '-p', projectId)).rejects.toThrow(/large\.jsonl is empty/);
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
});
