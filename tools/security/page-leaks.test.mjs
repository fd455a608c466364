import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, root, run } from '../lib/workspace.mjs';
import { pageLeaks } from './page-leaks.mjs';

const minutes = 60_000;
let place;
let planted;

beforeAll(async () => {
  place = mkdtempSync(path.join(tmpdir(), 'pairwright-pages-'));
  const { readConfig } = await import('../../packages/runtime/src/env.ts');
  const names = new Set();
  readConfig(new Proxy({}, { get: (_target, name) => void names.add(String(name)) }));
  const mark = randomBytes(8).toString('hex');
  planted = Object.fromEntries([...names].map((name) => [name, `planted-${name.toLowerCase()}-${mark}`]));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Builds with a value in every variable that a process of ours reads. */
async function leaksOf(source, name) {
  const folder = path.join(place, name);
  const env = { ...planted, NODE_ENV: 'production' };
  const built = await run(process.execPath, [at('tools/security/build-web.mjs'), source, folder], {
    cwd: source,
    env,
  });
  expect(built.code, built.output).toBe(0);
  const modules = JSON.parse(readFileSync(path.join(folder, 'modules.json'), 'utf8'));
  return { modules, leaks: pageLeaks({ folder, modules, planted, root }) };
}

it(
  'no secret, source of the server, source map or folder of the machine is in what browsers get',
  async () => {
    expect(Object.keys(planted)).toEqual(expect.arrayContaining(['DATABASE_URL', 'SECRET_KEYS', 'SMTP_URL']));
    const { modules, leaks } = await leaksOf(at('apps/web'), 'pages');
    expect(modules.length).toBeGreaterThan(500);
    expect(modules.some((id) => id.includes('/packages/contract/'))).toBe(true);
    expect(leaks).toEqual([]);
  },
  5 * minutes,
);

it(
  'a page that leaks all of that is found out, each by its name',
  async () => {
    const source = path.join(place, 'leaky');
    const config = { envPrefix: ['SECRET_', 'DATABASE_'], define: { folder: JSON.stringify(root) } };
    const write = (name, text) => writeFileSync(path.join(source, name), text);
    mkdirSync(source);
    write('vite.config.ts', `export default ${JSON.stringify({ ...config, build: { sourcemap: true } })}`);
    write('index.html', '<script type="module" src="/main.js"></script>');
    write(
      'main.js',
      `import { createHash } from 'node:crypto';
       import { systemIds } from ${JSON.stringify(at('packages/runtime/src/ids.ts'))};
       console.log(createHash, systemIds, folder, import.meta.env.SECRET_KEYS, import.meta.env.DATABASE_URL,
         'postgres://pairwright:secret@db:5432/pairwright', '-----BEGIN PRIVATE KEY-----', 'pwt_${'a'.repeat(24)}',
         'AKIA${'A'.repeat(16)}');`,
    );
    const { leaks } = await leaksOf(source, 'leaks');
    for (const what of [
      'SECRET_KEYS',
      'DATABASE_URL',
      'the folder of the sources',
      'a source map',
      'a private key',
      'an access key',
      'a token',
      'an address with a password',
      'source of the server',
      'a module of Node',
    ])
      expect(leaks.filter((leak) => leak.endsWith(`: ${what}`)).length, what).toBeGreaterThan(0);
  },
  2 * minutes,
);
