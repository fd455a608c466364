import type { FastifyInstance } from 'fastify';
import { getComparison, listComparisons } from '@pairwright/core/browse/comparisons.service';
import { listFlags, settleFlag } from '@pairwright/core/flags/flags.service';
import { listModels } from '@pairwright/core/browse/models.service';
import { implement } from '../../implement.ts';

export function registerBrowseRoutes(app: FastifyInstance): void {
  implement(app, 'listComparisons', (ctx, { query }) => listComparisons(ctx, query));
  implement(app, 'getComparison', (ctx, { params }) => getComparison(ctx, params.comparisonId));
  implement(app, 'listFlags', (ctx, { query }) => listFlags(ctx, query));
  implement(app, 'settleFlag', (ctx, { params, body }) =>
    settleFlag(ctx, { ...body, flagId: params.flagId }),
  );
  implement(app, 'listModels', (ctx) => listModels(ctx));
}
