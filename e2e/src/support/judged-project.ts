import type { Browser } from 'playwright-core';
import type { Submission } from '@pairwright/contract/judgment';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import type { Product } from './product.ts';
import { callAs, makeProject, type NewProject } from './through-api.ts';
import { visit, type Visitor } from './visitor.ts';

const password = 'a long enough secret';

export interface JudgedProject {
  readonly projectId: string;
  /** Names of the annotators, by place in the strengths. */
  readonly names: readonly string[];
  /** Lets an annotator judge one more comparison; negative = the first canonical response. */
  judge(annotator: number, strength: number): Promise<{ comparisonId: string }>;
}

/** What is asked and said beside the preference. */
export interface Asked {
  readonly question?: NonNullable<NewProject['question']>;
  /** Of an annotator who sees the responses in this order. */
  readonly details?: (annotator: number, order: readonly number[]) => NonNullable<Submission['details']>;
}

/** A project of pairs with two judgments each that two annotators have given with these strengths, in the order of work. */
export async function judgedProject(
  { owner, browser }: { owner: Visitor; browser: Browser },
  product: Product,
  strengths: readonly (readonly [number, number])[],
  asked: Asked = {},
): Promise<JudgedProject> {
  const rows = [...strengths, [0, 0]].map((_, index) => ({
    messages: [{ role: 'user', content: `Question ${index + 1}: what is the capital of France?` }],
    responses: [
      { model: 'a', content: `Paris, of course (${index}).` },
      { model: 'b', content: `Lyon, I think (${index}).` },
    ],
  }));
  const { projectId } = await makeProject(owner, product, {
    name: 'Capitals',
    rows,
    ...(asked.question === undefined ? {} : { question: asked.question }),
  });
  const project = `/projects/${projectId}`;
  await callAs(owner, product, { method: 'PATCH', path: project, body: { targetJudgments: 2 } });
  const names = ['Ann', 'Ben', 'Cleo'];
  const people: Visitor[] = [];
  for (const name of names) {
    const email = `${name.toLowerCase()}-${projectId.slice(-6)}@example.org`;
    const body = { email, role: 'annotator', newAccount: { name, password } };
    await callAs(owner, product, { method: 'POST', path: `${project}/members`, body });
    const person = await visit(browser, product);
    await callAs(person, product, { method: 'POST', path: '/session', body: { email, password } });
    people.push(person);
  }
  const judge: JudgedProject['judge'] = async (annotator, strength) => {
    const person = people[annotator]!;
    const claim = { method: 'POST', path: `${project}/assignments/claim`, body: { count: 1 } } as const;
    const { items } = await callAs<{ items: { id: string }[] }>(person, product, claim);
    const { rows: shown } = await product.database.pool.query<{
      comparison_id: string;
      presented_order: number[];
    }>('select comparison_id, presented_order from assignments where id = $1', [items[0]!.id]);
    const { comparison_id: comparisonId, presented_order: order } = shown[0]!;
    const answer = { outcome: 'scale' as const, position: 4 + (order[0] === 0 ? strength : -strength) };
    const details = asked.details?.(annotator, order);
    const body = {
      ...submission(systemIds.next(), { answer, ...(details === undefined ? {} : { details }) }),
      rationale: `${names[annotator]} said why`,
    };
    await callAs(person, product, {
      method: 'POST',
      path: `${project}/assignments/${items[0]!.id}/judgment`,
      body,
    });
    return { comparisonId };
  };
  for (const [first, second] of strengths) {
    await judge(0, first);
    await judge(1, second);
  }
  return { projectId, names, judge };
}
