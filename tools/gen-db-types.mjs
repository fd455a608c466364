#!/usr/bin/env node
// Writes packages/db/src/tables.generated.ts from a freshly migrated, empty database.
//   node tools/gen-db-types.mjs [--check] [--url postgres://…]
// --check writes nothing and fails when the committed file differs. --url names any database on a server where this
// user may create databases; without it an embedded PostgreSQL is started in a temporary folder.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { runnerImport } from 'vite';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dbPackage = path.join(root, 'packages/db');
const target = path.join(dbPackage, 'src/tables.generated.ts');
const requireFromDb = createRequire(path.join(dbPackage, 'package.json'));
const pg = requireFromDb('pg');

const header = `// Generated from the migrations by tools/gen-db-types.mjs. Do not edit: change a migration and run it again.\n`;

const { values: args } = parseArgs({
  options: { check: { type: 'boolean', default: false }, url: { type: 'string' } },
});

const load = async (file) => (await runnerImport(path.join(root, file), { root, logLevel: 'error' })).module;

/** Runs `use(url)` with a server to work on and takes the server down again. */
async function withServer(use) {
  if (args.url !== undefined) return use(args.url);
  const { startLocalPostgres } = await load('packages/local-postgres/src/start.ts');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-types-'));
  const server = await startLocalPostgres({ dataDir, ephemeral: true });
  try {
    return await use(server.url());
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function withScratchDatabase(serverUrl, use) {
  const name = `pairwright_types_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  try {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return await use(url.href);
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

/** `check (state in ('a', 'b'))` becomes the type 'a' | 'b', also where the check is made by a function `valid_…(p_state, …)`. */
async function unionsFromChecks(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`
      select t.relname as table_name, a.attname as column_name, not a.attnotnull as nullable, a.atthasdef as has_default,
             pg_get_constraintdef(c.oid) as definition, p.prosrc as source
      from pg_constraint c
      join pg_class t on t.oid = c.conrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = any (c.conkey)
      left join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = c.oid and d.refclassid = 'pg_proc'::regclass
      left join pg_proc p on p.oid = d.refobjid
      where c.contype = 'c' and t.relnamespace = 'public'::regnamespace and a.atttypid = 'text'::regtype
        and (array[a.attnum] = c.conkey or p.oid is not null)
      order by 1, 2`);
    const columns = {};
    for (const row of rows) {
      const list =
        /^CHECK \(\(\(?"?\w+"? = ANY \(ARRAY\[(.*)\]\)\)\)?\)$/.exec(row.definition)?.[1] ??
        new RegExp(`\\bp_${row.column_name} in \\(([^)]*)\\)`).exec(row.source ?? '')?.[1];
      if (list === undefined) continue;
      const union = [...list.matchAll(/'((?:[^']|'')*)'/g)]
        .map((m) => JSON.stringify(m[1].replaceAll("''", "'")))
        .join(' | ');
      const generated = row.has_default ? `Generated<${union}>` : union;
      columns[`${row.table_name}.${row.column_name}`] = row.nullable ? `${generated} | null` : generated;
    }
    return columns;
  } finally {
    await client.end();
  }
}

async function generate(url) {
  const { migrate } = await load('packages/db/src/migrate.ts');
  await migrate({ url, dir: path.join(root, 'migrations') });
  const outDir = await mkdtemp(path.join(tmpdir(), 'pairwright-types-'));
  const outFile = path.join(outDir, 'tables.ts');
  try {
    await promisify(execFile)(process.execPath, [
      requireFromDb.resolve('kysely-codegen/dist/cli/bin.js'),
      '--dialect',
      'postgres',
      '--url',
      url,
      '--date-parser',
      'string',
      '--numeric-parser',
      'string',
      '--log-level',
      'error',
      '--type-mapping',
      JSON.stringify({
        timestamptz: 'TimestampText',
        int8: 'number',
        json: 'JsonColumn',
        jsonb: 'JsonColumn',
      }),
      '--custom-imports',
      JSON.stringify({
        TimestampText: './column-types.ts#TimestampText',
        JsonColumn: './column-types.ts#JsonColumn',
      }),
      '--overrides',
      JSON.stringify({ columns: await unionsFromChecks(url) }),
      '--exclude-pattern',
      'public.pairwright_migrations',
      '--out-file',
      outFile,
    ]);
    const text = await readFile(outFile, 'utf8');
    return header + text.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '\n');
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

const fresh = await withServer((url) => withScratchDatabase(url, generate));
const committed = await readFile(target, 'utf8').catch(() => '');
if (fresh === committed) {
  console.log('tables.generated.ts is up to date.');
} else if (args.check) {
  console.error(
    'packages/db/src/tables.generated.ts differs from the migrations. Run: node tools/gen-db-types.mjs',
  );
  process.exitCode = 1;
} else {
  await writeFile(target, fresh);
  console.log('Wrote packages/db/src/tables.generated.ts');
}
