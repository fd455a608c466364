import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportJob } from '@pairwright/contract/imports';
import type { Project } from '@pairwright/contract/projects';
import { zipOf } from '@pairwright/formats/containers/archives.fixture';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeToken } from '../support/through-api.ts';
import { visit, type Visitor } from '../support/visitor.ts';

const program = path.resolve(import.meta.dirname, '../../../apps/cli/bin/pairwright.mjs');
const entry = (file: string) => ({
  file_name: file,
  ranking: true,
  columns: { prompt: 'ask', chosen: 'win', rejected: 'lose' },
});
const jsonl = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const asked = (from: number, count: number) =>
  jsonl(
    Array.from({ length: count }, (_, n) => ({
      ask: `Ask ${from + n}?`,
      win: `Good ${from + n}`,
      lose: `Poor ${from + n}`,
    })),
  );

onStage({ demo: false });
let folder: string;
let olga: Visitor;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-folder-'));
  olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const body = { name: 'Terminal', scopes: ['read', 'import'], expiresInDays: 1 };
  const secret = await makeToken(olga, product, body);
  env = {
    ...process.env,
    PAIRWRIGHT_SERVER: product.baseUrl,
    PAIRWRIGHT_TOKEN: secret,
    PAIRWRIGHT_CONFIG: path.join(folder, 'config.json'),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const newProject = (name: string): Promise<Project> =>
  callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name, template: 'pair_7', language: 'en', targetJudgments: 1 },
  });

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command; `started` gets its process. */
async function pairwright(
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  started?: (child: ReturnType<typeof spawn>) => void,
): Promise<Said> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...env, ...more } });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  started?.(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** What the newest import says of its rows. */
async function provenanceOf({ id }: Project): Promise<ImportJob['provenance']> {
  const { items } = await callAs<{ items: ImportJob[] }>(olga, product, {
    method: 'GET',
    path: `/projects/${id}/imports`,
  });
  return items[0]?.provenance ?? null;
}

async function writeAll(files: Record<string, string>): Promise<string> {
  const place = await mkdtemp(path.join(folder, 'set-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), text);
  }
  return place;
}

test('the folder of a data set comes in by its README, one split of it, or an entry of its dataset_info.json', async () => {
  const project = await newProject('Folders');
  const triples = (from: number, count: number) =>
    jsonl(
      Array.from({ length: count }, (_, n) => ({
        prompt: `Why ${from + n}?`,
        chosen: `Because ${from + n}.`,
        rejected: `No idea ${from + n}.`,
      })),
    );
  const set = await writeAll({
    'README.md':
      '---\nlicense: cc-by-4.0\npretty_name: Whys\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/train.jsonl\n  - split: test\n    path: data/test.jsonl\n---\n',
    'data/train.jsonl': triples(0, 6),
    'data/test.jsonl': triples(50, 2),
    'notes/other.jsonl': 'no rows\n',
  });
  const test = await pairwright(['import', set, '-p', project.slug, '--split', 'test']);
  expect([test.code, test.err]).toEqual([0, expect.stringContaining('Importing data/test.jsonl')]);
  expect(test.out).toContain('2 lines: 2 good');
  const whole = await pairwright(['import', set, '-p', project.slug]);
  expect(whole.out).toContain('8 lines: 6 good, 2 there already');
  expect(await provenanceOf(project)).toEqual({ source: 'Whys', licence: 'cc-by-4.0' });
  const mine = await pairwright(['import', set, '-p', project.slug, '--licence', 'lab only', '--dry-run']);
  expect([mine.code, await provenanceOf(project)]).toEqual([0, { source: 'Whys', licence: 'lab only' }]);

  const factory = await writeAll({
    'dataset_info.json': JSON.stringify({ one: entry('one.jsonl'), two: entry('two.jsonl') }),
    'one.jsonl': asked(0, 3),
    'two.jsonl': asked(20, 4),
  });
  const unsaid = await pairwright(['import', factory, '-p', project.slug]);
  expect([unsaid.code, unsaid.err]).toEqual([2, expect.stringContaining('Entries: one, two')]);
  const named = await pairwright(['import', factory, '-p', project.slug, '--dataset-info', 'two']);
  expect(named.out).toContain('4 lines: 4 good');
  const file = path.join(factory, 'one.jsonl');
  const info = `${path.join(factory, 'dataset_info.json')}:one`;
  const alone = await pairwright(['import', file, '-p', project.slug, '--dataset-info', info]);
  expect(alone.out).toContain('3 lines: 3 good');
});

/** The way to the product; parts behind the first wait while `held`. */
async function startHoldingProxy() {
  const state = { held: true, waiting: 0 };
  const target = new URL(product.baseUrl);
  const server = createServer((from, to) => {
    if (state.held && from.method === 'PUT' && !/offset=0(?:&|$)/.test(from.url ?? '')) {
      state.waiting += 1;
      return;
    }
    const { method, headers, url } = from;
    const up = request({ host: target.hostname, port: target.port, path: url, method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    up.on('error', () => to.destroy());
    from.pipe(up);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { state, close, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('an upload whose command was killed goes on with the next one, and says so', async () => {
  const project = await newProject('Killed');
  const long = 'x'.repeat(8_000);
  const rows = Array.from({ length: 1_500 }, (_, n) => ({
    prompt: `Why ${n}?`,
    chosen: `Because ${n}. ${long}`,
    rejected: 'No.',
  }));
  const file = path.join(folder, 'large.jsonl');
  await writeFile(file, jsonl(rows));
  const proxy = await startHoldingProxy();
  const args = ['import', file, '-p', project.slug];
  const way = { PAIRWRIGHT_SERVER: proxy.baseUrl };
  let running: ReturnType<typeof spawn> | undefined;
  const first = pairwright(args, way, (child) => (running = child));
  await vi.waitFor(() => expect(proxy.state.waiting).toBe(1), { timeout: 60_000 });
  running!.kill('SIGKILL');
  expect((await first).code).toBeNull();
  proxy.state.held = false;
  const second = await pairwright(args, way);
  proxy.close();
  expect(second.err).toMatch(/Going on with the upload of large.jsonl .*: 8388608 of \d+ bytes are there/);
  expect([second.code, second.out]).toEqual([0, expect.stringContaining('1500 lines: 1500 good')]);
  const uploads = JSON.parse(await readFile(path.join(folder, 'uploads.json'), 'utf8')) as object;
  expect(uploads).toEqual({});
});

test('the page lets the entry of a zipped folder be chosen', async () => {
  const { page, words } = olga;
  const project = await newProject('Zipped');
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const file = path.join(folder, 'data.zip');
  const info = { one: entry('one.jsonl'), two: entry('two.jsonl') };
  const bytes = zipOf([
    { name: 'README.md', bytes: text('---\nlicense: mit\n---\n') },
    { name: 'dataset_info.json', bytes: text(JSON.stringify(info)) },
    { name: 'one.jsonl', bytes: text(asked(0, 3)) },
    { name: 'two.jsonl', bytes: text(asked(20, 4)) },
  ]);
  await writeFile(file, bytes);
  await page.goto(`/projects/${project.id}/imports`);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText(words('console-imports.dataset_several')).waitFor();
  const found = await violations(page, 'dataset_info');
  await page.getByLabel(words('console-imports.read_as')).selectOption('dataset two');
  await page.getByText('Ask 20?').first().waitFor();
  const licence = page.getByLabel(words('console-imports.of_rows_licence'));
  expect(await licence.inputValue()).toBe('mit');
  await page.getByLabel(words('console-imports.of_rows_source')).fill('Asked');
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText('4 comparisons were added.').waitFor();
  const { items } = await callAs<{ items: ImportJob[] }>(olga, product, {
    method: 'GET',
    path: `/projects/${project.id}/imports`,
  });
  expect(items[0]).toMatchObject({
    rowsAccepted: 4,
    reading: { folder: { file: 'two.jsonl' } },
    provenance: { source: 'Asked', licence: 'mit' },
  });
  expect(found).toEqual([]);
});
