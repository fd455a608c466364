import type { FastifyInstance } from 'fastify';
import { getComparison, listComparisons } from '@pairwright/core/browse/comparisons.service';
import { getProgress } from '@pairwright/core/browse/progress.service';
import { implement } from '../../implement.ts';

export function registerBrowseRoutes(app: FastifyInstance): void {
  implement(app, 'listComparisons', (ctx, { query }) => listComparisons(ctx, query));
  implement(app, 'getComparison', (ctx, { params }) => getComparison(ctx, params.comparisonId));
  implement(app, 'getProgress', (ctx) => getProgress(ctx));
}
