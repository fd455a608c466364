import { sql } from 'kysely';
import type { DropExample, DropReason } from '@pairwright/contract/datasets';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import type { listComparisonVersions as ofComparison } from '@pairwright/contract/version-why';
import type { ProjectContext } from '../../context.ts';
import { promptExcerpt } from '../../browse/comparisons.queries.ts';
import { requireFrozen } from './compared.ts';

/** What the newest frozen version of each dataset has of a comparison. Throws `not_found`. */
export async function listComparisonVersions(
  ctx: ProjectContext,
  comparisonId: string,
): Promise<ResponseOf<typeof ofComparison>> {
  const { db } = ctx.db;
  const found = await db
    .selectFrom('comparisons')
    .select('id')
    .where('id', '=', comparisonId)
    .where('project_id', '=', ctx.projectId)
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not_found');
  const { rows } = await sql<ResponseOf<typeof ofComparison>['items'][number]>`
    select v.id as "versionId", d.id as "datasetId", d.name as dataset, v.version, v.frozen_at as "frozenAt", v.rows_total as rows,
      (select count(*) from dataset_rows r where r.version_id = v.id and r.comparison_id = ${comparisonId}::uuid) as own,
      (select json_agg(distinct k.reason) from dataset_drops k where k.version_id = v.id and k.comparison_id = ${comparisonId}::uuid) as dropped
    from datasets d cross join lateral (
      select * from dataset_versions n where n.dataset_id = d.id and n.state = 'ready' order by n.version desc limit 1
    ) v
    where d.project_id = ${ctx.projectId} order by d.id desc limit 50`.execute(db);
  return { items: rows };
}

const EXAMPLES = 3;

/** Comparisons that a version leaves out, with the first words of their prompts. Throws `not_found` and `wrong_state`. */
export async function getVersionExamples(
  ctx: ProjectContext,
  versionId: string,
): Promise<{ examples: Partial<Record<DropReason, DropExample[]>> }> {
  const { db } = ctx.db;
  await requireFrozen(db, { projectId: ctx.projectId, versionId });
  const { rows } = await sql<DropExample & { reason: DropReason }>`
    select k.reason, k.comparison_id as "comparisonId", left(coalesce(${promptExcerpt}, ''), 80) as words
    from (select reason, comparison_id, row_number() over (partition by reason order by comparison_id) as place
      from (select distinct reason, comparison_id from dataset_drops where version_id = ${versionId}::uuid) d) k
    join comparisons c on c.id = k.comparison_id
    join lateral (select coalesce(t.messages, p.messages) as messages from prompts p
      left join dataset_texts t on t.version_id = ${versionId}::uuid and t.text_id = p.id where p.id = c.prompt_id) p on true
    where k.place <= ${EXAMPLES} order by k.reason, k.place`.execute(db);
  const examples: Partial<Record<DropReason, DropExample[]>> = {};
  for (const { reason, ...example } of rows) examples[reason] = [...(examples[reason] ?? []), example];
  return { examples };
}
