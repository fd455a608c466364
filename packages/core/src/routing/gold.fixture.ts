import type { Answer } from '@pairwright/contract/judgment';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import type { Database } from '@pairwright/db/database';
import { systemIds } from '@pairwright/runtime/ids';
import { submission, type TestProject } from '../annotate/annotate.fixture.ts';
import type { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setGold } from './gold.service.ts';
import { createRouted } from './routing.fixture.ts';

type Gold = NonNullable<RoutingPolicy['gold']>;

/** Half of all that is given has a known answer, without a warm-up, a limit or a rule, but for what is changed. */
export function goldPolicy(change: Partial<Gold> = {}): Gold {
  return { percent: 50, warmUp: { first: 0, gold: 0 }, exposures: 1000, rules: [], ...change };
}

/** The first canonical response is the right one; these fixtures' texts tell which that is. */
export const firstIsRight: Answer = { outcome: 'scale', position: 1 };

export interface GoldOptions {
  readonly comparisons: number;
  readonly gold: number;
  readonly annotators?: number;
  readonly target?: number;
  readonly policy?: Gold;
  readonly exam?: boolean;
}

/** A project whose first comparisons have known answers. */
export async function withGold(database: Database, options: GoldOptions): Promise<TestProject> {
  const project = await createRouted(database, {
    annotators: 1,
    ...options,
    policy: { gold: options.policy ?? goldPolicy() },
  });
  for (const comparisonId of project.comparisonIds.slice(0, options.gold))
    await setGold(project.annotators[0]!, {
      comparisonId,
      answer: firstIsRight,
      exam: options.exam ?? false,
      source: 'manual',
    });
  return project;
}

type Item = Awaited<ReturnType<typeof claimAssignments>>['items'][number];

/** Gives the known answer of an item, or the other one. */
export function answering(
  ctx: ProjectContext,
  item: Pick<Item, 'id' | 'responses'>,
  right: boolean,
  judgmentId = systemIds.next(),
) {
  const isLeft = item.responses[0]!.messages[0]!.content!.startsWith('first');
  const answer = { outcome: 'scale' as const, position: isLeft === right ? 2 : 6 };
  return submitJudgment(ctx, { ...submission(judgmentId, { answer }), assignmentId: item.id });
}

/** All assignments of a project, and those of comparisons with known answers. */
export async function assignmentsOf(database: Database, { projectId }: TestProject) {
  const rows = await database.db
    .selectFrom('assignments')
    .select(['id', 'annotator_id', 'comparison_id', 'kind', 'presented_order', 'repeat_number'])
    .where('project_id', '=', projectId)
    .orderBy('id')
    .execute();
  return { rows, gold: rows.filter(({ kind }) => kind === 'gold') };
}
