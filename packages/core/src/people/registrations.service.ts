import { sql } from 'kysely';
import type { Role } from '@pairwright/contract/access';
import { Problem } from '@pairwright/contract/errors';
import type { Registration } from '@pairwright/contract/registrations';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { hashNewPassword } from '../auth/new-password.ts';
import type { Proof } from '../auth/proof.service.ts';
import { translateEmail } from '../auth/setup.service.ts';
import { addressLimit, countAttempt } from '../auth/throttle.service.ts';
import type { Context, Services } from '../context.ts';
import { accountMail } from '../mail/mail-texts.ts';
import type { Post } from '../mail/post.ts';
import { registrationMode } from './account-settings.ts';
import { requireProofForRole } from './role-grants.ts';

/** Beyond so many undecided ones nobody reads them all: strangers must not fill the table. */
const MAX_PENDING = 1_000;

export interface AccountRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: 'en' | 'zh-CN';
  readonly note: string;
  readonly address: string;
}

/**
 * Keeps the request of a stranger for the owner to decide. An e-mail that has an account, or asked before, gets the same
 * answer after the same work. Throws `not_found` where this is switched off, `password_too_common`, `too_many_requests`, `unavailable`.
 */
export async function requestAccount(ctx: Services, input: AccountRequest, post: Post): Promise<void> {
  const { db } = ctx.db;
  if ((await registrationMode(db)) === 'off') throw new Problem('not_found');
  await countAttempt(db, [{ key: `register:${addressLimit(input.address).key}`, max: 10 }]);
  const { count } = await db
    .selectFrom('registrations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_PENDING) throw new Problem('unavailable', { retryAfterSeconds: 3600 });
  const { email, name, locale, note } = input;
  const password_hash = await hashNewPassword(input.password, input);
  const id = ctx.ids.next();
  const { taken } = await inTransaction(db, async (db) => {
    const { taken, made } = await keepRequest(db, { id, email, name, locale, note, password_hash });
    return { taken, id: made };
  });
  // Only the owner of the mailbox learns of it.
  if (taken) post.send(accountMail(locale, { to: email, about: 'exists', link: post.link('/sign-in') }));
}

type Kept = Pick<AccountRequest, 'email' | 'name' | 'locale' | 'note'> & {
  readonly id: string;
  readonly password_hash: string;
};

/** One statement for all cases, so that they take the same time. */
function keepRequest(
  db: Tx,
  { id, email, name, locale, note, password_hash }: Kept,
): Promise<{ taken: boolean; made: string | null }> {
  return db
    .with('known', (db) => db.selectFrom('users').select('id').where('email', '=', email))
    .with('made', (db) =>
      db
        .insertInto('registrations')
        .columns(['id', 'email', 'name', 'note', 'password_hash', 'locale'])
        .expression(
          sql`select ${id}::uuid, ${email}, ${name}, ${note}, ${password_hash}, ${locale} where not exists (select from known)`,
        )
        .onConflict((on) => on.column('email').where('state', '=', 'pending').doNothing())
        .returning('id'),
    )
    .selectNoFrom([
      sql<boolean>`exists (select from known)`.as('taken'),
      sql<string | null>`(select id from made)`.as('made'),
    ])
    .executeTakeFirstOrThrow();
}

const order = { columns: [{ ref: 'r.id', type: 'uuid' }], direction: 'desc' } as const;

function selectRegistrations(db: Executor) {
  return db
    .selectFrom('registrations as r')
    .leftJoin('users as d', 'd.id', 'r.decided_by')
    .select([
      'r.id',
      'r.email',
      'r.name',
      'r.note',
      'r.locale',
      'r.state',
      'r.created_at as createdAt',
      'r.decided_at as decidedAt',
      'd.name as decidedBy',
    ]);
}

/** Who asked for an account, newest first. */
export async function listRegistrations(
  ctx: Context,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<Registration>> {
  const rows = await selectRegistrations(ctx.db.db)
    .where(afterCursor<DB & { r: DB['registrations'] }, 'r'>(order, page.cursor) as never)
    .orderBy('r.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(rows, page.limit, (row) => [row.id]);
}

export interface Decision {
  readonly registrationId: string;
  readonly approve: boolean;
  readonly membership?: { readonly projectId: string; readonly role: Role } | undefined;
  readonly proof: Proof;
}

/**
 * Makes the account, perhaps with a membership, or refuses. Throws `not_found`, `wrong_state` (decided before),
 * `email_taken`, and as `requireProofForRole`.
 */
export async function decideRegistration(ctx: Context, input: Decision, post: Post): Promise<Registration> {
  if (input.approve && input.membership !== undefined)
    await requireProofForRole(ctx, input.membership, input.proof);
  const decided = await inTransaction(ctx.db.db, async (db) => {
    const asked = await db
      .selectFrom('registrations')
      .selectAll()
      .where('id', '=', input.registrationId)
      .forUpdate()
      .executeTakeFirst();
    if (asked === undefined) throw new Problem('not_found');
    if (asked.state !== 'pending') throw new Problem('wrong_state', { detail: 'This was decided before.' });
    if (input.approve) {
      const { email, name, locale, password_hash } = asked;
      await letIn(db, { id: ctx.ids.next(), email, name, locale, password_hash }, input.membership);
    }
    await db
      .updateTable('registrations')
      .set({
        state: input.approve ? 'approved' : 'refused',
        password_hash: null,
        decided_by: ctx.actor.userId,
        decided_at: sql<string>`now()`,
      })
      .where('id', '=', asked.id)
      .execute();
    return selectRegistrations(db).where('r.id', '=', asked.id).executeTakeFirstOrThrow();
  });
  const about = input.approve ? 'approved' : 'refused';
  const { email, locale } = decided;
  post.send(accountMail(locale, { to: email, about, link: post.link('/sign-in') }));
  return decided;
}

async function letIn(
  db: Tx,
  person: { id: string; email: string; name: string; locale: 'en' | 'zh-CN'; password_hash: string | null },
  membership: Decision['membership'],
): Promise<void> {
  await db
    .insertInto('users')
    .values({ ...person, kind: 'person' })
    .execute()
    .catch(translateEmail);
  if (membership === undefined) return;
  const { projectId, role } = membership;
  const project = await db.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst();
  if (project === undefined) throw new Problem('not_found');
  await db
    .insertInto('project_members')
    .values({ project_id: projectId, user_id: person.id, role })
    .execute();
}
