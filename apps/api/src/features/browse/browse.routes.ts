import type { FastifyInstance } from 'fastify';
import { getComparison, listComparisons } from '@pairwright/core/browse/comparisons.service';
import { listModels } from '@pairwright/core/browse/models.service';
import { implement } from '../../implement.ts';

export function registerBrowseRoutes(app: FastifyInstance): void {
  implement(app, 'listComparisons', (ctx, { query }) => listComparisons(ctx, query));
  implement(app, 'getComparison', (ctx, { params }) => getComparison(ctx, params.comparisonId));
  implement(app, 'listModels', (ctx) => listModels(ctx));
}
