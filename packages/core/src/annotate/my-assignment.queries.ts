import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { StoredText } from './assignment-text.ts';
import { findStandingJudgment, type MyJudgmentRow } from './my-judgments.queries.ts';
import type { MyAssignment } from './place.queries.ts';

export interface MyAssignmentRow extends StoredText {
  readonly id: string;
  readonly state: 'leased' | 'submitted' | 'skipped' | 'expired' | 'released';
  readonly question_version: number;
  readonly judge_turn: number | null;
  readonly sensitive: string[];
  readonly draft: unknown;
  readonly judgment: MyJudgmentRow | null;
}

const draftOf = sql<unknown>`(select d.body || jsonb_build_object('savedAt', d.saved_at) from drafts d where d.assignment_id = a.id)`;

const responsesAsShown = sql<unknown>`(
  select json_agg(r.messages order by shown.place)
  from unnest(a.presented_order) with ordinality as shown (canonical, place) join responses r on r.id = c.response_ids[shown.canonical + 1])`;

/** One of my assignments with its text in the order it was shown, and the judgment that stands. */
export async function findMyAssignment(db: Executor, of: MyAssignment): Promise<MyAssignmentRow | undefined> {
  const row = await db
    .selectFrom('assignments as a')
    .innerJoin('comparisons as c', 'c.id', 'a.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select([
      'a.id',
      'a.state',
      'a.question_version',
      'p.language',
      'p.messages as prompt',
      responsesAsShown.as('responses'),
      'c.judge_turn',
      'c.sensitive',
      draftOf.as('draft'),
    ])
    .where('a.id', '=', of.assignmentId)
    .where('a.annotator_id', '=', of.annotatorId)
    .where('a.project_id', '=', of.projectId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, judgment: (await findStandingJudgment(db, row.id)) ?? null };
}
