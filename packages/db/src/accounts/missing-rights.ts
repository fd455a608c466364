import type pg from 'pg';
import { quoteName } from '../copy-raw.ts';
import {
  type AccountKind,
  foreignRights,
  isAmong,
  narrowWays,
  type RightsOnTable,
  rightsOn,
  type TableRight,
  tableRights,
} from './rights.ts';

/** An account at the database: whose it is, and its name there. */
export interface Holder {
  readonly kind: AccountKind;
  readonly name: string;
}

/** A statement that takes a right away or gives it, and what it is about. */
export interface RightsChange {
  readonly what: 'revoke' | 'grant';
  readonly on: string;
  readonly right: string;
  readonly statement: string;
}

/** The schemas with tables of ours: the product's, and the queue's where that is in this database. */
const SCHEMAS = ['public', 'bullmq'];

/** Tables of somebody else in the same schema are none of our business. */
const OURS = `c.relowner = (select relowner from pg_class where oid = to_regclass('public.pairwright_migrations'))
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly rights: readonly string[];
}

/** What has to change on whole tables and functions until the account has what its process needs and nothing else. */
export async function changesOfTables(client: pg.ClientBase, holder: Holder): Promise<RightsChange[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name,
       array(select r from unnest($3::text[]) as r where has_table_privilege($1, c.oid, r)) as rights
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($2) and c.relkind in ('r', 'p', 'v', 'm') and ${OURS}
     order by 1, 2`,
    [holder.name, SCHEMAS, [...tableRights, ...foreignRights]],
  );
  return [
    ...rows.flatMap((table) =>
      changes({
        has: table.rights,
        needs: rightsOn(holder.kind, table).whole,
        on: `${quoteName(table.schema)}.${quoteName(table.name)}`,
        name: holder.name,
      }),
    ),
    ...(await changesOfFunctions(client, holder)),
  ];
}

function changes(of: {
  has: readonly string[];
  needs: readonly string[];
  on: string;
  name: string;
}): RightsChange[] {
  const { has, needs, on, name } = of;
  const say = (what: 'revoke' | 'grant', right: string): RightsChange => ({
    what,
    on,
    right,
    statement: `${what} ${right} on ${on} ${what === 'grant' ? 'to' : 'from'} ${quoteName(name)}`,
  });
  return [
    ...has.filter((right) => !needs.includes(right)).map((right) => say('revoke', right)),
    ...needs.filter((right) => !has.includes(right)).map((right) => say('grant', right)),
  ];
}

async function changesOfFunctions(client: pg.ClientBase, { kind, name }: Holder): Promise<RightsChange[]> {
  const { rows } = await client.query<{ way: string; may: boolean }>(
    `select way, has_function_privilege($1, way, 'execute') as may
     from unnest($2::text[]) as way where to_regprocedure(way) is not null`,
    [name, Object.keys(narrowWays)],
  );
  return rows.flatMap(({ way, may }) =>
    changes({
      has: may ? ['execute'] : [],
      needs: narrowWays[way]?.includes(kind) === true ? ['execute'] : [],
      on: `function ${way}`,
      name,
    }),
  );
}

/** The same for single columns, after what is about whole tables was changed. */
export async function changesOfColumns(client: pg.ClientBase, holder: Holder): Promise<RightsChange[]> {
  const { rows } = await client.query<{ name: string; column: string; rights: TableRight[] }>(
    `select c.relname as name, a.attname as column,
       array(select r from unnest($2::text[]) as r where has_column_privilege($1, c.oid, a.attnum, r)) as rights
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and ${OURS}
     order by 1, 2`,
    [holder.name, ['select', 'insert', 'update']],
  );
  return rows.flatMap(({ name, column, rights }) => {
    const needs = rightsOn(holder.kind, { schema: 'public', name });
    return changesOfColumn({ table: name, column, has: rights, needs }, holder.name);
  });
}

function changesOfColumn(
  of: { table: string; column: string; has: readonly TableRight[]; needs: RightsOnTable },
  name: string,
): RightsChange[] {
  const { table, column, has, needs } = of;
  const wanted = (right: TableRight): boolean => {
    const some = needs.columns?.[right];
    return needs.whole.includes(right) || (some !== undefined && isAmong(some, column));
  };
  const on = `${quoteName('public')}.${quoteName(table)}`;
  return (['select', 'insert', 'update'] as const)
    .filter((right) => wanted(right) !== has.includes(right))
    .map((right) => {
      const what = wanted(right) ? 'grant' : 'revoke';
      const statement = `${what} ${right} (${quoteName(column)}) on ${on} ${what === 'grant' ? 'to' : 'from'} ${quoteName(name)}`;
      return { what, on: `${on} (${column})`, right, statement };
    });
}

/** All that differs from what the process needs; a right on a whole table stands for those on its columns. Reads only. */
export async function differences(client: pg.ClientBase, holder: Holder): Promise<RightsChange[]> {
  const whole = await changesOfTables(client, holder);
  const told = new Set(whole.map(({ what, right, on }) => `${what} ${right} ${on}`));
  const columns = await changesOfColumns(client, holder);
  return [
    ...whole,
    ...columns.filter(({ what, right, on }) => !told.has(`${what} ${right} ${on.replace(/ \(.*/, '')}`)),
  ];
}
