import { sql } from 'kysely';
import { CROWD_HOST, type CrowdLink } from '@pairwright/contract/crowd';
import { Problem } from '@pairwright/contract/errors';
import { steadyNow } from '@pairwright/db/steady-clock';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { credentialHash } from '../auth/credentials.ts';
import { startSession } from '../auth/session.service.ts';
import { addressLimit, countAttempt, giveBack } from '../auth/throttle.service.ts';
import type { Services } from '../context.ts';
import { stateOfLink } from './crowd-links.service.ts';
import { crowdKeys } from '../secrets/stored-secrets.ts';
import { addToLink, type CrowdId, findKnown, lockId, noteEntry } from './known-people.queries.ts';
import { isSignatureOf } from './signing.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EXTERNAL_ID = /^[\w.@:-]{1,128}$/;

export interface CrowdEntry {
  readonly linkId: string;
  /** Of the address that the platform made, with or without its `?`. */
  readonly query: string;
  readonly locale: 'en' | 'zh-CN';
  /** The session that is open in this browser, if any. */
  readonly sessionToken: string | undefined;
  readonly address: string;
  readonly userAgent: string | undefined;
}

/**
 * Lets a worker of a platform in: a new person under a new id, the same person under the same, also by another link of the
 * project. Without signatures an id that came before opens nothing, but for the browser it came with: ids are no secrets. Throws `invite_over` for all that does not
 * fit, alike, and `too_many_requests`.
 */
export async function enterByCrowdLink(
  ctx: Services,
  input: CrowdEntry,
): Promise<{ projectId: string; userId: string; token: string | null }> {
  const limit = addressLimit(input.address);
  await countAttempt(ctx.db.db, [limit]);
  const over = new Problem('invite_over');
  if (!UUID.test(input.linkId)) throw over;
  const entered = await inTransaction(ctx.db.db, async (db) => {
    const link = await lockLink(db, input.linkId);
    if (link === undefined) throw over;
    const params = new URLSearchParams(input.query);
    const externalId = params.get(link.idParam) ?? '';
    if (!EXTERNAL_ID.test(externalId)) throw over;
    if (link.signed && !isSigned(ctx, link, { params, externalId })) throw over;
    const id = { link, externalId };
    await lockId(db, id);
    const userId = await whoIs(ctx, db, { id, state: link.state, entry: input });
    await noteEntry(db, userId, link.id);
    const { projectId } = link;
    if (await isSessionOf(db, userId, input.sessionToken)) return { projectId, userId, token: null };
    return { projectId, userId, token: await begin(db, userId, input) };
  });
  await giveBack(ctx.db.db, limit);
  return entered;
}

/** Locked first and counted after, in a statement that sees who came meanwhile: exactly as many come as may. */
async function lockLink(db: Tx, linkId: string) {
  await db.selectFrom('crowd_links').select('id').where('id', '=', linkId).forUpdate().execute();
  return db
    .selectFrom('crowd_links as l')
    .innerJoin('projects as pr', 'pr.id', 'l.project_id')
    .select([
      'l.id',
      'l.project_id as projectId',
      'l.signed',
      'l.signing_key as stored',
      'l.id_param as idParam',
      stateOfLink.as('state'),
      sql<number>`extract(epoch from ${steadyNow})::float8`.as('now'),
    ])
    .where('l.id', '=', linkId)
    .where('pr.state', '!=', 'archived')
    .where('pr.deleted_at', 'is', null)
    .executeTakeFirst();
}

/** The person behind the id, who is made if nobody is known under it. Throws `invite_over`. */
async function whoIs(
  ctx: Services,
  db: Tx,
  { id, state, entry }: { id: CrowdId; state: CrowdLink['state']; entry: CrowdEntry },
): Promise<string> {
  const over = new Problem('invite_over');
  const known = await findKnown(db, id);
  if (known === undefined) {
    if (state !== 'open') throw over;
    const userId = await makePerson(ctx, db, entry.locale);
    await addToLink(db, id, userId);
    return userId;
  }
  const { userId } = known;
  if (known.isDisabled || state === 'closed' || state === 'expired') throw over;
  if (!id.link.signed && !(await isSessionOf(db, userId, entry.sessionToken))) throw over;
  if (known.byThisLink) return userId;
  if (state !== 'open') throw over;
  await addToLink(db, id, userId);
  return userId;
}

function isSigned(
  { sealer }: Pick<Services, 'sealer'>,
  link: { id: string; stored: Buffer; now: number },
  { params, externalId }: { params: URLSearchParams; externalId: string },
): boolean {
  const expires = Number(params.get('expires') ?? Number.NaN);
  if (!Number.isSafeInteger(expires) || expires <= link.now) return false;
  const claim = { linkId: link.id, externalId, expires };
  const key = crowdKeys.open(sealer, link.id, link.stored);
  return isSignatureOf(key, claim, params.get('signature') ?? '');
}

async function isSessionOf(db: Tx, userId: string, token: string | undefined): Promise<boolean> {
  if (token === undefined) return false;
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('token_hash', '=', credentialHash(token))
    .where('user_id', '=', userId)
    .where('expires_at', '>', steadyNow)
    .executeTakeFirst();
  return row !== undefined;
}

function begin(db: Tx, userId: string, { address, userAgent }: CrowdEntry): Promise<string> {
  return startSession(db, { userId, address, userAgent });
}

/** Somebody whom nobody can reach, and who cannot sign in but by the link. */
async function makePerson(ctx: Services, db: Tx, locale: CrowdEntry['locale']): Promise<string> {
  const userId = ctx.ids.next();
  await db
    .insertInto('users')
    .values({
      id: userId,
      kind: 'person',
      email: `${userId}@${CROWD_HOST}`,
      // The platform's id is personal data: it stands in one table only.
      name: `Crowd ${userId.slice(-6)}`,
      locale,
    })
    .execute();
  return userId;
}
