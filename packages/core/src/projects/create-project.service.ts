import { Problem } from '@pairwright/contract/errors';
import type { Project, ProjectTemplate, SharedOverlap } from '@pairwright/contract/projects';
import type { LocalText, QuestionForm } from '@pairwright/contract/question-form';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { templateQuestions } from '@pairwright/domain/templates';
import type { Context } from '../context.ts';
import { requireMore, sharedColumns } from './overlap.ts';
import { readProject } from './projects.queries.ts';
import { slugOf } from './slug.ts';
import { guidelinesOf } from './template-guidelines.ts';

export interface NewProject {
  readonly name: string;
  /** Made from the name when left out. */
  readonly slug?: string | undefined;
  readonly description: string;
  readonly template: ProjectTemplate;
  readonly language: Project['language'];
  readonly targetJudgments: number;
  /** Nothing is shared when left out. */
  readonly shared?: SharedOverlap | null | undefined;
  readonly leaseMinutes: number;
  /** The template's when left out. */
  readonly question?: { readonly text: LocalText; readonly form: QuestionForm } | undefined;
  readonly guidelines?: string | undefined;
}

/**
 * Makes an active project from a template; who makes it is its admin. Throws `slug_taken`, and `not_found` for people who
 * are neither the owner nor an admin of any project.
 */
export async function createProject(ctx: Context, input: NewProject): Promise<Project> {
  requireMore({ target: input.targetJudgments, shared: input.shared ?? null });
  return inTransaction(ctx.db.db, async (db) => {
    await requireMaker(db, ctx);
    const projectId = ctx.ids.next();
    const createdBy = ctx.actor.userId;
    await insertProject(db, { input, projectId, createdBy });
    const { text, form } = input.question ?? templateQuestions[input.template];
    // Those of the template are there in both languages.
    const [main, second] =
      input.language === 'zh-CN' ? (['zh-CN', 'en'] as const) : (['en', 'zh-CN'] as const);
    const template = guidelinesOf(input.template);
    const guidelines =
      input.guidelines === undefined
        ? { markdown: template[main], other_locale: second, other_markdown: template[second] }
        : { markdown: input.guidelines };
    await db
      .insertInto('questions')
      .values({
        project_id: projectId,
        version: 1,
        text_en: text.en,
        text_zh: text['zh-CN'],
        form: JSON.stringify(form),
        created_by: createdBy,
      })
      .execute();
    await db
      .insertInto('guidelines')
      .values({ project_id: projectId, version: 1, ...guidelines, created_by: createdBy })
      .execute();
    await db
      .insertInto('project_members')
      .values({ project_id: projectId, user_id: createdBy, role: 'admin' })
      .execute();
    return readProject(db, projectId);
  });
}

async function requireMaker(db: Tx, ctx: Context): Promise<void> {
  if (ctx.actor.isOwner) return;
  const row = await db
    .selectFrom('project_members as m')
    .innerJoin('projects as p', 'p.id', 'm.project_id')
    .select('p.id')
    .where('m.user_id', '=', ctx.actor.userId)
    .where('m.role', '=', 'admin')
    .where('p.deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (row === undefined)
    throw new Problem('not_found', { detail: 'Only the owner and admins of a project may make projects.' });
}

async function insertProject(
  db: Tx,
  { input, projectId, createdBy }: { input: NewProject; projectId: string; createdBy: string },
): Promise<void> {
  for (const slug of slugsFor(input, projectId)) {
    const made = await db
      .insertInto('projects')
      .values({
        id: projectId,
        slug,
        name: input.name,
        description: input.description,
        template: input.template,
        language: input.language,
        target_judgments: input.targetJudgments,
        ...sharedColumns(input.shared ?? null),
        lease_minutes: input.leaseMinutes,
        created_by: createdBy,
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made !== undefined) return;
  }
  throw new Problem('slug_taken');
}

/** A slug that was asked for is taken as it is; one of ours gives way to those that exist. */
function slugsFor(input: NewProject, projectId: string): string[] {
  if (input.slug !== undefined) return [input.slug];
  const tail = projectId.slice(-6);
  const slug = slugOf(input.name);
  return slug === '' ? [`project-${tail}`, `project-${projectId}`] : [slug, `${slug}-${tail}`];
}
