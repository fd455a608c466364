import { sql } from 'kysely';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import type { Database } from '@pairwright/db/database';
import { openPolicy } from '@pairwright/domain/routing/policy';
import {
  createProject,
  submission,
  type TestProject,
  type TestProjectOptions,
} from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { systemIds } from '@pairwright/runtime/ids';
import type { ProjectContext } from '../context.ts';
import { endLongSittings } from './gold-rules.service.ts';
import { setRoutingPolicy } from './routing.service.ts';

/** A project whose annotators are members of it, with a policy that differs from the open one in what is given. */
export async function createRouted(
  database: Database,
  options: TestProjectOptions & { readonly policy?: Partial<RoutingPolicy> },
): Promise<TestProject> {
  const project = await createProject(database, options);
  await database.db
    .insertInto('project_members')
    .values(
      project.annotators.map(({ actor }) => ({
        project_id: project.projectId,
        user_id: actor.userId,
        role: 'annotator' as const,
      })),
    )
    .execute();
  if (options.policy !== undefined) await changePolicy(project.annotators[0]!, options.policy);
  return project;
}

export async function changePolicy(ctx: ProjectContext, change: Partial<RoutingPolicy>): Promise<void> {
  await setRoutingPolicy(ctx, { ...openPolicy, ...change });
}

/** The ranks (from 1) of what a claim gives, in its order. */
export async function claimRanks(ctx: ProjectContext, count: number): Promise<number[]> {
  const { items } = await claimAssignments(ctx, { count });
  return items.map(rankOf);
}

export function rankOf(item: { prompt: readonly { content: string | null }[] }): number {
  return Number(item.prompt[0]?.content?.replace('question ', ''));
}

/** Claims one and judges it; gives its rank, or null when there was nothing. */
export async function judgeNext(ctx: ProjectContext, position = 2): Promise<number | null> {
  const {
    items: [item],
  } = await claimAssignments(ctx, { count: 1 });
  if (item === undefined) return null;
  const sent = submission(undefined, { answer: { outcome: 'scale', position } });
  await submitJudgment(ctx, { ...sent, assignmentId: item.id });
  return rankOf(item);
}

/** What an empty claim says. */
export async function nothingFor(ctx: ProjectContext) {
  const { items, nothing } = await claimAssignments(ctx, { count: 5 });
  if (items.length > 0) throw new Error(`there were ${items.length}`);
  return nothing;
}

/** Half an hour goes by in which this person answers nothing: gold rules look at what they did. */
export async function restNow(database: Database, { projectId, actor }: ProjectContext): Promise<void> {
  await sql`update annotator_cursors set rules_at = clock_timestamp()
    where project_id = ${projectId} and annotator_id = ${actor.userId} and rules_in is not null`.execute(
    database.db,
  );
  await endLongSittings({ db: database, ids: systemIds });
}

/** Moves everything this project's people did into the past. */
export async function letPass(database: Database, projectId: string, interval: string): Promise<void> {
  await sql`update assignments set closed_at = closed_at - ${interval}::interval, created_at = created_at - ${interval}::interval
    where project_id = ${projectId}`.execute(database.db);
}
