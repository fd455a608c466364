import { Problem } from '@pairwright/contract/errors';
import type { Pairing } from '@pairwright/contract/imports';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { fits } from '@pairwright/domain/judgment/form';
import { plansOf } from '@pairwright/domain/pairing';
import { sql } from 'kysely';
import type { FitTest } from './copy-content.ts';

/** What the project asks now; a project that asks nothing yet takes everything. */
export async function findQuestion(db: Executor, projectId: string): Promise<HeldQuestion> {
  const row = await db
    .selectFrom('projects as p')
    .innerJoin('questions as q', (join) =>
      join.onRef('q.project_id', '=', 'p.id').onRef('q.version', '=', 'p.question_version'),
    )
    .select(['q.form', 'q.version', 'p.guidelines_version'])
    .where('p.id', '=', projectId)
    .executeTakeFirst();
  const form = (row?.form as QuestionForm | undefined) ?? null;
  return {
    form,
    main: form?.main,
    version: row?.version ?? null,
    guidelinesVersion: row?.guidelines_version ?? null,
  };
}

/** Whether a question can be asked of so many responses. */
export function fitTestOf({ main }: HeldQuestion): FitTest {
  return (responses) => main === undefined || fits(main, responses);
}

/** What the project asks until the transaction ends: a new version fits what was added before it. */
export async function holdQuestion(db: Tx, projectId: string): Promise<HeldQuestion> {
  await sql`select from projects where id = ${projectId} for share`.execute(db);
  // A statement of its own: it sees the version of somebody this one has waited for.
  return findQuestion(db, projectId);
}

export interface HeldQuestion {
  readonly form: QuestionForm | null;
  /** Undefined where the project asks nothing yet. */
  readonly main: MainQuestion | undefined;
  readonly version: number | null;
  readonly guidelinesVersion: number | null;
}

/** Throws Problem `plan_unfit` when the plan makes comparisons that the question cannot be asked of. */
export async function requireFittingPlan(db: Executor, projectId: string, pairing: Pairing): Promise<void> {
  const { main } = await findQuestion(db, projectId);
  if (main === undefined || plansOf[main.kind].includes(pairing.plan)) return;
  throw new Problem('plan_unfit', {
    detail: `The project asks a question of the kind "${main.kind}"; plans for it: ${plansOf[main.kind].join(', ')}. "${pairing.plan}" is not one of them.`,
  });
}
