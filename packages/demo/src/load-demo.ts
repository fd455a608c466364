import { sql } from 'kysely';
import type { Role } from '@pairwright/contract/access';
import { demoAccounts } from '@pairwright/core/auth/demo-accounts';
import { hashPassword } from '@pairwright/core/auth/password-hash';
import type { Context, Services } from '@pairwright/core/context';
import { importRows } from '@pairwright/core/imports/import-rows';
import { createProject } from '@pairwright/core/projects/create-project.service';
import { inTransaction } from '@pairwright/db/transaction';
import { demoDataDir } from './demo-data.ts';
import { type DemoProject, demoProjects } from './demo-projects.ts';
import { readDemoRows } from './demo-rows.ts';
import { loadMtBench } from './load-mt-bench.ts';

const STATE_KEY = 'demo';

/**
 * Loads the demo once per installation and says whether it is there now. A run that was killed goes on at the next call;
 * a demo that was removed does not come back.
 */
export async function loadDemo(
  services: Services,
  log: (line: string) => void = () => undefined,
): Promise<'loaded' | 'present' | 'removed'> {
  const state = await readState(services);
  if (state === 'loaded') return (await hasDemo(services)) ? 'present' : 'removed';
  await writeState(services, 'loading');
  const accounts = await ensureAccounts(services);
  const admin: Context = {
    ...services,
    actor: {
      userId: accounts.get('admin')!,
      isOwner: true,
      via: 'session',
      scopes: new Set(['read', 'annotate', 'import', 'export', 'manage']),
      onlyIn: null,
      tokenId: null,
    },
  };
  for (const project of demoProjects) {
    log(`Loading ${project.name}`);
    await ensureProject(admin, project, accounts);
  }
  await writeState(services, 'loaded');
  return 'loaded';
}

async function readState(services: Services): Promise<unknown> {
  const row = await services.db.db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', STATE_KEY)
    .executeTakeFirst();
  return row?.value;
}

async function writeState(services: Services, state: 'loading' | 'loaded'): Promise<void> {
  const value = JSON.stringify(state);
  await services.db.db
    .insertInto('instance_settings')
    .values({ key: STATE_KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: sql`now()` }))
    .execute();
}

async function hasDemo(services: Services): Promise<boolean> {
  const row = await services.db.db
    .selectFrom('projects')
    .select('id')
    .where('is_demo', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes the demo sign-ins that are missing; gives ids by role, annotators as `annotator:e-mail`. */
async function ensureAccounts(services: Services): Promise<Map<string, string>> {
  const byRole = new Map<string, string>();
  for (const account of demoAccounts) {
    await services.db.db
      .insertInto('users')
      .values({
        id: services.ids.next(),
        kind: 'person',
        email: account.email,
        name: account.name,
        locale: account.locale,
        password_hash: await hashPassword(account.password),
        is_owner: account.isOwner,
        is_demo: true,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .execute();
    const { id } = await services.db.db
      .selectFrom('users')
      .select('id')
      .where('email', '=', account.email)
      .executeTakeFirstOrThrow();
    byRole.set(account.role === 'annotator' ? `annotator:${account.email}` : account.role, id);
  }
  return byRole;
}

async function ensureProject(
  ctx: Context,
  given: DemoProject,
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const { content, ...input } = given;
  const found = await ctx.db.db
    .selectFrom('projects')
    .select('id')
    .where('slug', '=', given.slug)
    .executeTakeFirst();
  const projectId = found?.id ?? (await createProject(ctx, { ...input, leaseMinutes: 30 })).id;
  await ctx.db.db.updateTable('projects').set({ is_demo: true }).where('id', '=', projectId).execute();
  await ensureMembers(ctx, projectId, accounts);
  if (content === undefined) await ensureMtBench(ctx, projectId);
  else await ensureImport(ctx, projectId, content);
}

async function ensureMembers(
  ctx: Context,
  projectId: string,
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const members = [...accounts].map(([key, userId]) => {
    const role: Role = key === 'admin' || key === 'researcher' ? key : 'annotator';
    return { project_id: projectId, user_id: userId, role };
  });
  await ctx.db.db
    .insertInto('project_members')
    .values(members)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function ensureImport(
  ctx: Context,
  projectId: string,
  { rows, pairing }: NonNullable<DemoProject['content']>,
): Promise<void> {
  const earlier = await ctx.db.db
    .selectFrom('imports')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', '=', 'succeeded')
    .executeTakeFirst();
  if (earlier) return;
  // A half-done import adds nothing twice when the file comes again.
  const job = await importRows(ctx, {
    projectId,
    filename: rows.file,
    source: readDemoRows(rows),
    pairing,
    createdBy: ctx.actor.userId,
  });
  if (job.state !== 'succeeded' || job.rowsRejected > 0) {
    throw new Error(
      `The demo file ${rows.file} was not imported whole: ${job.error?.message ?? `${job.rowsRejected} rows rejected`}`,
    );
  }
}

async function ensureMtBench(ctx: Context, projectId: string): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const present = await db
      .selectFrom('comparisons')
      .select('id')
      .where('project_id', '=', projectId)
      .limit(1)
      .executeTakeFirst();
    if (!present) await loadMtBench(db, { projectId, dataDir: demoDataDir, ids: ctx.ids });
  });
}
