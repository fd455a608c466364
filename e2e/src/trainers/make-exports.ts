// Writes every export of the demo and of the sample data into FOLDER, one folder an export: what tools/trainers.mjs lets
// the trainers open. Run by it with plain Node: node --import tools/lib/typescript-threads.mjs make-exports.ts FOLDER
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext, Services } from '@pairwright/core/context';
import { createStage } from '@pairwright/core/datasets/datasets.fixture';
import { openDatabase } from '@pairwright/db/database';
import { loadDemo } from '@pairwright/demo/load-demo';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { acquireServer, releaseServer } from '@pairwright/testkit/shared-server';
import { templateDatabase } from '@pairwright/testkit/template-name';
import { everyKind, exportInto, freeze, type Ruled, shapesFor } from './export-versions.ts';
import { addSampleVotes } from './sample-votes.ts';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Name the folder to write to.');

/** Jobs are run here, where they are asked for: nobody takes them from a queue. */
const noQueue = { backend: 'postgres', enqueue: async () => undefined, close: async () => {} };

async function demoProject(services: Services): Promise<ProjectContext> {
  await loadDemo(services);
  const { rows } = await services.db.pool.query<{ id: string; owner: string }>(
    `select p.id, u.id as owner from projects p, users u where u.is_owner and p.is_demo and exists (select from judgments j where j.project_id = p.id)`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('The demo has no project with judgments.');
  const actor = {
    userId: found.owner,
    isOwner: true,
    via: 'session',
    scopes: new Set(['export']),
    onlyIn: null,
  } as const;
  return {
    ...services,
    actor: actor as unknown as ProjectContext['actor'],
    projectId: found.id,
    role: 'owner',
  };
}

const ruled: Record<string, Ruled> = {};

async function exportAll(
  ctx: ProjectContext,
  name: string,
  { includeMargin, kinds }: { includeMargin: boolean; kinds?: ReadonlySet<string> },
): Promise<void> {
  const version = await freeze(ctx, name, includeMargin);
  for (const shape of shapesFor(kinds ?? version.kinds)) {
    const folder = `${name}-${shape.format}-${shape.container}`;
    const told = await exportInto(ctx, { version, shape, folder: path.join(target!, folder) });
    if (told !== null) ruled[folder] = told;
  }
}

const { server } = await acquireServer();
const artifacts = await mkdtemp(path.join(tmpdir(), 'pairwright-trainers-artifacts-'));
const database = await openDatabase({
  url: server.url(templateDatabase),
  applicationName: 'trainers',
  poolSize: 4,
});
try {
  const services = {
    db: database,
    queue: noQueue,
    artifacts: await openFolderStore(artifacts),
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log: createLogger({ name: 'trainers', level: 'warn' }),
  } as unknown as Services;
  const stage = await createStage(database, { slug: 'samples' });
  await addSampleVotes(stage);
  await exportAll(stage.ctx, 'samples', { includeMargin: true, kinds: everyKind });
  await stage.close();
  await exportAll(await demoProject(services), 'demo', { includeMargin: false });
  await writeFile(path.join(target, 'row-rules.json'), JSON.stringify(ruled));
} finally {
  await database.close();
  await releaseServer();
  await rm(artifacts, { recursive: true, force: true });
}
