import type { Browser } from 'playwright-core';
import type { Submission } from '@pairwright/contract/judgment';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import type { Product } from './product.ts';
import { callAs } from './through-api.ts';
import { signIn, visit, type Look, type Visitor } from './visitor.ts';

const password = 'a long enough secret';

export type Said = Pick<Submission, 'answer'> & Partial<Pick<Submission, 'details'>>;

export interface OfProject {
  readonly owner: Visitor;
  readonly browser: Browser;
  readonly projectId: string;
}

/** Lets two new annotators each judge the next comparison of a project, of one response, as many times as they have answers. */
export async function twoJudge(
  { owner, browser, projectId }: OfProject,
  product: Product,
  said: readonly (readonly [Said, Said])[],
): Promise<void> {
  const project = `/projects/${projectId}`;
  await callAs(owner, product, { method: 'PATCH', path: project, body: { targetJudgments: 2 } });
  for (const place of [0, 1] as const) {
    const name = ['Dora', 'Emil'][place]!;
    const email = await addMember({ owner, projectId }, product, { name, role: 'annotator' });
    const person = await visit(browser, product);
    await callAs(person, product, { method: 'POST', path: '/session', body: { email, password } });
    for (const answers of said) {
      const claim = { method: 'POST', path: `${project}/assignments/claim`, body: { count: 1 } } as const;
      const { items } = await callAs<{ items: { id: string }[] }>(person, product, claim);
      const body = { ...submission(systemIds.next(), answers[place]), rationale: `${name} said why` };
      const path = `${project}/assignments/${items[0]!.id}/judgment`;
      await callAs(person, product, { method: 'POST', path, body });
    }
    await person.context.close();
  }
}

/** A new reviewer of a project, signed in and in a window of their own. */
export async function newReviewer(
  { owner, browser, projectId }: OfProject,
  product: Product,
  { name, ...look }: Look & { readonly name: string },
): Promise<Visitor> {
  const email = await addMember({ owner, projectId }, product, { name, role: 'reviewer' });
  const reviewer = await visit(browser, product, look);
  await signIn(reviewer, { email, password });
  return reviewer;
}

async function addMember(
  { owner, projectId }: Pick<OfProject, 'owner' | 'projectId'>,
  product: Product,
  { name, role }: { readonly name: string; readonly role: 'annotator' | 'reviewer' },
): Promise<string> {
  const email = `${name.toLowerCase()}-${projectId.slice(-6)}@example.org`;
  const body = { email, role, newAccount: { name, password }, currentPassword: password };
  await callAs(owner, product, { method: 'POST', path: `/projects/${projectId}/members`, body });
  return email;
}
