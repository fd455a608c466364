import pg from 'pg';
import { connectClient } from '../connect.ts';
import { quoteName } from '../copy-raw.ts';
import { type AccountKind, accountKinds } from './rights.ts';
import { scramVerifier } from './scram.ts';

/** Connection URLs of the processes, each with an account of its own. */
export type AccountUrls = Readonly<Record<AccountKind, string>>;

export interface Account {
  readonly kind: AccountKind;
  readonly url: string;
  readonly name: string;
  /** Undefined: the account signs in by something else, like a certificate. */
  readonly password: string | undefined;
}

/** An account cannot be used as it is. The message says what to do, and holds no password. */
export class AccountError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AccountError';
  }
}

export const variableOf = (kind: AccountKind): string => `DATABASE_${kind.toUpperCase()}_URL`;

/** The accounts that the URLs name. Throws AccountError where one names none, or both the same. */
export function accountsOf(urls: AccountUrls): readonly Account[] {
  const accounts = accountKinds.map((kind): Account => {
    const { username, password } = new URL(urls[kind]);
    if (username === '')
      throw new AccountError(
        `${variableOf(kind)} names no user. Write it like postgres://pairwright_${kind}:password@host:5432/pairwright.`,
      );
    return {
      kind,
      url: urls[kind],
      name: decodeURIComponent(username),
      password: password === '' ? undefined : decodeURIComponent(password),
    };
  });
  if (accounts[0]?.name === accounts[1]?.name)
    throw new AccountError(
      `DATABASE_API_URL and DATABASE_WORKER_URL name the same user, ${accounts[0]?.name}. Give each process a user of its own.`,
    );
  return accounts;
}

interface Role {
  readonly owns: boolean;
  readonly mighty: boolean;
}

/** Makes the account where it is missing, and sets its password where that is another one. `client` is of the owner. Throws AccountError. */
export async function ensureRole(
  client: pg.Client,
  account: Account,
  { setPassword }: { readonly setPassword: boolean },
): Promise<void> {
  const { name, password } = account;
  const verifier = password === undefined ? '' : ` password ${pg.escapeLiteral(scramVerifier(password))}`;
  const role = await findRole(client, name);
  if (role === undefined) return change(client, account, `create role ${quoteName(name)} login${verifier}`);
  refuseMighty(account, role);
  if (password !== undefined && (setPassword || (await isRefused(account))))
    await change(client, account, `alter role ${quoteName(name)}${verifier}`);
}

async function findRole(client: pg.Client, name: string): Promise<Role | undefined> {
  const { rows } = await client.query<Role>(
    `select pg_has_role(r.oid, current_user, 'member') or exists (select from pg_class where relowner = r.oid) as owns,
       rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty
     from pg_roles r where rolname = $1`,
    [name],
  );
  return rows[0];
}

function refuseMighty({ kind, name }: Account, { owns, mighty }: Role): void {
  if (!owns && !mighty) return;
  throw new AccountError(
    `The user ${name} of ${variableOf(kind)} ${owns ? 'owns tables of this database, or acts for who does' : 'has rights over the whole server'}. Give a user that has neither; one that does not exist is made.`,
  );
}

async function isRefused({ url }: Account): Promise<boolean> {
  try {
    const client = await connectClient({ url, applicationName: 'pairwright-migrate' });
    await client.end();
    return false;
  } catch (error) {
    return ((error as Error).cause as { code?: unknown } | undefined)?.code === '28P01';
  }
}

async function change(client: pg.Client, { kind, name }: Account, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if ((error as { code?: unknown }).code !== '42501') throw error;
    throw new AccountError(
      `The user of DATABASE_URL may not make the user ${name} of ${variableOf(kind)} or set its password. Let an administrator run: create role ${quoteName(name)} login password '…'; with the password of ${variableOf(kind)}, or give the user of DATABASE_URL the right CREATEROLE.`,
      error,
    );
  }
}
