import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  cancelImport,
  getImport,
  listImports,
  listRejects,
  startCheck,
  startRun,
} from '@pairwright/core/imports/imports.service';
import { DEFAULT_UPLOAD_BYTES, receiveUpload } from '@pairwright/core/imports/receive-upload';
import {
  kindOfRejects,
  readFaults,
  readRejectedLines,
  requireFile,
} from '@pairwright/core/imports/reject-lines';
import { watchImport } from '@pairwright/core/imports/watch-import';
import { sendEvents } from '../../event-stream.ts';
import { implement, implementStream } from '../../implement.ts';
import { bodyOf, goneSignal, noteReceived } from './raw-body.ts';

export function registerImportRoutes(app: FastifyInstance): void {
  const maxBytes = app.settings.uploadMaxBytes ?? DEFAULT_UPLOAD_BYTES;

  implementStream(app, 'uploadImport', async (ctx, { query }, { request, reply }) => {
    const body = bodyOf(request);
    try {
      return await receiveUpload(ctx, {
        filename: query.filename,
        announcedBytes: announcedBytes(request),
        maxBytes,
        signal: goneSignal(reply),
        // Destroying the request would cut the connection before the sender could read why.
        body: noteReceived(request, body.iterator({ destroyOnReturn: false })),
      });
    } catch (error) {
      body.resume();
      throw error;
    }
  });

  implement(app, 'listImports', (ctx, { query }) => listImports(ctx, query));
  implement(app, 'getImport', (ctx, { params }) => getImport(ctx, params.importId));
  implement(app, 'checkImport', (ctx, { params, body }) =>
    startCheck(ctx, { importId: params.importId, ...body }),
  );
  implement(app, 'runImport', (ctx, { params, body }) =>
    startRun(ctx, { importId: params.importId, ...body }),
  );
  implement(app, 'cancelImport', (ctx, { params }) => cancelImport(ctx, params.importId));
  implement(app, 'listRejects', (ctx, { params, query }) =>
    listRejects(ctx, { importId: params.importId, ...query }),
  );

  implementStream(app, 'watchImport', (ctx, { params }, http) =>
    sendEvents(http, (signal) => watchImport(ctx, { importId: params.importId, signal })),
  );

  implementStream(app, 'downloadRejects', async (ctx, { params, query }, { reply }) => {
    const job = await getImport(ctx, params.importId);
    const faults = query.faults === 'true';
    // Before the first byte, so that it can still be said.
    if (!faults) await requireFile(ctx, job.id);
    const kind = faults ? 'jsonl' : await kindOfRejects(ctx, job.id);
    reply
      .header(
        'content-disposition',
        `attachment; filename="${faults ? 'faults' : 'rejects'}-${job.id}.${kind}"`,
      )
      .type(mediaTypes[kind]);
    return reply.send(
      Readable.from(faults ? readFaults(ctx, job.id) : readRejectedLines(ctx, job.id), { objectMode: false }),
    );
  });
}

const mediaTypes = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
} as const;

function announcedBytes(request: FastifyRequest): number | undefined {
  const header = request.headers['content-length'];
  return header === undefined ? undefined : Number(header);
}
