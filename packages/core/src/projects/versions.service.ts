import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { GuidelinesVersion, OtherGuidelines, Question } from '@pairwright/contract/projects';
import type { LocalText, MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { responsesOf } from '@pairwright/domain/judgment/form';
import type { ProjectContext } from '../context.ts';
import { countFits, findGuidelines, findQuestions, toQuestion } from './versions.queries.ts';

/** All versions of the guidelines, newest first. */
export function listGuidelines(ctx: ProjectContext): Promise<GuidelinesVersion[]> {
  return findGuidelines(ctx.db.db, ctx.projectId);
}

/** All versions of the question, newest first. */
export function listQuestions(ctx: ProjectContext): Promise<Question[]> {
  return findQuestions(ctx.db.db, ctx.projectId);
}

export interface NewGuidelines {
  readonly markdown: string;
  /** Null: none from now on; left out: that of the version before stays. */
  readonly other?: OtherGuidelines | null | undefined;
  readonly basedOn: number;
}

/** Publishes new guidelines. Throws `wrong_state` when somebody published since the version this is based on. */
export async function publishGuidelines(
  ctx: ProjectContext,
  input: NewGuidelines,
): Promise<GuidelinesVersion> {
  return inTransaction(ctx.db.db, async (db) => {
    const version = await nextVersion(db, {
      projectId: ctx.projectId,
      column: 'guidelines_version',
      basedOn: input.basedOn,
    });
    const other =
      input.other === undefined
        ? ((await findGuidelines(db, ctx.projectId)).find((item) => item.version === input.basedOn)?.other ??
          null)
        : input.other;
    await db
      .insertInto('guidelines')
      .values({
        project_id: ctx.projectId,
        version,
        markdown: input.markdown,
        other_locale: other?.locale ?? null,
        other_markdown: other?.markdown ?? null,
        created_by: ctx.actor.userId,
      })
      .execute();
    const made = (await findGuidelines(db, ctx.projectId)).find((item) => item.version === version);
    if (made === undefined) throw new Error('the guidelines just made are not there');
    return made;
  });
}

export interface NewQuestion {
  readonly text: LocalText;
  readonly form: QuestionForm;
  readonly basedOn: number;
}

/**
 * Asks a new question from now on; judgments keep the version they answered. Comparisons whose number of responses it
 * cannot be asked of rest until a version that can. Throws `wrong_state` as above.
 */
export async function publishQuestion(ctx: ProjectContext, input: NewQuestion): Promise<Question> {
  return inTransaction(
    ctx.db.db,
    (db) => publish(db, ctx, input),
    // Fitting a million comparisons takes longer than an ordinary statement may.
    { statementTimeoutMs: 0 },
  );
}

/** How many comparisons a question of this kind can be asked of: what publishing one would do to them. */
export async function countFitting(
  ctx: ProjectContext,
  kind: MainQuestion['kind'],
): Promise<{ fits: number; rests: number; returns: number }> {
  return countFits(ctx.db.db, ctx.projectId, responsesOf({ kind }));
}

async function publish(db: Tx, ctx: ProjectContext, input: NewQuestion): Promise<Question> {
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
      form: JSON.stringify(input.form),
      created_by: ctx.actor.userId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await fitComparisons(db, ctx.projectId, input.form.main);
  return toQuestion(row);
}

async function fitComparisons(db: Tx, projectId: string, main: MainQuestion): Promise<void> {
  const { min, max } = responsesOf(main);
  await sql`
    update comparisons set state = fitted.state
    from (values ('open', true), ('unfit', false)) as fitted (state, fits)
    where project_id = ${projectId} and comparisons.state in ('open', 'unfit') and comparisons.state <> fitted.state
      and fitted.fits = (cardinality(response_ids) between ${min}::int and ${max}::int)`.execute(db);
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
