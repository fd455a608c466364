import { sql } from 'kysely';
import type { Submission } from '@pairwright/contract/judgment';
import type { Database } from '@pairwright/db/database';
import { systemIds } from '@pairwright/runtime/ids';
import { submission, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';

export interface Judged {
  readonly comparisonId: string;
  readonly judgmentId: string;
  readonly assignmentId: string;
}

/** Lets an annotator judge the comparison at hand; what they say hangs on the order they see. */
export async function sayNext(
  database: Database,
  project: TestProject,
  {
    annotator,
    say,
  }: {
    readonly annotator: number;
    readonly say: (order: readonly number[]) => Partial<Submission>;
  },
): Promise<Judged> {
  const ctx = project.annotators[annotator]!;
  const { items } = await claimAssignments(ctx, { count: 1 });
  const assignmentId = items[0]?.id ?? '';
  const { rows } = await sql<{ comparison_id: string; presented_order: number[] }>`
    select comparison_id, presented_order from assignments where id = ${assignmentId}`.execute(database.db);
  const { comparison_id: comparisonId = '', presented_order: order = [0, 1] } = rows[0] ?? {};
  const judgmentId = systemIds.next();
  await submitJudgment(ctx, { assignmentId, ...submission(judgmentId, say(order)) });
  return { comparisonId, judgmentId, assignmentId };
}

/** Lets an annotator judge the comparison at hand; strength on a scale of seven, negative = the first canonical response. */
export async function judgeNext(
  database: Database,
  project: TestProject,
  given: { readonly annotator: number; readonly strength: number; readonly rationale?: string },
): Promise<Judged> {
  return sayNext(database, project, {
    annotator: given.annotator,
    say: (order) => ({
      answer: { outcome: 'scale', position: 4 + (order[0] === 0 ? given.strength : -given.strength) },
      ...(given.rationale === undefined ? {} : { rationale: given.rationale }),
    }),
  });
}
