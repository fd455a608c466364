import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '@pairwright/formats/manifest';
import { processEnv } from '@pairwright/runtime/env';
import { type Product, startProduct } from '../support/product.ts';

const checkout = new URL('../../../', import.meta.url).pathname;
const pages = path.join(checkout, 'docs/trainers');
/** What installs and starts a trainer; tools/trainers/pages.py looks its flags up. Everything else is ours, and is run. */
const ofTrainers = /^(?:pip install|deepspeed|llamafactory-cli|axolotl|swift) /;
const english = (await readdir(pages)).filter((name) => !name.includes('.zh-CN'));

let product: Product;
let folder: string;

beforeAll(async () => {
  product = await startProduct({ demo: true });
});
afterAll(() => product.stop());

/** The commands of a page that are ours, in their order. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) => block.trim().split('\n')).filter((line) => !ofTrainers.test(line));
}

/** In a folder that stands for the checkout, so that nothing is written there. */
async function run(command: string): Promise<void> {
  const env = {
    ...processEnv(),
    PAIRWRIGHT_SERVER: product.baseUrl,
    PAIRWRIGHT_CONFIG: path.join(folder, 'config.json'),
  };
  await promisify(execFile)('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, env });
}

test.each(english)('the commands of %s give the exports that it goes on with', async (page) => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-page-'));
  const scripts = { cli: `node ${path.join(checkout, 'tools/cli.mjs')}` };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, scripts }));
  const text = await readFile(path.join(pages, page), 'utf8');
  for (const command of commandsOf(text)) await run(command);
  const places = [...text.matchAll(/^<!-- trainers: ([a-z0-9-]+) in ([\w-]+) -->$/gm)];
  expect(places.length).toBeGreaterThan(0);
  for (const [, format, place] of places) {
    const file = path.join(folder, place!, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    expect(manifest.format).toBe(format);
    expect(manifest.files.some(({ rows }) => (rows ?? 0) > 100)).toBe(true);
  }
  await rm(folder, { recursive: true });
});
