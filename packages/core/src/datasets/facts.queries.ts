import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { type Facts, parseFacts } from './facts.shapes.ts';
import type { FreezeTarget } from './freeze.queries.ts';

/**
 * Whether some text has a key outside role and content or null content, and whether some has images. Quotes inside a text
 * are escaped, so these never match one. Each text is read once, in the order of the ids, in which they mostly lie.
 */
const marksOf = (table: 'prompts' | 'responses', used: string) => {
  // Nearly every text: one message, after whose content no further key begins. Seen in one pass instead of four.
  const start = `[{"role":"${table === 'prompts' ? 'user' : 'assistant'}","content":"`;
  const isPlain = `t like '${start}%' and t not like '${start}%,"%'`;
  return sql.raw(`(
      select bool_or(is_special) as is_special, bool_or(is_special and strpos(t, ',"images":') > 0) as has_images
      from (
        select t, not (${isPlain}) and (
          strpos(t, ',"name":') > 0 or strpos(t, ',"tool_call') > 0 or strpos(t, ',"images":') > 0 or strpos(t, '"content":null') > 0) as is_special
        from (
          select messages::text as t from (select distinct ${used} as id from used order by 1 offset 0) ids join ${table} using (id) offset 0
        ) texts
      ) marked
    )`);
};

/**
 * Over a relation of prompts with their batch (null: it says nothing) and number of comparisons: how many there are of each
 * source, licence and language. What a row says goes before what was said of its batch.
 */
const described = (from: RawBuilder<unknown>) => sql`
  select coalesce(p.source, b.source) as source, p.language, coalesce(p.metadata ->> 'license', p.metadata ->> 'licence', b.licence) as licence,
    sum(k.comparisons)::bigint as comparisons
  from ${from} k join prompts p on p.id = k.prompt_id left join batches b on b.id = k.batch_id group by 1, 2, 3`;

const sourcesOf = (relation: string) =>
  sql.raw(`coalesce((
    select json_agg(json_build_object('name', source, 'comparisons', comparisons, 'licences', licences) order by source collate "C" nulls last)
    from (
      select source, sum(comparisons)::bigint as comparisons, coalesce(json_agg(distinct licence) filter (where licence is not null), '[]') as licences
      from ${relation} group by source
    ) s), '[]')`);

const unlicensedOf = (relation: string) =>
  sql.raw(`(select coalesce(sum(comparisons), 0) from ${relation} where licence is null)`);

const languagesOf = (relation: string) =>
  sql.raw(`coalesce((
    select json_agg(language order by comparisons desc, language collate "C")
    from (select language, sum(comparisons) as comparisons from ${relation} where language is not null group by language) l), '[]')`);

/** The versions that were answered, over `asked`, and the question as it is now. Ends with a comma. */
const askedOf = (projectId: string) => sql`
      'questions', coalesce((select json_agg(json_build_object('version', version, 'en', text_en, 'zh', text_zh, 'points', points, 'kind', form #>> '{main,kind}') order by version)
        from questions where project_id = ${projectId} and version in (select question_version from asked)), '[]'),
      'guidelines', coalesce((select json_agg(json_build_object('version', version, 'markdown', markdown,
          'locale', case other_locale when 'en' then 'zh-CN' when 'zh-CN' then 'en' else (select nullif(language, 'mixed') from projects where id = ${projectId}) end,
          'other', case when other_locale is not null then json_build_object('locale', other_locale, 'markdown', other_markdown) end) order by version)
        from guidelines where project_id = ${projectId} and version in (select guidelines_version from asked)), '[]'),
      'question', (select json_build_object('en', q.text_en, 'zh', q.text_zh, 'points', q.points, 'kind', q.form #>> '{main,kind}')
        from projects p join questions q on q.project_id = p.id and q.version = p.question_version where p.id = ${projectId}),`;

/**
 * Collects the facts of a version whose rows and votes are stored already. Its votes are all judgments of the project: read as those,
 * since of rows of its own transaction the planner knows nothing. What holds of the rows goes from them to their prompts, one by one.
 */
export async function readFacts(
  db: Tx,
  { versionId, projectId }: FreezeTarget,
  writtenBy: string,
): Promise<Facts> {
  const { rows } = await sql<{ facts: unknown }>`
    with used as materialized (
      select id, prompt_id, batch_id, response_ids from comparisons c
      where project_id = ${projectId} and exists (select from judgments j where j.comparison_id = c.id)
    ),
    kept as materialized (
      select prompt_id, count(distinct comparison_id) as comparisons,
        -- Only where some batch says something.
        case when (select exists (select from batches where project_id = ${projectId} and (source is not null or licence is not null)))
          then (select c.batch_id from comparisons c where c.id = r.comparison_id) end as batch_id
      from dataset_rows r where version_id = ${versionId} group by 1, 3
    ),
    asked as materialized (
      select distinct question_version, guidelines_version from judgments where project_id = ${projectId}
    ),
    -- The first such judgment is enough, and where there is one it is soon found.
    asked_of_rows as materialized (
      select a.* from asked a cross join lateral (
        select from dataset_votes v join judgments j on j.id = v.judgment_id
        where v.version_id = ${versionId} and v.counted
          and j.question_version = a.question_version and j.guidelines_version = a.guidelines_version
          and exists (select from dataset_rows r where r.version_id = ${versionId} and r.comparison_id = j.comparison_id and coalesce(r.judgment_id, j.id) = j.id)
        limit 1
      ) one
    ),
    described as materialized (${described(sql`(select prompt_id, batch_id, count(*) as comparisons from used group by 1, 2)`)}),
    described_rows as materialized (${described(sql`kept`)}),
    marks as materialized (
      select * from ${marksOf('prompts', 'prompt_id')} p union all select * from ${marksOf('responses', 'unnest(response_ids)')} r
    )
    select json_build_object(
      'factsVersion', 1, 'writtenBy', ${writtenBy}::text,
      'project', (select json_build_object('slug', slug, 'name', name, 'language', language) from projects where id = ${projectId}),
      'dataset', (select json_build_object('slug', d.slug, 'name', d.name)
        from datasets d join dataset_versions v on v.dataset_id = d.id where v.id = ${versionId}),
      ${askedOf(projectId)}
      'sources', ${sourcesOf('described')}, 'unlicensed', ${unlicensedOf('described')}, 'languages', ${languagesOf('described')},
      'ofRows', json_build_object(
        'questionVersions', coalesce((select json_agg(distinct question_version) from asked_of_rows), '[]'),
        'guidelinesVersions', coalesce((select json_agg(distinct guidelines_version) from asked_of_rows), '[]'),
        'sources', ${sourcesOf('described_rows')}, 'unlicensed', ${unlicensedOf('described_rows')}, 'languages', ${languagesOf('described_rows')}),
      'detectedLanguages', coalesce((
        select json_agg(json_build_object('language', language, 'prompts', prompts) order by prompts desc, language collate "C")
        from (
          select p.language, count(distinct p.id) as prompts from kept k join prompts p on p.id = k.prompt_id
          -- First: most projects have none, and then nothing else is read.
          where (select exists (select from prompts where project_id = ${projectId} and language_detected)) and p.language_detected group by 1
        ) l), '[]'),
      'judgmentsCounted', (select count(*) from dataset_votes where version_id = ${versionId} and counted),
      'judgmentsFiltered', (select count(*) from dataset_votes where version_id = ${versionId} and not_counted_because = 'filtered'),
      'plainMessages', (select bool_or(is_special) is not true from marks),
      'withImages', (select bool_or(has_images) is true from marks)
    ) as facts`.execute(db);
  return parseFacts(rows[0]?.facts);
}
