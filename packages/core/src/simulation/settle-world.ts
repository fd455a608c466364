import { sql } from 'kysely';
import { plainPair } from '@pairwright/domain/judgment/form';
import { inTransaction } from '@pairwright/db/transaction';
import { retarget, sharedColumns } from '../projects/overlap.ts';
import { setGold } from '../routing/gold.service.ts';
import type { ProjectContext, Services } from '../context.ts';
import type { SimulatedPolicy } from './policies.ts';
import type { World } from './world.ts';

/** A project of the world: who works in it, in the order of the world's annotators. */
export interface SettledWorld {
  readonly projectId: string;
  readonly annotators: readonly ProjectContext[];
}

/** Rows of one insert; PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 1_000;

/** Writes a project with the world's comparisons, whose texts say their number and place, and its annotators. */
export async function settleWorld(
  services: Services,
  world: World,
  policy: SimulatedPolicy,
): Promise<SettledWorld> {
  const next = (): string => services.ids.next();
  const [projectId, batchId] = [next(), next()];
  const userIds = world.accuracies.map(next);
  await inTransaction(services.db.db, async (db) => {
    await db
      .insertInto('users')
      .values(
        userIds.map((id, n) => ({
          id,
          kind: 'person' as const,
          email: `${id}@example.org`,
          name: `annotator ${n}`,
        })),
      )
      .execute();
    await db
      .insertInto('projects')
      .values({
        id: projectId,
        slug: projectId,
        name: policy.name,
        template: 'pair_7',
        language: 'en',
        target_judgments: policy.overlap.target,
        ...(policy.overlap.shared === null ? {} : sharedColumns(policy.overlap.shared)),
        lease_minutes: 60,
        routing: JSON.stringify(policy.routing),
      })
      .execute();
    const scale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true };
    await db
      .insertInto('questions')
      .values({
        project_id: projectId,
        version: 1,
        text_en: 'Which is better?',
        text_zh: '哪个更好？',
        form: JSON.stringify(plainPair(scale)),
      })
      .execute();
    await db.insertInto('guidelines').values({ project_id: projectId, version: 1, markdown: '-' }).execute();
    await db.insertInto('batches').values({ id: batchId, project_id: projectId, name: 'all' }).execute();
    await db
      .insertInto('project_members')
      .values(userIds.map((user_id) => ({ project_id: projectId, user_id, role: 'annotator' as const })))
      .execute();
    for (let from = 0; from < world.comparisons.length; from += CHUNK)
      await addComparisons(db, world, { from, projectId, batchId, next });
    await retarget(db, projectId);
  });
  const annotators = userIds.map((userId) => contextOf(services, projectId, userId));
  if (policy.hasGold) await addGold(annotators[0]!, world);
  await sql`analyze`.execute(services.db.db);
  return { projectId, annotators };
}

interface Place {
  readonly from: number;
  readonly projectId: string;
  readonly batchId: string;
  next(): string;
}

async function addComparisons(
  db: Services['db']['db'],
  world: World,
  { from, projectId, batchId, next }: Place,
): Promise<void> {
  const text = (role: string, content: string): string => JSON.stringify([{ role, content }]);
  const hash = (number: number, side: number): Buffer => Buffer.from(`${number}/${side}`);
  const rows = world.comparisons.slice(from, from + CHUNK).map((comparison, index) => ({
    number: from + index,
    comparison,
    promptId: next(),
    responseIds: [next(), next()] as const,
  }));
  await db
    .insertInto('prompts')
    .values(
      rows.map(({ number, promptId }) => ({
        id: promptId,
        project_id: projectId,
        messages: text('user', String(number)),
        content_hash: hash(number, 0),
        language: 'en',
      })),
    )
    .execute();
  await db
    .insertInto('responses')
    .values(
      rows.flatMap(({ number, comparison, promptId, responseIds }) =>
        responseIds.map((id, side) => ({
          id,
          prompt_id: promptId,
          model: `model ${comparison.models[side]}`,
          messages: text('assistant', String(side)),
          content_hash: hash(number, side + 1),
        })),
      ),
    )
    .execute();
  await db
    .insertInto('comparisons')
    .values(
      rows.map(({ number, promptId, responseIds }) => ({
        id: next(),
        project_id: projectId,
        prompt_id: promptId,
        response_ids: [...responseIds],
        batch_id: batchId,
        rank: number,
        target_judgments: 1,
        side_seed: number % 2,
      })),
    )
    .execute();
}

/** The answer of every tenth comparison is known. */
const GOLD_EVERY = 10;

async function addGold(ctx: ProjectContext, world: World): Promise<void> {
  const rows = await ctx.db.db
    .selectFrom('comparisons')
    .select(['id', 'rank'])
    .where('project_id', '=', ctx.projectId)
    .orderBy('rank')
    .execute();
  for (const { id, rank } of rows.filter((_, index) => index % GOLD_EVERY === 0))
    await setGold(ctx, {
      comparisonId: id,
      answer: { outcome: 'scale', position: world.comparisons[rank]!.better === 0 ? 1 : 7 },
      exam: false,
      source: 'import',
    });
}

function contextOf(services: Services, projectId: string, userId: string): ProjectContext {
  const actor = {
    userId,
    isOwner: false,
    via: 'session' as const,
    scopes: new Set<never>(),
    onlyIn: null,
    tokenId: null,
  };
  return { ...services, actor, projectId, role: 'annotator' };
}
