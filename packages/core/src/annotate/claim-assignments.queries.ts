import type { Database } from '@pairwright/db/database';
import { prepared } from '@pairwright/db/prepared';
import { consentMissing } from '../consent/consent.sql.ts';
import { claimableText } from '../crowd/done.sql.ts';
import type { StoredText } from './assignment-text.ts';

export interface ClaimedRow extends StoredText {
  readonly id: string;
  readonly lease_expires_at: string;
  readonly question_version: number;
  readonly judge_turn: number | null;
  readonly sensitive: string[];
  readonly draft: unknown;
}

export const claimStatement = {
  name: 'claim_assignments',
  text: `
    select x.assignment_id as id, x.lease_expires_at, x.question_version, x.judge_turn, x.sensitive,
      (select d.body || jsonb_build_object('savedAt', d.saved_at) from drafts d where d.assignment_id = x.assignment_id) as draft,
      p.language, p.messages as prompt, (
      select json_agg(r.messages order by shown.place)
      from unnest(x.presented_order) with ordinality as shown (canonical, place)
      join responses r on r.id = x.response_ids[shown.canonical + 1]
    ) as responses
    from claim_assignments($1, $2, case when exists (
      select from exclusions e where e.annotator_id = $2 and e.project_id = $1 and e.state in ('applying', 'applied') and e.scope <> 'batch'
    ) or ${consentMissing({ project: '$1', user: '$2' })} then 0 else ${claimableText({ project: '$1', user: '$2', count: '$3' })} end, $4) with ordinality as x (assignment_id, prompt_id, response_ids, presented_order,
      lease_expires_at, question_version, judge_turn, sensitive, place, number)
    join prompts p on p.id = x.prompt_id
    order by x.place, x.number`,
} as const;

export interface Claim {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly count: number;
  /** Ids for assignments made by this claim, `count` of them. */
  readonly newIds: readonly string[];
}

/**
 * Leases assignments and reads their text, in one round trip. Gives none in a project that is not active, none to
 * somebody whose further judgments would not count or who has still to agree to the text of the project, and no more to whom a platform sent than it wants.
 */
export async function takeAssignments(db: Database['pool'], claim: Claim): Promise<ClaimedRow[]> {
  return prepared<ClaimedRow>(db, {
    ...claimStatement,
    values: [claim.projectId, claim.annotatorId, claim.count, claim.newIds],
  });
}

/** The state of a project, or undefined when it is gone. */
export async function findProjectState(db: Database['db'], projectId: string): Promise<string | undefined> {
  return (await db.selectFrom('projects').select('state').where('id', '=', projectId).executeTakeFirst())
    ?.state;
}
