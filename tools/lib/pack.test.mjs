import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packPackage } from './pack.mjs';
import { at, readJson, run, runBin } from './workspace.mjs';

const folders = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function emptyFolder() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pairwright-consumer-')));
  folders.push(folder);
  writeManifest(folder, {});
  return folder;
}

function writeManifest(folder, dependencies) {
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }),
  );
}

/**
 * Another package as it is installed here, with all that it needs inside it, so that npm finds them without a network. Gives
 * its version.
 */
function copyInstalled(name, from, folder) {
  const target = path.join(folder, 'node_modules', name);
  const [parent] = [from, ...parentsOf(from)].filter((place) =>
    existsSync(path.join(place, 'node_modules', name)),
  );
  const real = realpathSync(path.join(parent, 'node_modules', name));
  cpSync(real, target, {
    recursive: true,
    filter: (file) => !file.slice(real.length).includes('node_modules'),
  });
  // A program of it that is not linked would have npm fetch the package anew.
  const { bin: _programs, ...manifest } = readJson(path.join(target, 'package.json'));
  writeFileSync(path.join(target, 'package.json'), JSON.stringify(manifest));
  const { version, dependencies = {} } = manifest;
  for (const needed of Object.keys(dependencies)) copyInstalled(needed, real, target);
  return version;
}

function parentsOf(folder) {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...parentsOf(parent)];
}

async function install(archive, folder) {
  const { code, output } = await run(
    'npm',
    ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', archive],
    { cwd: folder },
  );
  expect(code, output).toBe(0);
}

/** What plain Node prints for these lines of a module. */
async function printed(folder, lines) {
  writeFileSync(path.join(folder, 'use.mjs'), lines.join('\n'));
  const { code, output } = await run(process.execPath, ['use.mjs'], {
    cwd: folder,
    env: { NODE_OPTIONS: '', NODE_PATH: '' },
  });
  expect(code, output).toBe(0);
  return output.trim();
}

/** The faults that the compiler finds in these lines, with nothing but the installed package's own types. */
async function faultsIn(folder, lines, lib) {
  writeFileSync(path.join(folder, 'use.ts'), lines.join('\n'));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    lib,
    types: [],
    module: 'nodenext',
    moduleResolution: 'nodenext',
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  const { output } = await runBin('typescript', ['-p', folder], { cwd: folder });
  return output.split('\n').filter((line) => line.includes('error TS'));
}

const manifestIn = (folder, name) =>
  readJson(path.join(folder, 'node_modules/@pairwright', name, 'package.json'));

describe('the statistics, packed and installed in an empty folder', () => {
  let folder;
  beforeAll(async () => {
    folder = emptyFolder();
    await install(await packPackage('stats', folder), folder);
  }, 300_000);

  const use = [
    "import { krippendorffAlpha } from '@pairwright/stats/agreement/krippendorff';",
    "import { votesOfTable } from '@pairwright/stats/votes';",
    'const votes = votesOfTable([[1, 1, null], [2, 3, 2], [3, 3, 3]]);',
  ];

  test('plain Node computes what the sources compute', async () => {
    const { krippendorffAlpha } = await import('../../packages/stats/src/agreement/krippendorff.ts');
    const { votesOfTable } = await import('../../packages/stats/src/votes.ts');
    const votes = votesOfTable([
      [1, 1, null],
      [2, 3, 2],
      [3, 3, 3],
    ]);
    expect(krippendorffAlpha(votes, 'ordinal').alpha).toBeTypeOf('number');
    expect(await printed(folder, [...use, "console.log(krippendorffAlpha(votes, 'ordinal').alpha);"])).toBe(
      String(krippendorffAlpha(votes, 'ordinal').alpha),
    );
  });

  test('its types need nothing but the language, and refuse what is wrong', async () => {
    const right = "export const alpha: number | null = krippendorffAlpha(votes, 'ordinal').alpha;";
    const wrong = "export const beta: number | null = krippendorffAlpha(votes, 'ordered').alpha;";
    expect(await faultsIn(folder, [...use, right, wrong], ['es2023'])).toEqual([
      expect.stringMatching(/^use\.ts\(5,.*"ordered"/),
    ]);
  }, 120_000);

  test('it needs no other package, may be published, and holds no sources or tests', () => {
    const manifest = manifestIn(folder, 'stats');
    expect(manifest).toMatchObject({ dependencies: {}, license: 'Apache-2.0' });
    expect(manifest).not.toHaveProperty('private');
    const home = path.join(folder, 'node_modules/@pairwright/stats');
    for (const text of ['README.md', 'FORMULAS.md', 'LICENSE'])
      expect(readFileSync(path.join(home, text), 'utf8').length).toBeGreaterThan(500);
    expect(existsSync(path.join(home, 'votes.ts'))).toBe(false);
    expect(existsSync(path.join(home, 'vectors.test.js'))).toBe(false);
  });
});

describe('the formats, packed and installed in an empty folder', () => {
  let folder;
  beforeAll(async () => {
    folder = emptyFolder();
    const archive = await packPackage('formats', folder);
    const home = at('packages/formats');
    const theirs = Object.keys(readJson(path.join(home, 'package.json')).dependencies).filter(
      (name) => !name.startsWith('@pairwright/'),
    );
    writeManifest(
      folder,
      Object.fromEntries(theirs.map((name) => [name, copyInstalled(name, home, folder)])),
    );
    await install(archive, folder);
  }, 300_000);

  const use = [
    "import { bytesSource } from '@pairwright/formats/containers/source';",
    "import { Conversion } from '@pairwright/formats/convert/conversion';",
    "import { targetOf } from '@pairwright/formats/convert/target';",
    "import { inFormat } from '@pairwright/formats/in/registry';",
  ];

  test('plain Node converts a file of one trainer into that of another', async () => {
    const row = {
      chosen: '\n\nHuman: Is the sea salty?\n\nAssistant: Yes.',
      rejected: '\n\nHuman: Is the sea salty?\n\nAssistant: No.',
    };
    const output = await printed(folder, [
      ...use,
      'const decoder = new TextDecoder();',
      "const to = targetOf({ to: 'trl-explicit' });",
      "const conversion = new Conversion({ from: inFormat('hh-rlhf'), to }, {",
      '  write: async (bytes) => process.stdout.write(decoder.decode(bytes)),',
      '  refuse: async ({ faults }) => console.log(faults),',
      '});',
      `const bytes = new TextEncoder().encode(${JSON.stringify(`${JSON.stringify(row)}\n`)});`,
      "await conversion.run([bytesSource('hh.jsonl', bytes)]);",
    ]);
    expect(JSON.parse(output)).toMatchObject({
      prompt: [{ role: 'user', content: 'Is the sea salty?' }],
      chosen: [{ role: 'assistant', content: 'Yes.' }],
      rejected: [{ role: 'assistant', content: 'No.' }],
    });
  });

  test('its types are there, and refuse what is wrong', async () => {
    const lib = ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'];
    const lines = [
      ...use,
      "export const right = targetOf({ to: 'trl-explicit' });",
      'export const wrong = targetOf({ to: 7 });',
      'export { bytesSource, Conversion, inFormat };',
    ];
    expect(await faultsIn(folder, lines, lib)).toEqual([expect.stringMatching(/^use\.ts\(6,.*'number'/)]);
  }, 240_000);

  test('packages of ours are inside it, those of others are named in the version of the workspace', () => {
    const { bundleDependencies, dependencies } = manifestIn(folder, 'formats');
    expect(bundleDependencies).toEqual(['@pairwright/contract', '@pairwright/domain']);
    expect(dependencies.zod).toBe(readJson(at('packages/formats/node_modules/zod/package.json')).version);
    const inside = path.join(folder, 'node_modules/@pairwright/formats/node_modules/@pairwright');
    expect(existsSync(path.join(inside, 'domain/resolution.js'))).toBe(true);
  });
});

test('a package that cannot be packed is refused with those that can', async () => {
  await expect(packPackage('core', tmpdir())).rejects.toThrow(
    'packages/core cannot be packed. Known: formats, stats.',
  );
});
