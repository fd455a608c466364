import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { CrowdLink, CrowdPerson } from '@pairwright/contract/crowd';
import { Problem } from '@pairwright/contract/errors';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import type { DB } from '@pairwright/db/tables.generated';
import type { ProjectContext } from '../context.ts';
import { crowdKeys } from '../secrets/stored-secrets.ts';
import { doneText } from './done.sql.ts';
import { ownCodeOf } from './signing.ts';

type Query = { cursor?: string | undefined; limit: number };

const peopleOf = sql<number>`(select count(*)::int from crowd_people cp where cp.link_id = l.id)`;
export const stateOfLink = sql<CrowdLink['state']>`case
  when l.closed_at is not null then 'closed'
  when l.expires_at <= ${steadyNow} then 'expired'
  when ${peopleOf} >= l.max_people then 'full'
  else 'open' end`;

const order = { columns: [{ ref: 'l.id', type: 'uuid' }], direction: 'desc' } as const;

function selectLinks(db: Executor, projectId: string) {
  return db
    .selectFrom('crowd_links as l')
    .innerJoin('users as u', 'u.id', 'l.created_by')
    .select([
      'l.id',
      'l.name',
      'l.signed',
      'l.id_param as idParam',
      'l.wanted',
      'l.completion_code as completionCode',
      'l.return_url as returnUrl',
      'l.screen_out_code as screenOutCode',
      'l.screen_out_url as screenOutUrl',
      'l.may_go_on as mayGoOn',
      'l.max_people as maxPeople',
      'u.name as createdBy',
      'l.created_at as createdAt',
      'l.expires_at as expiresAt',
      peopleOf.as('people'),
      stateOfLink.as('state'),
    ])
    .where('l.project_id', '=', projectId);
}

/** Links of the project, newest first. Their keys are told only when they are made. */
export async function listCrowdLinks(ctx: ProjectContext, page: Query): Promise<Page<CrowdLink>> {
  const rows = await selectLinks(ctx.db.db, ctx.projectId)
    .where(afterCursor<DB & { l: DB['crowd_links'] }, 'l'>(order, page.cursor) as never)
    .orderBy('l.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows, page.limit, (row) => [row.id]);
}

export interface NewCrowdLink {
  readonly name: string;
  readonly signed: boolean;
  readonly idParam: string;
  readonly wanted: number;
  readonly completionCode: string | null;
  readonly returnUrl: string | null;
  readonly screenOutCode: string | null;
  readonly screenOutUrl: string | null;
  readonly mayGoOn: boolean;
  readonly maxPeople: number;
  readonly expiresInDays: number;
}

/** Makes a link with a key of its own. */
export async function createCrowdLink(
  ctx: ProjectContext,
  input: NewCrowdLink,
): Promise<CrowdLink & { key: string }> {
  const id = ctx.ids.next();
  const key = randomBytes(32);
  const { db } = ctx.db;
  await db
    .insertInto('crowd_links')
    .values({
      id,
      project_id: ctx.projectId,
      name: input.name,
      signing_key: crowdKeys.seal(ctx.sealer, id, key),
      signed: input.signed,
      id_param: input.idParam,
      wanted: input.wanted,
      completion_code: input.completionCode,
      return_url: input.returnUrl,
      screen_out_code: input.screenOutCode,
      screen_out_url: input.screenOutUrl,
      may_go_on: input.mayGoOn,
      max_people: input.maxPeople,
      created_by: ctx.actor.userId,
      expires_at: sql<string>`${steadyNow} + make_interval(days => ${input.expiresInDays})`,
    })
    .execute();
  const row = await selectLinks(db, ctx.projectId).where('l.id', '=', id).executeTakeFirstOrThrow();
  return { ...row, key: key.toString('base64url') };
}

/** Lets nobody in any more; doing it again is fine. Throws `not_found`. */
export async function closeCrowdLink(ctx: ProjectContext, linkId: string): Promise<void> {
  const row = await ctx.db.db
    .updateTable('crowd_links')
    .set({ closed_at: sql<string>`coalesce(closed_at, now())` })
    .where('id', '=', linkId)
    .where('project_id', '=', ctx.projectId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
}

/** Of person `p` for link `l`. */
export const doneBy = sql.raw<number>(doneText('p.user_id'));

/** Who came by the link, the last first. Throws `not_found`. */
export async function listCrowdPeople(
  ctx: ProjectContext,
  linkId: string,
  page: Query,
): Promise<Page<CrowdPerson>> {
  const { db } = ctx.db;
  const link = await db
    .selectFrom('crowd_links')
    .select(['signing_key as stored', 'completion_code as code', 'wanted'])
    .where('id', '=', linkId)
    .where('project_id', '=', ctx.projectId)
    .executeTakeFirst();
  if (link === undefined) throw new Problem('not_found');
  const byUser = { columns: [{ ref: 'p.user_id', type: 'uuid' }], direction: 'desc' } as const;
  const rows = await db
    .selectFrom('crowd_people as p')
    .innerJoin('crowd_links as l', 'l.id', 'p.link_id')
    .select([
      'p.external_id as externalId',
      'p.user_id as userId',
      'p.created_at as createdAt',
      doneBy.as('done'),
    ])
    .where('p.link_id', '=', linkId)
    .where(afterCursor<DB & { p: DB['crowd_people'] }, 'p'>(byUser, page.cursor) as never)
    .orderBy('p.user_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const key = crowdKeys.open(ctx.sealer, linkId, link.stored);
  const people = rows.map((row) => ({
    ...row,
    code: link.code ?? ownCodeOf(key, linkId, row.externalId),
    isComplete: row.done >= link.wanted,
  }));
  return toPage(people, page.limit, (row) => [row.userId]);
}
