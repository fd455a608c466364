import type { ConsentTexts, ConsentVersion } from '@pairwright/contract/consent';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { findConsentTexts, isConsentMissing, lockConsent } from './consent.queries.ts';

/** All versions of the text, newest first, and the least that one must have agreed to. */
export async function listConsentTexts(
  ctx: ProjectContext,
): Promise<{ items: ConsentVersion[]; from: number | null }> {
  const { consent_from: from } = await ctx.db.db
    .selectFrom('projects')
    .select('consent_from')
    .where('id', '=', ctx.projectId)
    .executeTakeFirstOrThrow();
  return { items: await findConsentTexts(ctx.db.db, ctx.projectId), from };
}

export interface NewConsentText {
  readonly texts: ConsentTexts;
  readonly asksAgain: boolean;
  readonly basedOn: number;
}

/** Publishes a new version. Throws `wrong_state` when somebody published since the version this is based on. */
export async function publishConsentText(
  ctx: ProjectContext,
  { texts, asksAgain, basedOn }: NewConsentText,
): Promise<ConsentVersion> {
  const { projectId } = ctx;
  return inTransaction(ctx.db.db, async (db) => {
    const before = await requireNewest(db, { projectId, version: basedOn, strength: 'update' });
    const version = before.version + 1;
    const isNone = texts.en.trim() === '' && texts['zh-CN'].trim() === '';
    const from = isNone ? null : asksAgain || before.from === null ? version : before.from;
    await db
      .insertInto('consent_texts')
      .values({
        project_id: projectId,
        version,
        text_en: texts.en,
        text_zh: texts['zh-CN'],
        asks_again: from === version,
        created_by: ctx.actor.userId,
      })
      .execute();
    await db
      .updateTable('projects')
      .set({ consent_version: version, consent_from: from })
      .where('id', '=', projectId)
      .execute();
    const [made] = await findConsentTexts(db, projectId);
    if (made === undefined) throw new Error('the text just made is not there');
    return made;
  });
}

/**
 * Notes that I agree to the newest version; the first time counts. False: I did before. Throws `wrong_state` for another
 * version: nobody agrees to what they have not been shown.
 */
export async function acceptConsent(ctx: ProjectContext, { version }: { version: number }): Promise<boolean> {
  const { projectId } = ctx;
  return inTransaction(ctx.db.db, async (db) => {
    const { from } = await requireNewest(db, { projectId, version, strength: 'share' });
    if (from === null)
      throw new Problem('wrong_state', { detail: 'The project asks nobody to agree to a text.' });
    const noted = await db
      .insertInto('consent_acceptances')
      .values({ project_id: projectId, user_id: ctx.actor.userId, version })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return noted.numInsertedOrUpdatedRows !== 0n;
  });
}

/** Throws `consent_needed` for somebody who has still to agree to the text of the project. */
export async function requireConsent(
  db: Executor,
  of: { readonly projectId: string; readonly annotatorId: string },
): Promise<void> {
  if (await isConsentMissing(db, of)) throw new Problem('consent_needed');
}

interface Seen {
  readonly projectId: string;
  readonly version: number;
  readonly strength: 'update' | 'share';
}

async function requireNewest(
  db: Tx,
  { projectId, version, strength }: Seen,
): Promise<{ version: number; from: number | null }> {
  const newest = await lockConsent(db, projectId, strength);
  if (newest === undefined) throw new Problem('not_found');
  if (newest.version !== version)
    throw new Problem('wrong_state', {
      detail: `Version ${version} is not the newest, which is ${newest.version}. Load and read that one first.`,
    });
  return newest;
}
