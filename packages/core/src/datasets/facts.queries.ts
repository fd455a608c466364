import { sql } from 'kysely';
import { z } from 'zod';
import { freezeEvidence } from '@pairwright/contract/freeze-evidence';
import { detectedLanguages } from '@pairwright/contract/import-languages';
import { personalKinds } from '@pairwright/contract/personal-data';
import type { Tx } from '@pairwright/db/transaction';
import type { FreezeTarget } from './freeze.queries.ts';

const mainKind = z.enum(['pair', 'rank', 'single']);

/**
 * What the card and the manifest of a version tell besides its numbers, as it was at the freeze. It is stored with the
 * version, so that renaming a project or a dataset later changes no bytes.
 */
const askedQuestion = z.object({
  en: z.string(),
  zh: z.string(),
  /** Null where the question has no scale. */
  points: z.number().nullable(),
  /** Versions frozen before there were other questions asked for pairs. */
  kind: mainKind.default('pair'),
});

const facts = z.object({
  factsVersion: z.literal(1),
  writtenBy: z.string(),
  project: z.object({ slug: z.string(), name: z.string(), language: z.enum(['en', 'zh-CN', 'mixed']) }),
  dataset: z.object({ slug: z.string(), name: z.string() }),
  /** Versions of question and guidelines under which the judgments were given, with their texts; oldest first. */
  questions: z.array(askedQuestion.extend({ version: z.number() })),
  guidelines: z.array(z.object({ version: z.number(), markdown: z.string() })),
  /** The question of the project at the freeze, for versions without a judgment. */
  question: askedQuestion,
  /** Comparisons by the source their prompt names. */
  sources: z.array(z.object({ name: z.string(), comparisons: z.number(), licences: z.array(z.string()) })),
  judgmentsCounted: z.number(),
  /** No message has a name, tool calls, images or null content. */
  plainMessages: z.boolean(),
  /** Some message has images; versions frozen before there were any have none. */
  withImages: z.boolean().default(false),
  /** Whether votes were weighed; null: the recipe does not. False: nobody's accuracy was known. */
  weighed: z.boolean().nullable().default(null),
  /** Prompts that are nearly the same as another one and were put into its part; null: not looked for. */
  nearPrompts: z.number().nullable().default(null),
  /** Texts with personal data by its kind; null: not looked for. */
  personalTexts: z.partialRecord(z.enum(personalKinds), z.number()).nullable().default(null),
  /** Prompts of its rows whose language was detected by an import; versions frozen before there were any have none. */
  detectedLanguages: detectedLanguages.default([]),
  /** Null in versions frozen before it was told. */
  frozenBy: z
    .object({ commit: z.string().nullable(), schema: z.string(), snapshot: z.string() })
    .nullable()
    .default(null),
  /** Null in versions frozen before it was looked for. */
  evidence: freezeEvidence.nullable().default(null),
});
export type Facts = z.infer<typeof facts>;

/** Reads the facts a version was stored with. */
export function parseFacts(value: unknown): Facts {
  return facts.parse(value);
}

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
 * Collects the facts of a version whose rows and votes are stored already. Its votes are all judgments of the project: read as those,
 * since of rows of its own transaction the planner knows nothing.
 */
export async function readFacts(
  db: Tx,
  { versionId, projectId }: FreezeTarget,
  writtenBy: string,
): Promise<Facts> {
  const { rows } = await sql<{ facts: unknown }>`
    with used as materialized (
      select id, prompt_id, response_ids from comparisons c
      where project_id = ${projectId} and exists (select from judgments j where j.comparison_id = c.id)
    ),
    asked as materialized (
      select distinct question_version, guidelines_version from judgments where project_id = ${projectId}
    ),
    sources as (
      select p.source, count(*) as comparisons,
        coalesce(json_agg(distinct coalesce(p.metadata ->> 'license', p.metadata ->> 'licence'))
          filter (where p.metadata ? 'license' or p.metadata ? 'licence'), '[]') as licences
      from used join prompts p on p.id = used.prompt_id where p.source is not null group by p.source
    ),
    detected as (
      select language, count(*) as prompts from prompts p
      -- First: most projects have none, and then nothing else is read.
      where (select exists (select from prompts where project_id = ${projectId} and language_detected))
        and project_id = ${projectId} and language_detected and exists (
          select from comparisons c join dataset_rows r on r.comparison_id = c.id and r.version_id = ${versionId} where c.prompt_id = p.id)
      group by language
    ),
    marks as materialized (
      select * from ${marksOf('prompts', 'prompt_id')} p union all select * from ${marksOf('responses', 'unnest(response_ids)')} r
    )
    select json_build_object(
      'factsVersion', 1, 'writtenBy', ${writtenBy}::text,
      'project', (select json_build_object('slug', slug, 'name', name, 'language', language) from projects where id = ${projectId}),
      'dataset', (select json_build_object('slug', d.slug, 'name', d.name)
        from datasets d join dataset_versions v on v.dataset_id = d.id where v.id = ${versionId}),
      'questions', coalesce((select json_agg(json_build_object('version', version, 'en', text_en, 'zh', text_zh, 'points', points, 'kind', form #>> '{main,kind}') order by version)
        from questions where project_id = ${projectId} and version in (select question_version from asked)), '[]'),
      'guidelines', coalesce((select json_agg(json_build_object('version', version, 'markdown', markdown) order by version)
        from guidelines where project_id = ${projectId} and version in (select guidelines_version from asked)), '[]'),
      'question', (select json_build_object('en', q.text_en, 'zh', q.text_zh, 'points', q.points, 'kind', q.form #>> '{main,kind}')
        from projects p join questions q on q.project_id = p.id and q.version = p.question_version where p.id = ${projectId}),
      'sources', coalesce((select json_agg(json_build_object('name', source, 'comparisons', comparisons, 'licences', licences) order by source collate "C") from sources), '[]'),
      'detectedLanguages', coalesce((select json_agg(json_build_object('language', language, 'prompts', prompts) order by prompts desc, language collate "C") from detected), '[]'),
      'judgmentsCounted', (select count(*) from dataset_votes where version_id = ${versionId} and counted),
      'plainMessages', (select bool_or(is_special) is not true from marks),
      'withImages', (select bool_or(has_images) is true from marks)
    ) as facts`.execute(db);
  return parseFacts(rows[0]?.facts);
}
