import { sql } from 'kysely';
import { leastForAnnotator, type MyNumbers } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { Problem } from '@pairwright/contract/errors';
import type { ProjectContext } from '../../context.ts';
import { findResult } from '../statistics.queries.ts';
import { findReply } from './annotators.queries.ts';
import type { StoredAnnotators } from '../stored-shapes.ts';

/**
 * My own numbers as bands from the newest numbers of the project, where it shows them. They are never computed on my
 * asking: who could watch them change with each answer could tell which answers are known.
 */
export async function getMyNumbers(ctx: ProjectContext): Promise<MyNumbers> {
  const none = { asOf: null, accuracy: null, agreement: null, consistency: null, reply: null };
  if (!(await showsNumbers(ctx))) return { shown: false, ...none };
  const { projectId } = ctx;
  const annotatorId = ctx.actor.userId;
  const row = await findResult(ctx.db.db, { projectId, wish: { kind: 'annotators', options: {} } });
  const stored = row?.result as StoredAnnotators | null | undefined;
  const mine = stored?.annotators.find((one) => one.annotatorId === annotatorId);
  return {
    shown: true,
    asOf: row?.as_of ?? null,
    accuracy: mine === undefined ? null : bandOf(mine.goldAccuracy),
    agreement: mine === undefined ? null : bandOf(mine.agreement),
    consistency: mine === undefined ? null : bandOf(mine.selfConsistency),
    reply: await findReply(ctx.db.db, { projectId, annotatorId }),
  };
}

/** Keeps what I say about my numbers. Throws `wrong_state` where the project does not show them. */
export async function writeMyReply(ctx: ProjectContext, text: string): Promise<MyNumbers> {
  if (!(await showsNumbers(ctx)))
    throw new Problem('wrong_state', { detail: 'This project does not show annotators their numbers.' });
  const mine = { project_id: ctx.projectId, annotator_id: ctx.actor.userId };
  if (text === '')
    await ctx.db.db
      .deleteFrom('annotator_replies')
      .where('project_id', '=', mine.project_id)
      .where('annotator_id', '=', mine.annotator_id)
      .execute();
  else
    await ctx.db.db
      .insertInto('annotator_replies')
      .values({ ...mine, text })
      .onConflict((conflict) =>
        conflict.columns(['project_id', 'annotator_id']).doUpdateSet({ text, written_at: sql`now()` }),
      )
      .execute();
  return getMyNumbers(ctx);
}

async function showsNumbers({ db, projectId }: ProjectContext): Promise<boolean> {
  const project = await db.db
    .selectFrom('projects')
    .select('show_numbers')
    .where('id', '=', projectId)
    .executeTakeFirst();
  return project?.show_numbers === true;
}

function bandOf({ low, high, n }: Estimate): MyNumbers['accuracy'] {
  return { low, high, n, least: leastForAnnotator };
}
