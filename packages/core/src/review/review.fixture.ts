import { sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { systemIds } from '@pairwright/runtime/ids';
import { submission, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';

/** Lets an annotator judge the comparison at hand; strength on a scale of seven, negative = the first canonical response. */
export async function judgeNext(
  database: Database,
  project: TestProject,
  given: { readonly annotator: number; readonly strength: number; readonly rationale?: string },
): Promise<{ comparisonId: string; judgmentId: string; assignmentId: string }> {
  const ctx = project.annotators[given.annotator]!;
  const { items } = await claimAssignments(ctx, { count: 1 });
  const assignmentId = items[0]?.id ?? '';
  const { rows } = await sql<{ comparison_id: string; presented_order: number[] }>`
    select comparison_id, presented_order from assignments where id = ${assignmentId}`.execute(database.db);
  const { comparison_id: comparisonId = '', presented_order: order = [0, 1] } = rows[0] ?? {};
  const position = 4 + (order[0] === 0 ? given.strength : -given.strength);
  const judgmentId = systemIds.next();
  await submitJudgment(ctx, {
    assignmentId,
    ...submission(judgmentId, {
      answer: { outcome: 'scale', position },
      ...(given.rationale === undefined ? {} : { rationale: given.rationale }),
    }),
  });
  return { comparisonId, judgmentId, assignmentId };
}
