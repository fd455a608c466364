import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const at = (...parts) => path.join(root, ...parts);

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** A failure that is told in full by its message: no stack is printed for it. */
export class ToolError extends Error {
  name = 'ToolError';
}

/** Prints what went wrong and sets the exit code. */
export function reportFailure(error) {
  console.error(error instanceof ToolError ? error.message : error);
  process.exitCode = 1;
}

/**
 * Runs a program to its end and gives { code, output }. With `inherit` it writes to this terminal instead of `output`.
 * Code 127 stands for a program that could not be started.
 */
export function run(command, args, { inherit = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      // npx is a script on Windows, which only a shell can start; all arguments used here are plain words.
      shell: process.platform === 'win32' && command === 'npx',
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal === null ? output : `${output}\nended by ${signal}` }),
    );
  });
}

/** Runs a program of an installed package with this very Node; the program is called as the package, like "vite". */
export function runBin(name, args, options) {
  const folder = at('node_modules', name);
  const { bin } = readJson(path.join(folder, 'package.json'));
  const file = typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]);
  return run(process.execPath, [path.join(folder, file), ...args], options);
}

/** Folders of all workspace packages, relative to the root. */
export function workspacePackages() {
  const grouped = ['apps', 'packages'].flatMap((group) =>
    readdirSync(at(group)).map((name) => `${group}/${name}`),
  );
  return [...grouped, 'e2e', 'bench'].filter((folder) => existsSync(at(folder, 'package.json')));
}

/** Whether node_modules holds exactly what the lockfile asks for. */
export function isInstalled() {
  const installed = at('node_modules/.pnpm/lock.yaml');
  if (!existsSync(installed) || !existsSync(at('node_modules/.modules.yaml'))) return false;
  if (readFileSync(installed, 'utf8') !== readFileSync(at('pnpm-lock.yaml'), 'utf8')) return false;
  return workspacePackages().every((folder) => {
    const { dependencies = {}, devDependencies = {} } = readJson(at(folder, 'package.json'));
    const wanted = Object.keys({ ...dependencies, ...devDependencies });
    return wanted.every(
      (name) => existsSync(at(folder, 'node_modules', name)) || existsSync(at('node_modules', name)),
    );
  });
}

/** Installs the locked packages with the pnpm that package.json names; nobody must have pnpm. */
export async function installIfNeeded() {
  if (isInstalled()) return;
  const pnpm = readJson(at('package.json')).packageManager;
  console.log('Installing packages. The first time this takes a minute or two.');
  const begun = Date.now();
  const alive = setInterval(
    () => console.log(`  still installing (${Math.round((Date.now() - begun) / 1000)} s)`),
    15_000,
  );
  // npm hands its own settings down to what it runs; pnpm would take some for its own.
  const env = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^npm_(?:package|lifecycle|command|execpath)/i.test(name))
      .map((name) => [name, undefined]),
  );
  const { code, output } = await run(
    'npx',
    ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'],
    { env: { ...env, CI: 'true' } },
  );
  clearInterval(alive);
  if (code === 0) return;
  const tail = output.trim().split('\n').slice(-25).join('\n');
  throw new ToolError(
    `${tail}\n\nInstalling the packages failed (above). Check the network connection and the npm registry setting, then run the same command again.`,
  );
}
