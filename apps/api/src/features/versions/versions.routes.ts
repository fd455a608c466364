import type { FastifyInstance } from 'fastify';
import { getVersionDiff, listVersionDiff } from '@pairwright/core/datasets/explain/diff.service';
import { implement } from '../../implement.ts';

export function registerVersionRoutes(app: FastifyInstance): void {
  implement(app, 'getVersionDiff', (ctx, { params }) => getVersionDiff(ctx, params));
  implement(app, 'listVersionDiff', (ctx, { params, query }) =>
    listVersionDiff(ctx, { ...params, ...query }),
  );
}
