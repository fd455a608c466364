import type { FastifyInstance } from 'fastify';
import {
  cancelExport,
  cancelFreeze,
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
import {
  createExportLink,
  findLinkedDownload,
  revokeExportLinks,
} from '@pairwright/core/datasets/export-links.service';
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
  implement(app, 'cancelFreeze', (ctx, { params }) => cancelFreeze(ctx, params.versionId));
  implement(app, 'getVersion', (ctx, { params }) => getVersion(ctx, params.versionId));
  implement(app, 'startExport', (ctx, { params, body }) =>
    startExport(ctx, { versionId: params.versionId, ...body }),
  );
  implement(app, 'getExport', (ctx, { params }) => getExport(ctx, params.exportId));
  implement(app, 'cancelExport', (ctx, { params }) => cancelExport(ctx, params.exportId));
  implement(app, 'createExportLink', (ctx, { params, body }) =>
    createExportLink(ctx, { exportId: params.exportId, ...body }),
  );
  implement(app, 'revokeExportLinks', (ctx, { params }) => revokeExportLinks(ctx, params.exportId));
  implementStream(app, 'downloadByLink', async (services, { params }, http) => {
    // The address is a key to the file: nobody may be sent on with it, and no cache between keeps what it opened.
    http.reply.header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer');
    return sendDownload(http, await findLinkedDownload(services, params));
  });
  implementStream(app, 'watchVersion', (ctx, { params }, http) =>
    sendEvents(http, (signal) => watchVersion(ctx, { versionId: params.versionId, signal })),
  );
  implementStream(app, 'downloadFile', async (ctx, { params }, http) =>
    sendDownload(http, await findDownload(ctx, params)),
  );
}
