import type { FastifyInstance } from 'fastify';
import {
  cancelExport,
  createDataset,
  freezeDataset,
  getDataset,
  getExport,
  getVersion,
  listDatasets,
  listVersions,
  startExport,
  updateDataset,
} from '@pairwright/core/datasets/datasets.service';
import { findDownload } from '@pairwright/core/datasets/download.service';
import { previewRecipe } from '@pairwright/core/datasets/preview.service';
import { watchVersion } from '@pairwright/core/datasets/watch-version';
import { sendEvents } from '../../event-stream.ts';
import { implement, implementStream } from '../../implement.ts';
import { sendDownload } from './send-download.ts';

export function registerDatasetRoutes(app: FastifyInstance): void {
  implement(app, 'previewRecipe', (ctx, { body }) => previewRecipe(ctx, body));
  implement(app, 'getDataset', (ctx, { params }) => getDataset(ctx, params.datasetId));
  implement(app, 'listDatasets', (ctx, { query }) => listDatasets(ctx, query));
  implement(app, 'createDataset', (ctx, { body }) => createDataset(ctx, body));
  implement(app, 'updateDataset', (ctx, { params, body }) =>
    updateDataset(ctx, { datasetId: params.datasetId, ...body }),
  );
  implement(app, 'listVersions', (ctx, { params, query }) =>
    listVersions(ctx, { datasetId: params.datasetId, ...query }),
  );
  implement(app, 'freezeDataset', (ctx, { params }) => freezeDataset(ctx, params.datasetId));
  implement(app, 'getVersion', (ctx, { params }) => getVersion(ctx, params.versionId));
  implement(app, 'startExport', (ctx, { params, body }) =>
    startExport(ctx, { versionId: params.versionId, ...body }),
  );
  implement(app, 'getExport', (ctx, { params }) => getExport(ctx, params.exportId));
  implement(app, 'cancelExport', (ctx, { params }) => cancelExport(ctx, params.exportId));
  implementStream(app, 'watchVersion', (ctx, { params }, http) =>
    sendEvents(http, (signal) => watchVersion(ctx, { versionId: params.versionId, signal })),
  );
  implementStream(app, 'downloadFile', async (ctx, { params }, http) =>
    sendDownload(http, await findDownload(ctx, params)),
  );
}
