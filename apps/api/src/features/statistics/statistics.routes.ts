import type { FastifyInstance } from 'fastify';
import { getStatistics, requestStatistics } from '@pairwright/core/statistics/statistics.service';
import { implement } from '../../implement.ts';

export function registerStatisticsRoutes(app: FastifyInstance): void {
  implement(app, 'computeStatistics', (ctx, { body }) => requestStatistics(ctx, body));
  implement(app, 'getAgreement', (ctx, { query: { snapshot, ...options } }) =>
    getStatistics(ctx, { kind: 'agreement', options }, snapshot),
  );
  implement(app, 'getLeaderboard', (ctx, { query: { snapshot, ...options } }) =>
    getStatistics(ctx, { kind: 'leaderboard', options }, snapshot),
  );
}
