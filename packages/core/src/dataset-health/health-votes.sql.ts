import { type RawBuilder, sql } from 'kysely';
import { saidOn } from '../datasets/criterion.sql.ts';
import { rankedPair, unitsByNumber } from '../datasets/units.sql.ts';
import type { HealthSource } from './health-source.ts';

type Version = Pick<HealthSource, 'projectId' | 'versionId' | 'recipe'>;

/** Whether the project has ever asked such a question: else nothing needs to be read for it. */
const asks = (projectId: string, kind: 'rank' | 'single') => sql`
  (select exists (select from questions q where q.project_id = ${projectId} and q.form #>> '{main,kind}' = ${kind}))`;

/** The rankings of a version that count, pair by pair: j (judgment), a (assignment), c (comparison), u (the pair), w (what is said of it). */
export function impliedPairs({ projectId, versionId, recipe }: Version): RawBuilder<unknown> {
  return sql`dataset_votes v join judgments j on j.id = v.judgment_id join assignments a on a.id = j.assignment_id
    join comparisons c on c.id = j.comparison_id join ${unitsByNumber} on u.n = cardinality(j.ranks)
    cross join lateral (select ${sql.raw(rankedPair('j.ranks[u.i + 1]', 'j.ranks[u.j + 1]'))} as said) w
    where ${recipe.rankings === 'leave_out' ? sql`false` : asks(projectId, 'rank')} and v.version_id = ${versionId} and v.counted and j.outcome = 'ranking'`;
}

/**
 * The two-way votes of a version that count and are of a kind that the recipe makes rows of: of pairs for the first or the second
 * response, of rankings of each two responses that they put in order, of responses alone good or not.
 */
export function twoWayVotes(version: Version): RawBuilder<unknown> {
  const { projectId, versionId, recipe } = version;
  const { outcome, strength } = saidOn(recipe.criterion);
  return sql`
    select comparison_id, prompt_id, 0 as i, 1 as j, count(*) filter (where strength < 0) as first, count(*) filter (where strength > 0) as second
    from (
      select c.id as comparison_id, c.prompt_id, ${sql.raw(outcome)} as outcome, ${sql.raw(strength)} as strength
      from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id
      where v.version_id = ${versionId} and v.counted and cardinality(c.response_ids) = 2
    ) said
    where outcome = 'preference' group by comparison_id, prompt_id
    union all
    select c.id, c.prompt_id, u.i, u.j, count(*) filter (where w.said = 'first'), count(*) filter (where w.said = 'second')
    from ${impliedPairs(version)} and w.said in ('first', 'second') group by c.id, c.prompt_id, u.i, u.j
    union all
    select c.id, c.prompt_id, 0, 0, count(*) filter (where j.outcome = 'thumbs_up'), count(*) filter (where j.outcome = 'thumbs_down')
    from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id
    where ${recipe.singles === 'leave_out' ? sql`false` : asks(projectId, 'single')} and v.version_id = ${versionId} and v.counted and j.outcome in ('thumbs_up', 'thumbs_down') and cardinality(c.response_ids) = 1
    group by c.id, c.prompt_id`;
}
