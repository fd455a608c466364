import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { findMigrationsDir } from './migrate.ts';

/** Files before this day were written while nobody had data to wait for. */
const FROM = '20261130T000000Z';

/** A reason in the file itself: `-- locks: the table has a row per project`. */
const REASON = /^-- locks: \S.{10,}$/m;

interface Rule {
  readonly what: string;
  readonly statement: RegExp;
}

/** What holds a strong lock for as long as a table is large. `table` is the group of that name. */
const rules: readonly Rule[] = [
  {
    what: 'builds an index without "concurrently"',
    statement: /^create (unique )?index (?!concurrently).*? on (?<table>\w+)/is,
  },
  {
    what: 'rewrites the table for a stored column',
    statement: /^alter table (?<table>\w+).* generated always as .* stored/is,
  },
  {
    what: 'rewrites the table for another type',
    statement: /^alter table (?<table>\w+).* alter column \w+ (set data )?type /is,
  },
  {
    what: 'rewrites the table for a default that differs from row to row',
    statement:
      /^alter table (?<table>\w+).* add column .* default \(?(gen_random_uuid|clock_timestamp|random|nextval)/is,
  },
  {
    what: 'checks all rows under its lock; add the constraint "not valid" and validate it in a file of its own',
    statement: /^alter table (?<table>\w+).* add (constraint \w+ )?(check|foreign key)(?!.* not valid)/is,
  },
  { what: 'reads all rows under its lock', statement: /^alter table (?<table>\w+).* set not null/is },
  {
    what: 'changes all rows at once; do it in batches outside',
    statement: /^update (?<table>\w+)(?!.* where )/is,
  },
  { what: 'rewrites the table', statement: /^(vacuum full|cluster) (?<table>\w+)/is },
  {
    what: 'takes away what the version before still uses',
    statement: /^alter table (?<table>\w+).* (drop column|rename) /is,
  },
];

/** Statements without comments and bodies of functions. */
function statementsOf(sql: string): string[] {
  const bare = sql.replaceAll(/--.*$/gm, '').replaceAll(/\$(\w*)\$.*?\$\1\$/gs, `''`);
  return bare
    .split(';')
    .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== '');
}

function breaksOf(sql: string): string[] {
  if (REASON.test(sql)) return [];
  const statements = statementsOf(sql);
  const own = new Set(
    statements.flatMap((text) => /^create table (?:if not exists )?(\w+)/i.exec(text)?.[1] ?? []),
  );
  return statements.flatMap((text) =>
    rules.flatMap(({ what, statement }) => {
      const table = statement.exec(text)?.groups?.['table'];
      return table === undefined || own.has(table) ? [] : [`${table}: ${what}`];
    }),
  );
}

describe('migrations that people with data wait for', async () => {
  const dir = await findMigrationsDir(import.meta.dirname);
  const files = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();

  test('hold no strong lock for long, unless the file says why', async () => {
    const found: string[] = [];
    for (const name of files.filter((file) => file >= FROM))
      for (const one of breaksOf(await readFile(`${dir}/${name}`, 'utf8'))) found.push(`${name}: ${one}`);
    expect(found).toEqual([]);
  });

  test('the rules see what they are for, in files from before them too', async () => {
    const seen = new Set<string>();
    for (const name of files)
      for (const one of breaksOf(await readFile(`${dir}/${name}`, 'utf8')))
        seen.add(one.slice(one.indexOf(': ') + 2));
    for (const what of ['builds an index without "concurrently"', 'rewrites the table for a stored column'])
      expect([...seen]).toContain(what);
  });
});

test.each([
  ['create index a_b on a (b);', true],
  ['create unique index a_b on a (b) where c;', true],
  ['-- no-transaction\ncreate index concurrently if not exists a_b on a (b);', false],
  ['create table a (b int); create index a_b on a (b); alter table a add check (b > 0);', false],
  ['alter table a add column b int generated always as (c + 1) stored;', true],
  ['alter table a alter column b type bigint;', true],
  ['alter table a add column b uuid default gen_random_uuid();', true],
  [`alter table a add column b text not null default 'x';`, false],
  ['alter table a add constraint c check (b > 0);', true],
  ['alter table a add constraint c check (b > 0) not valid;', false],
  ['alter table a alter column b set not null;', true],
  ['update a set b = 1;', true],
  ['update a set b = 1 where c = 2;', false],
  ['alter table a drop column b;', true],
  ['-- locks: a has one row per project\nalter table a drop column b;', false],
  ['create function f() returns void language sql as $$ update a set b = 1; $$;', false],
])('%s', (sql, refused) => {
  expect(breaksOf(sql).length > 0).toBe(refused);
});
