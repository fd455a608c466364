import { type RawBuilder, sql } from 'kysely';
import type { AnnotatorProject } from '@pairwright/contract/annotate';
import type { OtherGuidelines } from '@pairwright/contract/projects';
import { consentMissing } from '../consent/consent.sql.ts';
import { reachesSql } from '../access/reach.ts';
import type { Actor } from '../context.ts';
import type { Executor } from '@pairwright/db/database';

export interface MyProjectRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly language: AnnotatorProject['language'];
  readonly state: AnnotatorProject['state'];
  readonly is_demo: boolean;
  readonly lease_minutes: number;
  readonly question_version: number;
  readonly text_en: string;
  readonly text_zh: string;
  readonly form: unknown;
  readonly question_created_at: string;
  readonly guidelines_version: number;
  readonly markdown: string;
  readonly other_locale: OtherGuidelines['locale'] | null;
  readonly other_markdown: string | null;
  readonly guidelines_created_at: string;
  readonly guidelines_created_by: string | null;
  /** The newest version this person has acknowledged, and its text where it is not the newest. */
  readonly acknowledged: AnnotatorProject['acknowledged'];
  readonly consent: AnnotatorProject['consent'];
  readonly practice: { examples: number; answered: number };
  readonly exam: boolean;
  readonly pay_currency: string | null;
  readonly pay_micros: number | null;
  readonly judged: number;
  readonly judged_today: number;
  readonly remaining: number;
}

/** Beyond so many nobody needs the exact number, and counting them would take time. */
const COUNTED_AT_MOST = 10_000;

/** One project as this person sees it. */
export async function findMyProject(
  db: Executor,
  of: { projectId: string; annotatorId: string },
): Promise<MyProjectRow | undefined> {
  return (await select(db, of.annotatorId, sql`p.id = ${of.projectId}`))[0];
}

/** The projects this person is a member of, without archived ones, by name. */
export async function findMyProjects(db: Executor, actor: Actor): Promise<MyProjectRow[]> {
  return select(
    db,
    actor.userId,
    sql`p.state <> 'archived' and ${reachesSql(actor, 'p.id')}
      and exists (select from project_members m where m.project_id = p.id and m.user_id = ${actor.userId})`,
  );
}

async function select(
  db: Executor,
  annotatorId: string,
  condition: RawBuilder<unknown>,
): Promise<MyProjectRow[]> {
  const missing = sql.raw(consentMissing({ project: 'p.id', user: 'me.id' }));
  const { rows } = await sql<MyProjectRow>`
    select p.id, p.name, p.description, p.language, p.state, p.is_demo, p.lease_minutes, p.question_version, q.text_en, q.text_zh,
      q.form, q.created_at as question_created_at,
      g.version as guidelines_version, g.markdown, g.other_locale, g.other_markdown, g.created_at as guidelines_created_at, u.name as guidelines_created_by,
      (select json_build_object('version', k.version, 'markdown', case when k.version <> p.guidelines_version then b.markdown end,
          'other', case when k.version <> p.guidelines_version and b.other_locale is not null then json_build_object('locale', b.other_locale, 'markdown', b.other_markdown) end)
        from guidelines_acknowledgments k join guidelines b on b.project_id = k.project_id and b.version = k.version
        where k.project_id = p.id and k.user_id = ${annotatorId} order by k.version desc limit 1) as acknowledged,
      (select json_build_object('version', c.version, 'texts', json_build_object('en', c.text_en, 'zh-CN', c.text_zh))
        from consent_texts c where c.project_id = p.id and c.version = p.consent_version and ${missing}) as consent,
      (select json_build_object('examples', count(*), 'answered', count(w.example_id))
        from practice_items(p.id, ${annotatorId}) e (id)
        left join practice_answers w on w.example_id = e.id and w.annotator_id = ${annotatorId}) as practice,
      (coalesce(jsonb_typeof(p.routing -> 'qualification') = 'object', false)
        and exists (select from exam_items(p.id, ${annotatorId}))) as exam,
      p.pay_currency, p.pay_micros,
      mine.judged, mine.judged_today, least(mine.leased + least(open.comparisons, st.allowance), ${COUNTED_AT_MOST}::int) as remaining
    from projects p
    cross join (select ${annotatorId}::uuid as id) me
    join questions q on q.project_id = p.id and q.version = p.question_version
    join guidelines g on g.project_id = p.id and g.version = p.guidelines_version
    left join users u on u.id = g.created_by
    cross join lateral (
      select count(*) filter (where a.state = 'submitted')::int as judged, count(*) filter (where a.state = 'leased')::int as leased,
        count(*) filter (where a.state = 'submitted' and a.closed_at >= date_trunc('day', now(), 'UTC'))::int as judged_today
      from assignments a where a.annotator_id = ${annotatorId} and a.project_id = p.id
    ) mine
    left join annotator_cursors k on k.project_id = p.id and k.annotator_id = ${annotatorId}
    left join lateral routing_standing(p.id, ${annotatorId}, p.routing, k) st on p.routing is not null
    cross join lateral (${openFor(annotatorId)}) open
    where p.deleted_at is null and ${condition}
    order by p.name, p.id`.execute(db);
  return rows;
}

/**
 * Comparisons that may be given to this person, counted from where their search goes on: behind that point most are done
 * by them already.
 */
function openFor(annotatorId: string): RawBuilder<unknown> {
  const untouched = sql`coalesce((select m.state from assignments m
    where m.comparison_id = c.id and m.annotator_id = ${annotatorId} and m.repeat_number = 0), 'released') in ('expired', 'released')`;
  const cursor = sql`coalesce((select route from annotator_cursors where project_id = p.id and annotator_id = ${annotatorId}), -9223372036854775808)`;
  // What the project's policy keeps from them is no work of theirs.
  const allowed = sql`(p.routing is null or ((c.only_for is null or c.only_for && st.tokens) and c.batch_id <> all (st.barred)
    and (not st.checks or routing_fits(c.id, c.prompt_id, c.response_ids, ${annotatorId}, coalesce(k.has_written, false), st))))`;
  return sql`select count(*)::int as comparisons from (
    (select 1 from comparisons c where c.project_id = p.id and c.routable and c.route > ${cursor} and ${untouched} and ${allowed} limit ${COUNTED_AT_MOST}::int)
    union all
    (select 1 from comparisons c where c.project_id = p.id and c.routable and c.route <= ${cursor} and ${untouched} and ${allowed} limit ${COUNTED_AT_MOST}::int)
    limit ${COUNTED_AT_MOST}::int
  ) counted`;
}
