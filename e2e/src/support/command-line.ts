import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Product } from './product.ts';
import { callAs } from './through-api.ts';
import type { Visitor } from './visitor.ts';

const program = path.resolve(import.meta.dirname, '../../../apps/cli/dist/main.js');

/** The built command line with a token of the visitor's own; gives what a command says. `server`: another way to the product. */
export async function commandLine(
  visitor: Visitor,
  product: Product,
  { scopes = ['read', 'export'], server = product.baseUrl }: { scopes?: string[]; server?: string } = {},
): Promise<(...args: string[]) => Promise<string>> {
  const body = { name: 'Terminal', scopes, expiresInDays: 1 };
  const made = { method: 'POST', path: '/me/tokens', body } as const;
  const { secret } = await callAs<{ secret: string }>(visitor, product, made);
  const env = { ...process.env, PAIRWRIGHT_SERVER: server, PAIRWRIGHT_TOKEN: secret };
  return async (...args) => (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout;
}
