import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { builtFrom } from './built-from.mjs';
import { threadFiles } from './thread-files.mjs';
import { contentStamp, readStamp, writeStamp } from './stamp.mjs';
import { at, readJson, runBin, ToolError } from './workspace.mjs';

const always = ['pnpm-lock.yaml', 'tsconfig.base.json', 'tools/lib/build.mjs', 'tools/lib/thread-files.mjs'];

/** Every folder with a program: its entry is src/main.ts and its result dist/main.js. */
function programs() {
  const apps = readdirSync(at('apps')).map((name) => `apps/${name}`);
  return [...apps, 'bench'].filter((folder) => existsSync(at(folder, 'src/main.ts')));
}

/** Workspace packages that a folder's code can reach, itself included. */
function reachable(folder, seen = new Set()) {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  for (const name of Object.keys(readJson(at(folder, 'package.json')).dependencies ?? {})) {
    const [, short] = /^@pairwright\/(.+)$/.exec(name) ?? [];
    if (short === undefined) continue;
    const home = ['packages/', 'apps/', ''].find((parent) => existsSync(at(`${parent}${short}`)));
    reachable(`${home}${short}`, seen);
  }
  return seen;
}

function sourcesOf(folder) {
  const inside = ['src', 'package.json', 'vite.config.ts', 'vite', 'index.html', 'public'];
  return [
    ...[...reachable(folder)].sort().flatMap((part) => inside.map((name) => `${part}/${name}`)),
    ...always,
  ];
}

/** Third-party packages stay outside only when the program's own package.json lists them: node finds them from there. */
function externalsOf(folder) {
  const { dependencies = {} } = readJson(at(folder, 'package.json'));
  return Object.keys(dependencies).filter((name) => !name.startsWith('@pairwright/'));
}

/** Programs compiled for one machine cannot go into a bundle. */
const refuseNative = (folder) => ({
  name: 'refuse-native',
  load(id) {
    if (!id.split('?')[0].endsWith('.node')) return null;
    throw new Error(
      `${id} is compiled code, which cannot be bundled: list its package in the dependencies of ${folder}/package.json.`,
    );
  },
});

async function buildProgram(folder) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: at(folder),
    logLevel: 'error',
    plugins: [threadFiles('.js'), refuseNative(folder)],
    define: { BUILT_FROM_COMMIT: JSON.stringify(await builtFrom()) },
    ssr: { noExternal: true, external: externalsOf(folder), target: 'node' },
    build: {
      ssr: 'src/main.ts',
      outDir: 'dist',
      emptyOutDir: true,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rollupOptions: {
        external: builtinModules.flatMap((name) => [name, `node:${name}`]),
        output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js', format: 'es' },
      },
    },
  });
}

/** In a process of its own: the build of pages reads its config file and plugins from their folder. */
async function buildWeb(folder) {
  const { code, output } = await runBin('vite', ['build', '--logLevel', 'warn', at(folder)], {
    cwd: at(folder),
    // Tests set another mode, which would put React's development build into the result.
    env: { NODE_ENV: 'production' },
  });
  if (code !== 0) throw new ToolError(`Building ${folder} failed:\n${output.trim()}`);
}

/**
 * Builds what has no up-to-date result, by content, not by time. `names` limits it, for example ["cli"]; default is
 * everything but the benchmark and the simulator.
 */
export async function buildIfNeeded(names) {
  const known = [...programs(), ...(existsSync(at('apps/web/vite.config.ts')) ? ['apps/web'] : [])];
  const wanted =
    names === undefined
      ? known.filter((folder) => folder !== 'bench' && folder !== 'apps/simulate')
      : names.map((name) => known.find((folder) => folder.split('/').at(-1) === name) ?? name);
  for (const folder of wanted) {
    if (!known.includes(folder))
      throw new ToolError(`There is nothing to build in ${folder}. Known: ${known.join(', ')}.`);
    await unlessUpToDate(folder, sourcesOf(folder), folder === 'apps/web' ? buildWeb : buildProgram);
  }
}

/** The gallery, which is no part of the product. */
export async function buildGallery() {
  const folder = 'apps/web/gallery';
  await unlessUpToDate(folder, [...sourcesOf('apps/web'), folder], buildWeb);
}

async function unlessUpToDate(folder, sources, build) {
  const stampFile = at(folder, 'dist/.stamp');
  const stamp = contentStamp(sources);
  if (readStamp(stampFile) === stamp) return;
  console.log(`Building ${folder}`);
  await build(folder);
  writeStamp(stampFile, stamp);
}
