import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { GuidelinesVersion, Question, Scale } from '@pairwright/contract/projects';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { findGuidelines, findQuestions, toQuestion } from './versions.queries.ts';

/** All versions of the guidelines, newest first. */
export function listGuidelines(ctx: ProjectContext): Promise<GuidelinesVersion[]> {
  return findGuidelines(ctx.db.db, ctx.projectId);
}

/** All versions of the question, newest first. */
export function listQuestions(ctx: ProjectContext): Promise<Question[]> {
  return findQuestions(ctx.db.db, ctx.projectId);
}

/** Publishes new guidelines. Throws `wrong_state` when somebody published since the version this is based on. */
export async function publishGuidelines(
  ctx: ProjectContext,
  input: { markdown: string; basedOn: number },
): Promise<GuidelinesVersion> {
  return inTransaction(ctx.db.db, async (db) => {
    const version = await nextVersion(db, {
      projectId: ctx.projectId,
      column: 'guidelines_version',
      basedOn: input.basedOn,
    });
    await db
      .insertInto('guidelines')
      .values({ project_id: ctx.projectId, version, markdown: input.markdown, created_by: ctx.actor.userId })
      .execute();
    const made = (await findGuidelines(db, ctx.projectId)).find((item) => item.version === version);
    if (made === undefined) throw new Error('the guidelines just made are not there');
    return made;
  });
}

export interface NewQuestion {
  readonly text: { readonly en: string; readonly 'zh-CN': string };
  readonly scale: Scale;
  readonly basedOn: number;
}

/** Asks a new question from now on; judgments keep the version they answered. Throws `wrong_state` as above. */
export async function publishQuestion(ctx: ProjectContext, input: NewQuestion): Promise<Question> {
  return inTransaction(ctx.db.db, async (db) => {
    const version = await nextVersion(db, {
      projectId: ctx.projectId,
      column: 'question_version',
      basedOn: input.basedOn,
    });
    const row = await db
      .insertInto('questions')
      .values({
        project_id: ctx.projectId,
        version,
        text_en: input.text.en,
        text_zh: input.text['zh-CN'],
        points: input.scale.points,
        allow_tie: input.scale.allowTie,
        allow_both_bad: input.scale.allowBothBad,
        allow_cannot_judge: input.scale.allowCannotJudge,
        created_by: ctx.actor.userId,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toQuestion(row);
  });
}

interface Versioned {
  readonly projectId: string;
  readonly column: 'guidelines_version' | 'question_version';
  readonly basedOn: number;
}

/** The guard and the new number are one statement: of two people who publish at once, one is told. */
async function nextVersion(db: Tx, { projectId, column, basedOn }: Versioned): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update projects set ${sql.ref(column)} = ${sql.ref(column)} + 1, updated_at = now()
    where id = ${projectId} and ${sql.ref(column)} = ${basedOn} returning ${sql.ref(column)} as version`.execute(
    db,
  );
  const version = rows[0]?.version;
  if (version === undefined) {
    throw new Problem('wrong_state', {
      detail: `Version ${basedOn} is no longer the newest. Load the newest version, bring your change into it, and publish again.`,
    });
  }
  return version;
}
