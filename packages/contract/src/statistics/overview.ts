import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { storedOutcome } from '../judgment.ts';
import { projectCounts } from '../project-counts.ts';
import { amount, pay } from '../projects.ts';
import { count } from '../shapes.ts';
import { computed, estimate, notDefined, snapshotQuery, statisticsPlace } from './numbers.ts';

export const overviewOptions = z.strictObject({});

/** Fewer judgments say nothing about shares: they are then null with the reason `too_few`. */
export const leastForShares = 30;

export const modelStanding = z.strictObject({
  model: z.string(),
  responses: count,
  wins: count,
  losses: count,
  ties: count,
});

/** What the judgments of a project that count say of how it goes. */
export const overview = z.strictObject({
  /** In UTC, the last 366 days with any, oldest first; of them those that were imported. */
  perDay: z.array(z.strictObject({ day: z.string(), judgments: count, imported: count, annotators: count })),
  outcomes: z.record(storedOutcome, count),
  /** Share of preferences for the response shown on the left; n: preferences. */
  leftShare: estimate,
  /** Of judgments on pairs. */
  tieRate: estimate,
  bothBadRate: estimate,
  cannotJudgeRate: estimate,
  /** Mean over comparisons of the share of pairs of votes that agree; n: comparisons with two votes or more. */
  agreement: estimate,
  /** Judgments that are paid for, where any are: what people did here, ordinary, gold and repeats, also where it was set aside. */
  paid: count,
  /** The same by the number of the rate they are paid by, as `listPayRates` tells it. */
  paidByRate: z.array(z.strictObject({ rate: count, judgments: count })),
  models: z.array(modelStanding),
  counts: projectCounts,
});
export type Overview = z.infer<typeof overview>;

export const getOverview = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/statistics/overview',
  summary: 'Judgments by day, outcomes, shares, agreement and win counts by model',
  query: z.strictObject(snapshotQuery),
  response: computed(overview),
});

const forecast = z.strictObject({
  /** Judgments still wanted of comparisons that are open. */
  remaining: count,
  /** Days in UTC: the middle of the drawn futures, and the band that holds four of five. */
  date: z.string().nullable(),
  low: z.string().nullable(),
  high: z.string().nullable(),
  /** Judgments of a day, the mean of the days that were drawn from; null without. */
  perDay: z.number().nullable(),
  /** Days that were drawn from. */
  days: count,
  reason: notDefined.nullable(),
});

const cost = z.strictObject({
  /** What a judgment is worth that is given from now on; null: nothing. */
  rate: pay.nullable(),
  /** Judgments that are paid, by the rates that held when they were given, oldest first. */
  paid: z.array(pay.extend({ judgments: count })),
  /** What they are worth together, by currency. */
  soFar: z.array(amount),
  /** Judgments still to be paid: those wanted now, and gold comparisons and repeats that will come between them by the policy. */
  toCome: z.strictObject({ wanted: count, gold: count, repeats: count }),
  /** When everything that is wanted now is judged, by currency. */
  final: z.array(amount),
});

export const actionKind = z.enum([
  'no_comparisons',
  'paused',
  'nobody',
  'idle',
  'stuck',
  'unfit',
  'flagged',
  'disputes',
  'gold_low',
  'alerts',
  'side_bias',
  'no_overlap',
  'exports_stale',
  'all_done',
]);
export type ActionKind = z.infer<typeof actionKind>;

export const dashboard = z.strictObject({
  counts: projectCounts,
  overview: computed(overview),
  /** Judgments since the overview was computed, counted up to 10,000. */
  since: count,
  forecast,
  /** Null where nothing ever was paid by the judgment. */
  cost: cost.nullable(),
  skipRate: estimate,
  /**
   * What to do next, the most urgent first; n: how many, where it counts something; of: out of how many, where it says. Stuck
   * are comparisons with free places that none of those who work here may take, of the first 2,000 with free places.
   */
  actions: z.array(z.strictObject({ kind: actionKind, n: count.nullable(), of: count.nullable() })),
});
export type Dashboard = z.infer<typeof dashboard>;

export const getDashboard = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/dashboard',
  summary:
    'Where a project stands: counts, pace and finish date, cost, agreement, shares, and what to do next. Small projects are computed anew, of large ones the newest overview is given with its age',
  response: dashboard,
});
