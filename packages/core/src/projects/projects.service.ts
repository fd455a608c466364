import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { actionsOfRole, type Role } from '@pairwright/contract/access';
import { Problem } from '@pairwright/contract/errors';
import type { ProjectCounts } from '@pairwright/contract/project-counts';
import type { Pay, Project, ProjectSettings, SharedOverlap } from '@pairwright/contract/projects';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { DB } from '@pairwright/db/tables.generated';
import { inTransaction } from '@pairwright/db/transaction';
import { reachesSql } from '../access/reach.ts';
import type { Context, ProjectContext } from '../context.ts';
import { actAs } from '../pay/rates.queries.ts';
import { readCounts } from './read-counts.ts';
import { requireMore, retarget, sharedColumns } from './overlap.ts';
import { mayChangeState } from './project-lifecycle.ts';
import { readProject, selectProjects, sharedOf, toProject } from './projects.queries.ts';

const order = { columns: [{ ref: 'p.id', type: 'uuid' }], direction: 'desc' } as const;
const insideRoles = (Object.keys(actionsOfRole) as Role[]).filter((role) =>
  (actionsOfRole[role] as readonly string[]).includes('view'),
);

export interface ProjectPage {
  readonly state?: Project['state'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Projects whose inside the actor may see, newest first: all of them for the owner. */
export async function listProjects(ctx: Context, page: ProjectPage): Promise<Page<Project>> {
  let query = selectProjects(ctx.db.db)
    .where(afterCursor<DB & { p: DB['projects'] }, 'p'>(order, page.cursor) as never)
    .where('p.deleted_at', 'is', null)
    .where(reachesSql(ctx.actor, 'p.id'));
  if (page.state !== undefined) query = query.where('p.state', '=', page.state);
  if (!ctx.actor.isOwner) {
    query = query.where('p.id', 'in', (eb) =>
      eb
        .selectFrom('project_members')
        .select('project_id')
        .where('user_id', '=', ctx.actor.userId)
        .where('role', 'in', insideRoles),
    );
  }
  const rows = await query
    .orderBy('p.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows.map(toProject), page.limit, (row) => [row.id]);
}

/** The project with its counts. */
export async function getProject(ctx: ProjectContext): Promise<Project & { counts: ProjectCounts }> {
  const { db } = ctx.db;
  const [project, counts] = await Promise.all([
    readProject(db, ctx.projectId),
    readCounts(db, ctx.projectId),
  ]);
  return { ...project, counts };
}

type SomeSettings = { readonly [K in keyof ProjectSettings]?: ProjectSettings[K] | undefined };

export interface ProjectChange {
  /** What the change was made from; a setting that differs by now is not overwritten. */
  readonly before?: SomeSettings | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly state?: Project['state'] | undefined;
  /** Holds for comparisons that are open, also those that had all their judgments. */
  readonly targetJudgments?: number | undefined;
  readonly shared?: SharedOverlap | null | undefined;
  /** Holds for leases from now on. */
  readonly leaseMinutes?: number | undefined;
  /** Holds for all judgments, also earlier ones. */
  readonly editHours?: number | null | undefined;
  readonly pay?: Pay | null | undefined;
  readonly showNumbers?: boolean | undefined;
}

/**
 * Changes a project; what is left out stays. Throws `wrong_state` for a state it cannot go to, and when a setting is no longer
 * what the change was made from.
 */
export async function updateProject(ctx: ProjectContext, input: ProjectChange): Promise<Project> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const current = await db
        .selectFrom('projects')
        .select(['name', 'description', 'lease_minutes', 'edit_hours'])
        .select(['state', 'target_judgments', 'shared_percent', 'shared_judgments'])
        .where('id', '=', ctx.projectId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (current === undefined) throw new Problem('not_found');
      if (input.state !== undefined && !mayChangeState(current.state, input.state)) {
        throw new Problem('wrong_state', {
          detail: `A project that is ${current.state} cannot become ${input.state}. Resume it first.`,
        });
      }
      const before = {
        target: current.target_judgments,
        shared: sharedOf(current.shared_percent, current.shared_judgments),
      };
      refuseStale(input, {
        name: current.name,
        description: current.description,
        targetJudgments: before.target,
        shared: before.shared,
        leaseMinutes: current.lease_minutes,
        editHours: current.edit_hours,
      });
      const overlap = {
        target: input.targetJudgments ?? before.target,
        shared: input.shared === undefined ? before.shared : input.shared,
      };
      requireMore(overlap);
      const changes = columnsOf(input);
      if (Object.keys(changes).length > 0) {
        await actAs(db, ctx.actor.userId);
        await db
          .updateTable('projects')
          .set({ ...changes, updated_at: sql<string>`now()` })
          .where('id', '=', ctx.projectId)
          .execute();
      }
      if (JSON.stringify(overlap) !== JSON.stringify(before)) await retarget(db, ctx.projectId);
      return readProject(db, ctx.projectId);
      // A million comparisons take longer than an ordinary statement may.
    },
    { statementTimeoutMs: 0 },
  );
}

/** What is to be written; what is left out stays. */
function columnsOf(input: ProjectChange) {
  return {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.state === undefined ? {} : { state: input.state }),
    ...(input.targetJudgments === undefined ? {} : { target_judgments: input.targetJudgments }),
    ...(input.shared === undefined ? {} : sharedColumns(input.shared)),
    ...(input.leaseMinutes === undefined ? {} : { lease_minutes: input.leaseMinutes }),
    ...(input.editHours === undefined ? {} : { edit_hours: input.editHours }),
    ...(input.showNumbers === undefined ? {} : { show_numbers: input.showNumbers }),
    ...(input.pay === undefined
      ? {}
      : { pay_currency: input.pay?.currency ?? null, pay_micros: input.pay?.perJudgmentMicros ?? null }),
  };
}

/** Of two people who change the same setting at once, the second is told; a change that is there already is none. */
function refuseStale({ before = {}, ...wanted }: ProjectChange, now: ProjectSettings): void {
  const stale = (Object.keys(before) as (keyof ProjectSettings)[]).filter(
    (key) =>
      before[key] !== undefined &&
      !isDeepStrictEqual(before[key], now[key]) &&
      !isDeepStrictEqual(wanted[key], now[key]),
  );
  if (stale.length === 0) return;
  const told = stale.map(
    (key) => `${key} is ${JSON.stringify(now[key])} by now, not ${JSON.stringify(before[key])}`,
  );
  throw new Problem('wrong_state', {
    detail: `${told.join('; ')}. Load the project again, bring your change into it, and save again.`,
  });
}
