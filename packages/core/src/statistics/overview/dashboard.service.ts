import type { Dashboard, Overview } from '@pairwright/contract/statistics/overview';
import { leastForShares } from '@pairwright/contract/statistics/overview';
import type { ProjectContext } from '../../context.ts';
import { readCounts } from '../../projects/read-counts.ts';
import { readProject } from '../../projects/projects.queries.ts';
import { takeInChanges } from '../../resolutions/refresh.service.ts';
import { shareOf } from '../estimates.ts';
import { computeNow, getStatistics, type Known } from '../statistics.service.ts';
import { COUNTED_AT_MOST, countSince, findFacts, isSmall } from './actions.queries.ts';
import { actionsOf } from './actions.ts';
import { costOf } from './cost.ts';
import { findCostFacts } from './cost.queries.ts';
import { forecastOf } from './forecast.ts';

/** Notes of judgments that are taken into labels first; what is more waits for a worker. */
const TAKEN_IN_ON_READING = 1_000;

const wish = { kind: 'overview', options: {} } as const;

/**
 * Where a project stands. Never goes through the judgments of a large project: its overview is computed in the background
 * and told with its age. A small one is gone through at once, so that it shows the last vote.
 */
export async function getDashboard(ctx: ProjectContext): Promise<Dashboard> {
  const { db } = ctx.db;
  const { projectId } = ctx;
  // So few judgments that their labels are made in no time: what is told is what the list of labels shows.
  if (await isSmall(db, projectId)) await takeInChanges(ctx, { projectId, limit: TAKEN_IN_ON_READING });
  const overview = await upToDate(ctx);
  const [project, counts, facts, since, costs] = await Promise.all([
    readProject(db, projectId),
    readCounts(db, projectId),
    findFacts(db, projectId),
    overview.snapshot === null ? 0 : countSince(db, projectId, overview.snapshot.asOf),
    findCostFacts(db, projectId),
  ]);
  const now = ctx.clock.now();
  return {
    counts,
    overview,
    since,
    forecast: forecastOf(overview.result?.perDay ?? [], counts.remaining, now),
    cost: overview.result && costOf(costs, overview.result.paidByRate, counts.remaining),
    skipRate: shareOf(counts.skips, counts.skips + counts.judgments, leastForShares),
    actions: actionsOf({ project, counts, overview: overview.result, facts, now }),
  };
}

async function upToDate(ctx: ProjectContext): Promise<Known<Overview>> {
  const known = await getStatistics<Overview>(ctx, wish);
  if (known.snapshot !== null && (!known.stale || known.snapshot.judgments > COUNTED_AT_MOST)) return known;
  if (!(await isSmall(ctx.db.db, ctx.projectId))) return known;
  await computeNow(ctx, wish);
  return getStatistics<Overview>(ctx, wish);
}
