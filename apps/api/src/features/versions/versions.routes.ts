import type { FastifyInstance } from 'fastify';
import { getVersionDiff, listVersionDiff } from '@pairwright/core/datasets/explain/diff.service';
import { findLine } from '@pairwright/core/datasets/explain/find-line.service';
import { findRows } from '@pairwright/core/datasets/explain/find-rows.service';
import { explainRow } from '@pairwright/core/datasets/explain/why.service';
import {
  getVersionExamples,
  listComparisonVersions,
} from '@pairwright/core/datasets/explain/versions-of.service';
import { implement } from '../../implement.ts';

export function registerVersionRoutes(app: FastifyInstance): void {
  implement(app, 'getVersionDiff', (ctx, { params }) => getVersionDiff(ctx, params));
  implement(app, 'listComparisonVersions', (ctx, { params }) =>
    listComparisonVersions(ctx, params.comparisonId),
  );
  implement(app, 'getVersionExamples', (ctx, { params }) => getVersionExamples(ctx, params.versionId));
  implement(app, 'explainRow', (ctx, { params }) => explainRow(ctx, params));
  implement(app, 'findRows', (ctx, { params, body }) => findRows(ctx, { ...params, ...body }));
  implement(app, 'findLine', (ctx, { params, body }) => findLine(ctx, { ...params, ...body }));
  implement(app, 'listVersionDiff', (ctx, { params, query }) =>
    listVersionDiff(ctx, { ...params, ...query }),
  );
}
