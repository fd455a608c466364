import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, readJson, run, runBin, ToolError } from './workspace.mjs';

const ours = '@pairwright/';

/** Packages that can be packed: those that say what of them is compiled for it. */
export const packable = () =>
  readdirSync(at('packages')).filter((name) => existsSync(at('packages', name, 'tsconfig.pack.json')));

/**
 * Builds packages/<name> (ES modules with their types), packs it with npm and gives the path of the archive in `into`.
 * Packages of ours that it imports go inside (bundled), as nobody could install them; others are dependencies in the
 * versions of the workspace.
 */
export async function packPackage(name, into) {
  if (!packable().includes(name))
    throw new ToolError(`packages/${name} cannot be packed. Known: ${packable().join(', ')}.`);
  const place = mkdtempSync(path.join(tmpdir(), 'pairwright-pack-'));
  try {
    const tree = path.join(place, 'tree');
    await compile(name, tree);
    const home = assemble(name, { tree, home: path.join(place, 'package') });
    return await npmPack(home, into);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Every module that the package can reach, as <tree>/<package>/src/…; modules of our other packages only where imported. */
async function compile(name, tree) {
  const project = at('packages', name, 'tsconfig.pack.json');
  const { code, output } = await runBin('typescript', ['-p', project, '--outDir', tree]);
  if (code !== 0) throw new ToolError(`Compiling packages/${name} failed:\n${output.trim()}`);
}

/** Lays the package out as it is published. */
function assemble(name, { tree, home }) {
  const inside = readdirSync(tree).filter((other) => other !== name);
  const outside = {};
  for (const other of inside) {
    const needs = needsOf(other, path.join(tree, other));
    Object.assign(outside, needs);
    const folder = path.join(home, 'node_modules', `${ours}${other}`);
    cpSync(path.join(tree, other, 'src'), folder, { recursive: true });
    writeManifest(folder, { ...manifestOf(other), dependencies: needs });
  }
  cpSync(path.join(tree, name, 'src'), home, { recursive: true });
  const bundled = inside.map((other) => `${ours}${other}`);
  writeManifest(home, {
    ...manifestOf(name),
    files: ['**/*.js', '**/*.d.ts', 'FORMULAS.md'],
    dependencies: {
      ...needsOf(name, path.join(tree, name)),
      ...outside,
      ...Object.fromEntries(inside.map((other) => [`${ours}${other}`, manifestOf(other).version])),
    },
    bundleDependencies: bundled.length === 0 ? undefined : bundled,
  });
  for (const text of ['README.md', 'FORMULAS.md'])
    if (existsSync(at('packages', name, text))) cpSync(at('packages', name, text), path.join(home, text));
  cpSync(at('LICENSE'), path.join(home, 'LICENSE'));
  return home;
}

/** The fields of the package's own manifest that concern whoever installs it. */
function manifestOf(name) {
  const { version, description, license, keywords } = readJson(at('packages', name, 'package.json'));
  return {
    name: `${ours}${name}`,
    version,
    description,
    license: license ?? readJson(at('package.json')).license,
    keywords,
    type: 'module',
    sideEffects: false,
    engines: readJson(at('package.json')).engines,
    exports: { './*': { types: './*.d.ts', default: './*.js' } },
  };
}

function writeManifest(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Packages of others that the compiled modules import, in the versions that are installed. */
function needsOf(name, folder) {
  const needs = {};
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|d\.ts)$/.test(file)) continue;
    for (const [, ...found] of readFileSync(path.join(folder, file), 'utf8').matchAll(importedFrom)) {
      const specifier = found.find((one) => one !== undefined);
      if (specifier.startsWith('.') || specifier.startsWith(ours)) continue;
      const [, needed] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier);
      needs[needed] = readJson(at('packages', name, 'node_modules', needed, 'package.json')).version;
    }
  }
  return Object.fromEntries(Object.entries(needs).sort());
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`, of which the latter is also a type. */
const importedFrom =
  /^\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

async function npmPack(home, into) {
  const { code, output } = await run('npm', [
    'pack',
    home,
    '--pack-destination',
    into,
    '--json',
    '--ignore-scripts',
    '--offline',
    '--loglevel',
    'error',
  ]);
  const start = output.indexOf('[');
  if (code !== 0 || start < 0) throw new ToolError(`Packing failed:\n${output.trim()}`);
  const [{ filename }] = JSON.parse(output.slice(start));
  return path.join(into, filename);
}
