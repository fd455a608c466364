import { type RawBuilder, sql } from 'kysely';
import type { QuestionedGold } from '@pairwright/contract/exclusions';
import { excerpt } from '../annotate/my-judgments.queries.ts';

/** Most that are named. */
const MOST = 100;

/**
 * As JSON, the gold comparisons of a project that everybody agreed on where these votes were among them: a condition over the
 * comparison `c` and the assignment `a`, whose judgment is `j`.
 */
export function questionedGold(
  projectId: string,
  setAside: RawBuilder<boolean>,
): RawBuilder<QuestionedGold[]> {
  return sql<QuestionedGold[]>`coalesce((
    select json_agg(json_build_object('comparisonId', q.id, 'promptExcerpt', q.excerpt, 'left', q.remaining) order by q.id)
    from (
      select c.id, ${excerpt} as excerpt, (
          select count(*) from assignments a left join judgments j on j.id = a.judgment_id
          where a.comparison_id = c.id and a.state = 'submitted' and takes_place(a.kind, a.repeat_number) and not j.surplus
            and a.set_aside is null and (${setAside}) is not true
        ) as remaining
      from gold_items g join comparisons c on c.id = g.comparison_id join prompts p on p.id = c.prompt_id
      where g.project_id = ${projectId} and g.source = 'unanimous' and exists (
        select from assignments a left join judgments j on j.id = a.judgment_id
        where a.comparison_id = c.id and a.state = 'submitted' and takes_place(a.kind, a.repeat_number) and ${setAside})
      order by c.id limit ${MOST}
    ) q), '[]')`;
}
