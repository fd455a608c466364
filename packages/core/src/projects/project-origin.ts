import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Tx } from '@pairwright/db/transaction';
import { templateQuestions } from '@pairwright/domain/templates';
import { reaches } from '../access/reach.ts';
import type { Context } from '../context.ts';
import type { NewProject } from './new-project.ts';
import { readProject } from './projects.queries.ts';
import { guidelinesOf } from './template-guidelines.ts';

/** What a new project begins with: all that is not said of it otherwise. */
export type Origin = Awaited<ReturnType<typeof originOf>>;

/** A template with what is usual, or another project with its settings. Throws `invalid_request`, and `not_found` for a source. */
export async function originOf(db: Tx, ctx: Context, input: NewProject) {
  if (input.from !== undefined) {
    refuseBoth(input);
    return ofProject(db, ctx, input.from);
  }
  return ofTemplate(input);
}

/** As long as nobody says otherwise. */
const usual = {
  description: '',
  targetJudgments: 3,
  shared: null,
  leaseMinutes: 30,
  editHours: null,
  pay: null,
  showNumbers: null,
  routing: null,
  copiedFrom: null,
} as const;

function ofTemplate({ template, language, question }: NewProject) {
  if (template === undefined)
    throw missing('template', 'Name a template, or the project to begin with as from.');
  if (language === undefined)
    throw missing('language', 'Say en, zh-CN or mixed, or the project to begin with as from.');
  const [main, second] = language === 'zh-CN' ? (['zh-CN', 'en'] as const) : (['en', 'zh-CN'] as const);
  const texts = guidelinesOf(template);
  // Those of the template are there in both languages.
  const guidelines = { markdown: texts[main], other_locale: second, other_markdown: texts[second] };
  return { ...usual, template, language, question: question ?? templateQuestions[template], guidelines };
}

/** Whoever may manage the source takes its question, guidelines, policy and settings; nobody and nothing in it comes along. */
async function ofProject(db: Tx, ctx: Context, from: string) {
  if (!(await mayManage(db, ctx, from)))
    throw new Problem('not_found', { detail: 'There is no project to begin with that you manage.' });
  const source = await readProject(db, from);
  const { routing, ...guidelines } = await db
    .selectFrom('projects as p')
    .innerJoin('guidelines as g', (join) =>
      join.onRef('g.project_id', '=', 'p.id').onRef('g.version', '=', 'p.guidelines_version'),
    )
    .select(['p.routing', 'g.markdown', 'g.other_locale', 'g.other_markdown'])
    .where('p.id', '=', from)
    .executeTakeFirstOrThrow();
  const { description, template, language, targetJudgments, shared, leaseMinutes, editHours, pay } = source;
  const settings = { description, targetJudgments, shared, leaseMinutes, editHours, pay };
  const { question, showNumbers } = source;
  return { ...settings, template, language, question, guidelines, showNumbers, routing, copiedFrom: from };
}

async function mayManage(db: Tx, { actor }: Context, projectId: string): Promise<boolean> {
  if (!reaches(actor, projectId)) return false;
  const { rows } = await sql`
    select from projects p where p.id = ${projectId} and p.deleted_at is null and (${actor.isOwner} or exists (
      select from project_members m where m.project_id = p.id and m.user_id = ${actor.userId} and m.role = 'admin'))`.execute(
    db,
  );
  return rows.length > 0;
}

/** How decisions are reviewed, as in the source. */
export async function copyReviewSettings(db: Tx, from: string, to: string): Promise<void> {
  await sql`
    insert into review_settings (project_id, method, blind, reviewers, own_work)
    select ${to}, method, blind, reviewers, own_work from review_settings where project_id = ${from}`.execute(
    db,
  );
}

/** The text that people agree to, where the source asks for it: people of the new project are asked by its first version. */
export async function copyConsentText(db: Tx, from: string, to: string): Promise<void> {
  const { numInsertedOrUpdatedRows: copied } = await db
    .insertInto('consent_texts')
    .columns(['project_id', 'version', 'text_en', 'text_zh', 'asks_again'])
    .expression((source) =>
      source
        .selectFrom('consent_texts as c')
        .innerJoin('projects as p', (join) =>
          join.onRef('p.id', '=', 'c.project_id').onRef('p.consent_version', '=', 'c.version'),
        )
        .select([sql<string>`${to}::uuid`.as('project_id'), sql<number>`1`.as('version')])
        .select(['c.text_en', 'c.text_zh', sql<boolean>`true`.as('asks_again')])
        .where('p.id', '=', from)
        .where('p.consent_from', 'is not', null),
    )
    .executeTakeFirstOrThrow();
  if (copied === 0n) return;
  await db
    .updateTable('projects')
    .set({ consent_version: 1, consent_from: 1 })
    .where('id', '=', to)
    .execute();
}

function refuseBoth({ template, question }: NewProject): void {
  const given = Object.entries({ template, question }).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: given[0],
        value: typeof given[1] === 'string' ? given[1] : JSON.stringify(given[1]),
        rule: 'comes from the project that the new one begins with',
        fix: 'Leave it out, or leave out from. Another version of the question can be published afterwards.',
      },
    ],
  });
}

function missing(path: string, fix: string): Problem {
  return new Problem('invalid_request', {
    faults: [{ path, value: '', rule: 'is needed for a project that begins with no other', fix }],
  });
}
