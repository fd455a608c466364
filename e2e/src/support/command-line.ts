import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Product } from './product.ts';
import { makeToken } from './through-api.ts';
import type { Visitor } from './visitor.ts';

const program = path.resolve(import.meta.dirname, '../../../apps/cli/dist/main.js');

interface TerminalOptions {
  readonly scopes?: string[];
  /** Another way to the product. */
  readonly server?: string;
}

async function environment(
  visitor: Visitor,
  product: Product,
  { scopes = ['read', 'export'], server = product.baseUrl }: TerminalOptions,
): Promise<NodeJS.ProcessEnv> {
  const body = { name: 'Terminal', scopes, expiresInDays: 1 };
  const secret = await makeToken(visitor, product, body);
  return { ...process.env, PAIRWRIGHT_SERVER: server, PAIRWRIGHT_TOKEN: secret };
}

/** The built command line with a token of the visitor's own; gives what a command says. */
export async function commandLine(
  visitor: Visitor,
  product: Product,
  options: TerminalOptions = {},
): Promise<(...args: string[]) => Promise<string>> {
  const env = await environment(visitor, product, options);
  return async (...args) => (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout;
}

/** A real shell in a folder, in which `pairwright` is the built command line: for what a page gives to be copied. `typed`: what a person enters. */
export async function shellIn(
  folder: string,
  { visitor, product }: { visitor: Visitor; product: Product },
): Promise<(script: string, typed?: string) => Promise<string>> {
  const known = await environment(visitor, product, {});
  // The command says by itself which server it means.
  const env = { ...known, PAIRWRIGHT_SERVER: 'http://127.0.0.1:9', NODE: process.execPath, PROGRAM: program };
  return async (script, typed = '') => {
    const whole = `set -e; pairwright() { "$NODE" "$PROGRAM" "$@"; }\n${script}`;
    const running = promisify(execFile)('bash', ['-c', whole], { env, cwd: folder });
    running.child.stdin?.end(typed);
    return (await running).stdout;
  };
}
