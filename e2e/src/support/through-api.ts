import { vi } from 'vitest';
import type { Me } from '@pairwright/contract/auth';
import type { Project } from '@pairwright/contract/projects';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Product } from './product.ts';
import { demoPerson, type Visitor } from './visitor.ts';

/** Calls the API with the visitor's own session, as the pages do; gives the answer's body. */
export async function callAs<T>(
  { context }: Visitor,
  product: Product,
  call: { method: 'POST' | 'GET' | 'PATCH' | 'PUT' | 'DELETE'; path: string; body?: unknown; raw?: string },
): Promise<T> {
  const answer = await context.request.fetch(`/api/v1${call.path}`, {
    method: call.method,
    headers: {
      origin: product.baseUrl,
      ...(call.raw === undefined ? {} : { 'content-type': 'application/x-ndjson' }),
    },
    ...(call.raw === undefined ? {} : { data: Buffer.from(call.raw) }),
    ...(call.body === undefined ? {} : { data: call.body }),
  });
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${call.method} ${call.path}: ${answer.status()} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const OWNER_PASSWORD = 'a long enough secret';

/** Makes an API token for a visitor of the demo or the owner of `becomeOwner`, who shows who they are; gives its secret. */
export async function makeToken(visitor: Visitor, product: Product, token: NewToken): Promise<string> {
  const { isDemo } = await callAs<Me>(visitor, product, { method: 'GET', path: '/me' });
  const currentPassword = isDemo ? demoPerson('admin').password : OWNER_PASSWORD;
  const body = { ...token, currentPassword };
  return (await callAs<{ secret: string }>(visitor, product, { method: 'POST', path: '/me/tokens', body }))
    .secret;
}

interface NewToken {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresInDays?: number;
}

/** Makes the owner of an empty installation; the visitor is signed in then. */
export async function becomeOwner(visitor: Visitor, product: Product): Promise<void> {
  const body = {
    name: 'Olga',
    email: 'olga@example.org',
    password: OWNER_PASSWORD,
    locale: visitor.locale,
  };
  await callAs(visitor, product, { method: 'POST', path: '/setup', body });
}

export interface NewProject {
  readonly name: string;
  readonly description?: string;
  readonly guidelines?: string;
  /** What is asked, where the template's own question does not do. */
  readonly question?: { readonly text: { en: string; 'zh-CN': string }; readonly form: QuestionForm };
  readonly rows: readonly unknown[];
  readonly filename?: string;
  /** Default: a pair on seven points. */
  readonly template?: Project['template'];
  /** Default: all pairs. */
  readonly pairing?: Record<string, unknown>;
}

/** A project with its rows imported, made through the API. */
export async function makeProject(
  visitor: Visitor,
  product: Product,
  { rows, filename, pairing, ...given }: NewProject,
): Promise<{ projectId: string; importId: string }> {
  const body = { template: 'pair_7', ...given, language: 'mixed', targetJudgments: 1 };
  const project = await callAs<Project>(visitor, product, { method: 'POST', path: '/projects', body });
  const importId = await importRows(visitor, product, { projectId: project.id, rows, filename, pairing });
  return { projectId: project.id, importId };
}

interface NewRows {
  readonly projectId: string;
  readonly rows: readonly unknown[];
  readonly filename?: string | undefined;
  readonly pairing?: Record<string, unknown> | undefined;
  /** Where the rows come from, of those that do not say it. */
  readonly provenance?: { readonly source: string; readonly licence: string } | undefined;
}

/** Imports rows into a project; gives the import's id once it is done. */
export async function importRows(
  visitor: Visitor,
  product: Product,
  { projectId, rows, filename = 'rows.jsonl', pairing = { plan: 'all_pairs' }, provenance }: NewRows,
): Promise<string> {
  const base = `/projects/${projectId}/imports`;
  const upload = await callAs<{ id: string }>(visitor, product, {
    method: 'POST',
    path: `${base}?filename=${encodeURIComponent(filename)}`,
    raw: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  });
  const run = {
    method: 'POST',
    path: `${base}/${upload.id}/run`,
    body: { pairing, provenance },
  } as const;
  await callAs(visitor, product, run);
  const state = async (): Promise<string> =>
    (await callAs<{ state: string }>(visitor, product, { method: 'GET', path: `${base}/${upload.id}` }))
      .state;
  await vi.waitUntil(async () => (await state()) === 'succeeded', { timeout: 20_000, interval: 50 });
  return upload.id;
}
