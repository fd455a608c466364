import type {
  AnnotatorProfile,
  AnnotatorRoster,
  AnnotatorVote,
  getAnnotator as getAnnotatorEndpoint,
  getAnnotators as getAnnotatorsEndpoint,
} from '@pairwright/contract/statistics/annotators';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../../context.ts';
import { annotatorNaming } from '../../people/annotator-names.ts';
import { getStatistics } from '../statistics.service.ts';
import { findPeople, findReply, findVotes } from './annotators.queries.ts';
import type { StoredAnnotators } from '../stored-shapes.ts';

type Named = Pick<AnnotatorProfile, 'name' | 'role' | 'judge'>;

const wish = { kind: 'annotators', options: {} } as const;

/** The numbers of all annotators as they were computed, with the names the actor may know. */
export async function getAnnotators(
  ctx: ProjectContext,
  snapshotId?: string,
): Promise<ResponseOf<typeof getAnnotatorsEndpoint>> {
  const known = await getStatistics<StoredAnnotators>(ctx, wish, snapshotId);
  if (known.result === null) return { ...known, result: null };
  const { annotators } = known.result;
  const named = await naming(
    ctx,
    annotators.map(({ annotatorId }) => annotatorId),
  );
  const result: AnnotatorRoster = {
    kinds: known.result.kinds,
    annotators: annotators.map(({ days: _days, ...numbers }) => ({
      ...numbers,
      ...named(numbers.annotatorId),
    })),
  };
  return { ...known, result };
}

/** The numbers of one annotator, their days and what they say about it; no result for somebody without votes. */
export async function getAnnotator(
  ctx: ProjectContext,
  annotatorId: string,
  snapshotId?: string,
): Promise<ResponseOf<typeof getAnnotatorEndpoint>> {
  const known = await getStatistics<StoredAnnotators>(ctx, wish, snapshotId);
  const numbers = known.result?.annotators.find((one) => one.annotatorId === annotatorId);
  const reply = await findReply(ctx.db.db, { projectId: ctx.projectId, annotatorId });
  if (numbers === undefined) return { ...known, result: null, reply };
  const named = await naming(ctx, [annotatorId]);
  const result: AnnotatorProfile = { ...numbers, ...named(annotatorId), kinds: known.result!.kinds };
  return { ...known, result, reply };
}

/** What one annotator decided and what stands, newest first. Throws InvalidCursor. */
export async function listAnnotatorVotes(
  ctx: ProjectContext,
  page: { annotatorId: string; cursor?: string | undefined; limit: number },
): Promise<Page<AnnotatorVote>> {
  const rows = await findVotes(ctx.db.db, { ...page, projectId: ctx.projectId });
  return toPage(rows, page.limit, (row) => [row.judgmentId]);
}

async function naming(ctx: ProjectContext, ids: readonly string[]): Promise<(id: string) => Named> {
  const nameOf = await annotatorNaming(ctx);
  const people = new Map(
    (await findPeople(ctx.db.db, { projectId: ctx.projectId, ids })).map((row) => [row.id, row]),
  );
  return (id) => {
    const { name, role, judge } = people.get(id) ?? { name: id, role: null, judge: 'here' };
    return { name: nameOf({ id, name }), role, judge };
  };
}
