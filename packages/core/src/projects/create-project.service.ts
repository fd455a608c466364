import { Problem } from '@pairwright/contract/errors';
import type { Project } from '@pairwright/contract/projects';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { actAs } from '../pay/rates.queries.ts';
import type { NewProject } from './new-project.ts';
import { requireMore, sharedColumns } from './overlap.ts';
import { copyConsentText, copyReviewSettings, type Origin, originOf } from './project-origin.ts';
import { readProject } from './projects.queries.ts';
import { slugOf } from './slug.ts';

/**
 * Makes an active project from a template, or with the question, guidelines, policy and settings of another one; what is said
 * goes before what it begins with. Who makes it is its admin. Throws `slug_taken`, and `not_found` for people who are neither
 * the owner nor an admin of any project, and for another project that they do not manage.
 */
export async function createProject(ctx: Context, input: NewProject): Promise<Project> {
  return inTransaction(ctx.db.db, async (db) => {
    await requireMaker(db, ctx);
    const origin = await originOf(db, ctx, input);
    const projectId = ctx.ids.next();
    const createdBy = ctx.actor.userId;
    // Whoever makes it sets its pay, too.
    await actAs(db, createdBy);
    await insertProject(db, { input, origin, projectId, createdBy });
    const { text, form } = origin.question;
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
    const guidelines = input.guidelines === undefined ? origin.guidelines : { markdown: input.guidelines };
    await db
      .insertInto('guidelines')
      .values({ project_id: projectId, version: 1, ...guidelines, created_by: createdBy })
      .execute();
    await db
      .insertInto('project_members')
      .values({ project_id: projectId, user_id: createdBy, role: 'admin' })
      .execute();
    if (origin.copiedFrom !== null) {
      await copyReviewSettings(db, origin.copiedFrom, projectId);
      await copyConsentText(db, origin.copiedFrom, projectId);
    }
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

interface Made {
  readonly input: NewProject;
  readonly origin: Origin;
  readonly projectId: string;
  readonly createdBy: string;
}

async function insertProject(db: Tx, made: Made): Promise<void> {
  const { input, projectId } = made;
  const columns = columnsOf(made);
  for (const slug of slugsFor(input, projectId)) {
    const row = await db
      .insertInto('projects')
      .values({ ...columns, slug })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) return;
  }
  throw new Problem('slug_taken');
}

function columnsOf({ input, origin, projectId, createdBy }: Made) {
  const target = input.targetJudgments ?? origin.targetJudgments;
  const shared = input.shared === undefined ? origin.shared : input.shared;
  requireMore({ target, shared });
  return {
    id: projectId,
    name: input.name,
    description: input.description ?? origin.description,
    template: origin.template,
    language: input.language ?? origin.language,
    target_judgments: target,
    ...sharedColumns(shared),
    lease_minutes: input.leaseMinutes ?? origin.leaseMinutes,
    edit_hours: origin.editHours,
    pay_currency: origin.pay?.currency ?? null,
    pay_micros: origin.pay?.perJudgmentMicros ?? null,
    ...(origin.showNumbers === null ? {} : { show_numbers: origin.showNumbers }),
    routing: origin.routing === null ? null : JSON.stringify(origin.routing),
    created_by: createdBy,
  };
}

/** A slug that was asked for is taken as it is; one of ours gives way to those that exist. */
function slugsFor(input: NewProject, projectId: string): string[] {
  if (input.slug !== undefined) return [input.slug];
  const tail = projectId.slice(-6);
  const slug = slugOf(input.name);
  return slug === '' ? [`project-${tail}`, `project-${projectId}`] : [slug, `${slug}-${tail}`];
}
