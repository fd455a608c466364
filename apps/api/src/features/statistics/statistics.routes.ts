import type { FastifyInstance } from 'fastify';
import { getAgreement } from '@pairwright/core/statistics/agreement/agreement.service';
import {
  getAnnotator,
  getAnnotators,
  listAnnotatorVotes,
} from '@pairwright/core/statistics/annotators/annotators.service';
import { getMyNumbers, writeMyReply } from '@pairwright/core/statistics/annotators/my-numbers.service';
import { getLeaderboard } from '@pairwright/core/statistics/leaderboard/leaderboard.service';
import { getDashboard } from '@pairwright/core/statistics/overview/dashboard.service';
import { getStatistics, requestStatistics } from '@pairwright/core/statistics/statistics.service';
import { implement } from '../../implement.ts';

export function registerStatisticsRoutes(app: FastifyInstance): void {
  implement(app, 'computeStatistics', (ctx, { body }) => requestStatistics(ctx, body));
  implement(app, 'getAgreement', (ctx, { query: { snapshot, ...options } }) =>
    getAgreement(ctx, options, snapshot),
  );
  implement(app, 'getLeaderboard', (ctx, { query: { snapshot, ...options } }) =>
    getLeaderboard(ctx, options, snapshot),
  );
  implement(app, 'getAnnotators', (ctx, { query }) => getAnnotators(ctx, query.snapshot));
  implement(app, 'getAnnotator', (ctx, { params, query }) =>
    getAnnotator(ctx, params.annotatorId, query.snapshot),
  );
  implement(app, 'listAnnotatorVotes', (ctx, { params, query }) =>
    listAnnotatorVotes(ctx, { annotatorId: params.annotatorId, ...query }),
  );
  implement(app, 'getOverview', (ctx, { query }) =>
    getStatistics(ctx, { kind: 'overview', options: {} }, query.snapshot),
  );
  implement(app, 'getDashboard', (ctx) => getDashboard(ctx));
  implement(app, 'getMyNumbers', (ctx) => getMyNumbers(ctx));
  implement(app, 'writeMyReply', (ctx, { body }) => writeMyReply(ctx, body.text));
}
