import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { agreementOptions } from './agreement.ts';
import { annotatorsOptions } from './annotators.ts';
import { leaderboardOptions } from './leaderboard.ts';
import { statisticsPlace } from './numbers.ts';
import { overviewOptions } from './overview.ts';

/** What can be computed, by kind, with its options. */
export const statisticsWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agreement'), options: agreementOptions }),
  z.strictObject({ kind: z.literal('annotators'), options: annotatorsOptions }),
  z.strictObject({ kind: z.literal('leaderboard'), options: leaderboardOptions }),
  z.strictObject({ kind: z.literal('overview'), options: overviewOptions }),
]);
export type StatisticsWish = z.infer<typeof statisticsWish>;
export type StatisticsKind = StatisticsWish['kind'];
export type OptionsOf<Kind extends StatisticsKind> = Extract<StatisticsWish, { kind: Kind }>['options'];

export const computeStatistics = endpoint({
  ...statisticsPlace,
  method: 'POST',
  path: '/projects/:projectId/statistics',
  summary: 'Asks for a statistic to be computed in the background; one that is under way is not begun twice',
  body: statisticsWish,
  status: 202,
  response: z.strictObject({ underWay: z.literal(true) }),
});
