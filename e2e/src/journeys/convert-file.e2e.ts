import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { bytesSource } from '@pairwright/formats/containers/source';
import { Conversion } from '@pairwright/formats/convert/conversion';
import { targetOf, type TargetWish } from '@pairwright/formats/convert/target';
import { inFormat } from '@pairwright/formats/in/registry';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { visitAs } from '../support/visitor.ts';

onStage({ demo: true });

const samples = new URL('../../../packages/formats/src/in/fixtures/', import.meta.url);
const sample = await readFile(new URL('hh-rlhf.jsonl', samples));

/** What Node makes of the same file. */
async function converted(bytes: Uint8Array, from: string, wish: TargetWish): Promise<Buffer> {
  const to = targetOf(wish);
  const reader = inFormat(from);
  if ('wrong' in to || reader === null) throw new Error(JSON.stringify(wish));
  const parts: Uint8Array[] = [];
  const sink = { write: (part: Uint8Array) => void parts.push(part), refuse: () => undefined };
  await new Conversion({ from: reader, to }, sink).run([bytesSource('x', bytes)]);
  return Buffer.concat(parts);
}

async function choose(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

async function downloaded(page: Page, link: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a researcher converts a gz file in the browser: the same bytes as in Node, and nothing is sent', async () => {
  const visitor = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = visitor;
  await page.getByRole('button', { name: words('shell.user_menu') }).click();
  await page.getByRole('menuitem', { name: words('shell.convert') }).click();
  await page.getByRole('heading', { level: 1, name: words('console-convert.title') }).waitFor();
  expect(await violations(page, 'convert, empty')).toEqual([]);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null)
      sent.push(`${request.method()} ${request.url()}`);
  });

  await choose(page, 'hh.jsonl.gz', gzipSync(sample));
  const from = page.getByLabel(words('console-convert.from'));
  await expect.poll(() => from.inputValue()).toBe('hh-strings');
  await page.getByLabel(words('console-convert.to')).selectOption('trl-explicit');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  await page.getByText('20 rows read, 20 lines written, 0 rows refused').waitFor();
  const plain = await downloaded(page, 'Download hh.trl-explicit.jsonl');
  expect(plain.name).toBe('hh.trl-explicit.jsonl');
  expect(plain.bytes.equals(await converted(sample, 'hh-strings', { to: 'trl-explicit' }))).toBe(true);
  expect(await violations(page, 'convert, done')).toEqual([]);
  expect(await misfits(page, 'convert, done')).toEqual([]);

  // Zstandard is WebAssembly, which only the thread that converts may run.
  await page.getByLabel(words('console-convert.container')).selectOption('jsonl_zstd');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  const small = await downloaded(page, 'Download hh.trl-explicit.jsonl.zst');
  const zstd = { to: 'trl-explicit', container: 'jsonl', compression: 'zstd' };
  expect(small.bytes.equals(await converted(sample, 'hh-strings', zstd))).toBe(true);
  const inPage = await page.evaluate(() =>
    WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(
      () => 'compiled',
      () => 'refused',
    ),
  );
  expect(inPage).toBe('refused');
  // The browser tells of it, as it should.
  expect(visitor.faults.splice(0).every((fault) => fault.startsWith('policy: '))).toBe(true);

  // Into Parquet with Snappy, and back out of it.
  await page.getByLabel(words('console-convert.container')).selectOption('parquet');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  const packed = await downloaded(page, 'Download hh.trl-explicit.parquet');
  const wish = { to: 'trl-explicit', container: 'parquet', compression: 'snappy' };
  expect(packed.bytes.equals(await converted(sample, 'hh-strings', wish))).toBe(true);
  await page.getByRole('button', { name: words('console-convert.other_file') }).click();
  await choose(page, 'back.parquet', packed.bytes);
  await expect.poll(() => from.inputValue()).toBe('trl-explicit');
  await page.getByLabel(words('console-convert.to')).selectOption('trl-explicit');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  const back = await downloaded(page, 'Download back.trl-explicit.jsonl');
  expect(back.bytes.equals(plain.bytes)).toBe(true);
  // The browser itself tells that the page was not allowed to.
  expect(sent.filter((request) => !request.endsWith('/api/v1/policy-reports'))).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('in Chinese: what is refused is told with its reason, and a file of no known shape asks', async () => {
  const visitor = await visitAs(browser, product, { who: 'researcher', locale: 'zh-CN' });
  const { page, words } = visitor;
  await page.goto(`${product.baseUrl}/convert`);
  const row = (votes: object[], more: object = {}) =>
    `${JSON.stringify({ prompt: '问', response_a: '甲', response_b: '乙', votes, ...more })}\n`;
  const vote = { annotator: null, kind: 'human' };
  const rows =
    row([{ ...vote, outcome: 'a' }]) +
    row([{ ...vote, outcome: 'tie' }]) +
    row([]) +
    '{"prompt": "问", "response_a": 1, "votes": []}\n';
  await choose(page, 'x.jsonl', Buffer.from(rows));
  const from = page.getByLabel(words('console-convert.from'));
  await expect.poll(() => from.inputValue()).toBe('pairwright');
  await page.getByLabel(words('console-convert.to')).selectOption('llamafactory-sharegpt');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  await page.getByText('读取 4 行，写出 1 行，拒绝 3 行').waitFor();
  const reasons = page.getByRole('region', { name: words('console-convert.refused_rows') });
  expect(await reasons.getByRole('rowheader').allTextContents()).toEqual(
    expect.arrayContaining(['平局', '没有能说明优劣的过往投票']),
  );
  const info = await downloaded(page, '下载 dataset_info.json');
  expect(JSON.parse(info.bytes.toString())).toMatchObject({
    'x.llamafactory-sharegpt': { file_name: 'x.llamafactory-sharegpt.jsonl' },
  });
  const refused = await downloaded(page, '下载 refused.jsonl');
  expect(refused.bytes.toString().trimEnd().split('\n')).toHaveLength(3);
  expect(await violations(page, 'convert, refused')).toEqual([]);

  await page.getByRole('button', { name: words('console-convert.other_file') }).click();
  await choose(page, 'y.jsonl', Buffer.from('{"frage": 1}\n'));
  await page.getByText(words('console-convert.not_detected')).waitFor();
  expect(await from.inputValue()).toBe('');

  // Which column is what can be said here; of the question its name says it.
  await page.getByRole('button', { name: words('console-convert.other_file') }).click();
  const table = [
    '问题,回答一,回答二,胜者',
    '天为什么蓝？,散射,大海,一',
    '二加二？,五,四,二',
    '三加三？,六,七,？',
  ].join('\n');
  await choose(page, 'y.csv', Buffer.from(table));
  await from.selectOption('columns');
  const said = (key: string) => words(`console-imports.${key}`);
  expect(await page.getByLabel(said('place_prompt'), { exact: true }).inputValue()).toBe('问题');
  const answers = page.getByLabel(said('place_answer'), { exact: true });
  await answers.nth(0).selectOption('回答一');
  await answers.nth(1).selectOption('回答二');
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  await page.getByText(said('mapping_vote_values_missing')).waitFor();
  await page.getByLabel(said('word_a')).fill('一');
  await page.getByLabel(said('word_b')).fill('二');
  await page.getByLabel(words('console-convert.to')).selectOption('text-triple');
  expect(await violations(page, 'convert, columns')).toEqual([]);
  expect(await misfits(page, 'convert, columns')).toEqual([]);
  await page.getByRole('button', { name: words('console-convert.convert') }).click();
  await page.getByText('读取 3 行，写出 2 行，拒绝 1 行').waitFor();
  const made = await downloaded(page, '下载 y.text-triple.jsonl');
  expect(
    made.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { prompt: '天为什么蓝？', chosen: '散射', rejected: '大海' },
    { prompt: '二加二？', chosen: '四', rejected: '五' },
  ]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
