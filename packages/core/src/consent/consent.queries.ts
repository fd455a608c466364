import { sql } from 'kysely';
import type { ConsentVersion } from '@pairwright/contract/consent';
import type { Executor } from '@pairwright/db/database';
import { consentMissing } from './consent.sql.ts';

/** All versions of the text of a project, newest first. */
export async function findConsentTexts(db: Executor, projectId: string): Promise<ConsentVersion[]> {
  const rows = await db
    .selectFrom('consent_texts as c')
    .leftJoin('users as u', 'u.id', 'c.created_by')
    .select(['c.version', 'c.text_en', 'c.text_zh', 'c.asks_again as asksAgain'])
    .select(['c.created_at as createdAt', 'u.name as createdBy'])
    .select(
      sql<number>`(select count(*)::int from consent_acceptances a where a.project_id = c.project_id and a.version = c.version)`.as(
        'accepted',
      ),
    )
    .where('c.project_id', '=', projectId)
    .orderBy('c.version', 'desc')
    .execute();
  return rows.map(({ text_en: en, text_zh: zh, ...row }) => ({ ...row, texts: { en, 'zh-CN': zh } }));
}

/** The newest version, and the least that one must have agreed to; locked against others who publish, or who agree to it. */
export async function lockConsent(
  db: Executor,
  projectId: string,
  strength: 'update' | 'share',
): Promise<{ version: number; from: number | null } | undefined> {
  const { rows } = await sql<{ version: number; from: number | null }>`
    select consent_version as version, consent_from as from from projects
    where id = ${projectId} and deleted_at is null for ${sql.raw(strength === 'share' ? 'share' : 'no key update')}`.execute(
    db,
  );
  return rows[0];
}

/** Whether the person has still to agree to the text of the project. */
export async function isConsentMissing(
  db: Executor,
  { projectId, annotatorId }: { readonly projectId: string; readonly annotatorId: string },
): Promise<boolean> {
  const missing = sql.raw(consentMissing({ project: 'who.project', user: 'who.person' }));
  const { rows } = await sql<{ missing: boolean }>`
    select ${missing} as missing from (select ${projectId}::uuid as project, ${annotatorId}::uuid as person) as who`.execute(
    db,
  );
  return rows[0]?.missing === true;
}
