// Writes every export of the demo and of the sample data into FOLDER, one folder an export: what tools/trainers.mjs lets
// the trainers open. Run by it with plain Node: node --import tools/lib/typescript-threads.mjs make-exports.ts FOLDER
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext, Services } from '@pairwright/core/context';
import { createStage } from '@pairwright/core/datasets/datasets.fixture';
import { openDatabase } from '@pairwright/db/database';
import { loadDemo } from '@pairwright/demo/load-demo';
import { recordFormats } from '@pairwright/formats/out/registry';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { acquireServer, releaseServer } from '@pairwright/testkit/shared-server';
import { templateDatabase } from '@pairwright/testkit/template-name';
import {
  everyKind,
  exportInto,
  freeze,
  inShards,
  packedShapes,
  type Ruled,
  type Shape,
  shapesFor,
  type Version,
} from './export-versions.ts';
import { addAnswersLikeNothing, addSampleVotes } from './sample-votes.ts';

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
    tokenId: null,
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
  { version, shapes }: { version: Version; shapes: readonly Shape[] },
): Promise<void> {
  for (const shape of shapes) {
    const { format, container, compression, shardRows } = shape;
    const packed = [container, compression, shardRows === undefined ? undefined : 'shards'];
    const folder = [name, format, ...packed].filter((part) => part !== undefined).join('-');
    const told = await exportInto(ctx, { version, shape, folder: path.join(target!, folder) });
    if (told !== null) ruled[folder] = told;
  }
}

/** The data of every kind, small: in every container and compression, cut into files where it is packed. */
async function exportSamples(ctx: ProjectContext): Promise<void> {
  const version = await freeze(ctx, 'samples', { includeMargin: true });
  const plain = shapesFor(everyKind);
  await exportAll(ctx, 'samples', { version, shapes: [...plain, ...inShards(packedShapes(plain), 20)] });
}

const parts = [
  { name: 'train', share: 0.8 },
  { name: 'validation', share: 0.1 },
  { name: 'test', share: 0.1 },
];

/** Whether columns of ours may stand in the rows. */
function hasWeights({ format }: Shape): boolean {
  return format !== 'votes' && recordFormats[format].beside;
}

/** Answers that pandas takes for nothing, beside margins and weights: in every table of plain values. */
async function exportTables(ctx: ProjectContext): Promise<void> {
  const version = await freeze(ctx, 'tables', { includeMargin: true });
  const shapes = shapesFor(version.kinds).filter(({ container }) => container === 'csv');
  await exportAll(ctx, 'tables', { version, shapes });
  const weighed = await freeze(ctx, 'weights', { includeMargin: true, softLabel: true });
  await exportAll(ctx, 'weights', { version: weighed, shapes: shapes.filter(hasWeights) });
}

/** The demo whole, and once more in parts, of several files each. */
async function exportDemo(ctx: ProjectContext): Promise<void> {
  const whole = await freeze(ctx, 'demo', {});
  await exportAll(ctx, 'demo', { version: whole, shapes: shapesFor(whole.kinds) });
  const split = { by: 'prompt', salt: 'trainers', parts, nearDuplicates: 'join' } as const;
  const version = await freeze(ctx, 'parts', { split });
  await exportAll(ctx, 'parts', { version, shapes: inShards(shapesFor(version.kinds), 100) });
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
  await exportSamples(stage.ctx);
  await stage.close();
  const tables = await createStage(database, { slug: 'tables' });
  await addAnswersLikeNothing(tables);
  await exportTables(tables.ctx);
  await tables.close();
  await exportDemo(await demoProject(services));
  await writeFile(path.join(target, 'row-rules.json'), JSON.stringify(ruled));
} finally {
  await database.close();
  await releaseServer();
  await rm(artifacts, { recursive: true, force: true });
}
