import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openS3Store } from '@pairwright/runtime/artifacts/s3-store';
import type { Project } from '@pairwright/contract/projects';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { commandLine } from '../support/command-line.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

const table = [
  'prompt,chosen,rejected',
  ...Array.from({ length: 40 }, (_, n) => `Why ${n}?,Because of ${n}.,No idea.`),
].join('\n');
const packed = gzipSync(table);
const password = 'a long enough secret';

/** A host of files on this machine, which the operator allows by its port alone. */
let held: (() => void)[] = [];
const files: Server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  if (pathname === '/inside.csv')
    return void response.writeHead(302, { location: `http://127.0.0.2:${port()}/votes.csv` }).end();
  if (pathname === '/slow.csv') {
    response.writeHead(200, { 'content-length': table.length }).write(table.slice(0, 500));
    held.push(() => response.end(table.slice(500)));
    return;
  }
  if (pathname === '/votes.csv.gz')
    return void response.writeHead(200, { 'content-length': packed.length, etag: '"1"' }).end(packed);
  return void response.writeHead(404).end();
});
const port = (): number => (files.address() as AddressInfo).port;
await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', () => resolve()));

const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-journey-s3-'));
const bucket = { name: 'incoming', configs: [] };
const s3 = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: folder,
  configureBuckets: [bucket],
});
const endpoint = `http://127.0.0.1:${(await s3.run()).port}`;
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

onStage({
  demo: false,
  env: {
    OUTGOING_INTERNET: 'false',
    OUTGOING_ALLOW: `127.0.0.1:${port()}`,
    OUTGOING_HTTP: 'true',
    IMPORT_S3_BUCKETS: 'incoming/rlhf',
    IMPORT_S3_ENDPOINT: endpoint,
    IMPORT_S3_REGION: 'us-east-1',
    IMPORT_S3_ACCESS_KEY_ID: keys.accessKeyId,
    IMPORT_S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
  },
});

beforeAll(async () => {
  const store = await openS3Store({
    endpoint,
    region: 'us-east-1',
    bucket: 'incoming',
    forcePathStyle: true,
    keys,
  });
  await store.write(
    'rlhf/votes.csv',
    (async function* () {
      yield Buffer.from(table);
    })(),
  );
  await store.close();
});
afterAll(async () => {
  for (const end of held) end();
  files.closeAllConnections();
  files.close();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const newProject = (olga: Visitor, name: string): Promise<Project> =>
  callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name, template: 'pair_7', language: 'en', targetJudgments: 5 },
  });

/** Asks for a file by keys alone. */
async function ask({ page, words }: Visitor, from: 'url' | 's3', address: string): Promise<void> {
  const tab = page.getByRole('tab', { name: words(`console-fetch.from_${from}`) });
  await tab.waitFor();
  await page.getByRole('tab', { name: words('console-fetch.from_file') }).focus();
  for (let steps = from === 'url' ? 1 : 2; steps > 0; steps -= 1) await page.keyboard.press('ArrowRight');
  const field = page.getByLabel(words(`console-fetch.address_${from}`));
  await field.focus();
  await page.keyboard.type(address);
  // Several addresses stand in lines of their own.
  await page.keyboard.press(from === 'url' ? 'Enter' : 'Control+Enter');
}

test('a file behind an address is fetched, read, checked and run, by keys', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await becomeOwner(olga, product);
  const { id: projectId } = await newProject(olga, 'From an address');
  await page.goto(`/projects/${projectId}/imports`);
  await ask(olga, 'url', 'files.example.org/votes.csv');
  await page.getByText(words('console-fetch.fault_not_web')).waitFor();
  const found = [...(await violations(page, 'address')), ...(await misfits(page, 'address'))];

  await page
    .getByLabel(words('console-fetch.address_url'))
    .fill(`http://127.0.0.1:${port()}/votes.csv.gz?sig=hunter2`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
  await page.getByText(`http://127.0.0.1:${port()}/votes.csv.gz?…`).waitFor();
  await page.getByText('Why 0?').first().waitFor();
  expect(await page.content()).not.toContain('hunter2');
  await page.getByRole('button', { name: words('console-imports.run') }).press('Enter');
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText('40 comparisons were added.').waitFor();
  expect(found).toEqual([]);
  expect(olga.faults).toEqual([]);
});

test('an object of an allowed bucket comes in the same way, in Chinese', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'From S3');
  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  const { page, words } = chinese;
  await signIn(chinese, { email: 'olga@example.org', password });
  await page.goto(`/projects/${projectId}/imports`);
  await ask(chinese, 's3', 's3://incoming/elsewhere/votes.csv');
  await page.getByText(words('console-fetch.nothing_added')).waitFor();
  await page.getByText('s3://incoming/rlhf/').waitFor();
  await chinese.settled();
  const found = [...(await violations(page, 'S3 zh')), ...(await misfits(page, 'S3 zh'))];
  const addresses = page.getByLabel(words('console-fetch.address_s3'));
  await addresses.fill('\ns3://incoming/rlhf/votes.csv\nrlhf/\n\ns3://incoming/elsewhere/');
  await page.keyboard.press('Control+Enter');
  const atLine = (
    where: string,
    fault: 'console-fetch.fault_not_object' | 'problem.fault_bucket_not_allowed',
  ) => page.getByText(`第 ${where}：${words(fault)}`).waitFor();
  await atLine('3 行 rlhf/', 'console-fetch.fault_not_object');
  const long = `s3://incoming/elsewhere/${'a_long_name_'.repeat(8)}/`;
  await addresses.fill(`\ns3://incoming/rlhf/votes.csv\n\n${long}`);
  await page.keyboard.press('Control+Enter');
  await atLine(`4 行 ${long.slice(0, 60)}…`, 'problem.fault_bucket_not_allowed');
  found.push(...(await violations(page, 'lines zh')), ...(await misfits(page, 'lines zh')));
  await addresses.fill('s3://incoming/rlhf/votes.csv');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
  await page.getByText('s3://incoming/rlhf/votes.csv').first().waitFor();
  expect(found).toEqual([]);
});

test('a place inside is refused: at once where it can be seen, else by the worker, with what to do', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'Refused');
  await page.goto(`/projects/${projectId}/imports`);
  await ask(olga, 'url', 'http://169.254.169.254/latest/meta-data/');
  await page.getByText(/is no address that this server may open/).waitFor();
  await page.getByLabel(words('console-fetch.address_url')).fill(`http://127.0.0.1:${port()}/inside.csv`);
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: words('console-fetch.card') });
  await card.getByRole('alert').getByText(words('console-fetch.failed')).waitFor();
  await card.getByText(words('console-fetch.error_not_allowed')).waitFor();
  await olga.settled();
  const found = [...(await violations(page, 'refused')), ...(await misfits(page, 'refused'))];
  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password });
  await chinese.page.goto(page.url());
  await chinese.page.getByText(chinese.words('console-fetch.error_not_allowed')).waitFor();
  await chinese.settled();
  found.push(
    ...(await violations(chinese.page, 'refused zh')),
    ...(await misfits(chinese.page, 'refused zh')),
  );
  expect(found).toEqual([]);
  await card.getByRole('link', { name: words('console-imports.another') }).click();
  await page.getByRole('tab', { name: words('console-fetch.from_file') }).waitFor();
});

test('a slow file shows how far it has come, and can be cancelled', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'Slow');
  await page.goto(`/projects/${projectId}/imports`);
  await ask(olga, 'url', `http://127.0.0.1:${port()}/slow.csv`);
  const card = page.getByRole('region', { name: words('console-fetch.card') });
  await expect
    .poll(() => card.getByRole('progressbar').getAttribute('aria-valuenow'), { timeout: 20_000 })
    .toBe('500');
  const found = [...(await violations(page, 'fetching')), ...(await misfits(page, 'fetching'))];
  await card.getByRole('button', { name: words('console-imports.cancel') }).press('Enter');
  await card.getByText(words('console-fetch.cancelled')).waitFor();
  expect(found).toEqual([]);
  const { rows } = await product.database.pool.query('select count(*)::int as kept from import_fetches');
  expect(rows[0]).toEqual({ kept: 0 });
  for (const end of held.splice(0)) end();
  expect(olga.faults).toEqual([]);
});

test('the command line lets the server fetch, and says why it does not', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, { email: 'olga@example.org', password });
  const { id: projectId } = await newProject(olga, 'By terminal');
  const cli = await commandLine(olga, product, { scopes: ['read', 'import'] });
  const said = await cli(
    'import',
    '--url',
    `http://127.0.0.1:${port()}/votes.csv.gz`,
    '-p',
    projectId,
    '--languages',
    'detect',
    '--json',
  );
  // "Why 0?" could be of many languages.
  expect(JSON.parse(said)).toMatchObject({
    import: { state: 'succeeded', rowsAccepted: 40, languagesDetected: [{ language: null, prompts: 40 }] },
  });
  const again = await cli('import', '--s3', 's3://incoming/rlhf/votes.csv', '-p', projectId, '--json');
  expect(JSON.parse(again)).toMatchObject({ import: { rowsAccepted: 0, rowsDuplicate: 40 } });
  const all = ['--s3', 's3://incoming/rlhf/votes.csv', '--s3', 's3://incoming/rlhf/'];
  expect(JSON.parse(await cli('import', ...all, '-p', projectId, '--json'))).toMatchObject({
    import: { rowsDuplicate: 40, source: { more: 1 } },
  });
  await expect(cli('import', '--s3', 's3://incoming', ...all, '-p', projectId)).rejects.toThrow(
    /Address 1: This is no address of an object/,
  );
  await expect(
    cli('import', '--url', `http://127.0.0.1:${port()}/gone.csv`, '-p', projectId),
  ).rejects.toThrow(/answered 404/);
  await expect(cli('import', '--url', 'https://localhost/x', '-p', projectId)).rejects.toThrow(
    /no address that this server may open/,
  );
  await expect(cli('import', '-p', projectId)).rejects.toThrow(/Give one of a file, --url and --s3/);
});
