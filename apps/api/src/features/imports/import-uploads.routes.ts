import type { FastifyInstance } from 'fastify';
import { DEFAULT_UPLOAD_BYTES } from '@pairwright/core/imports/receive-upload';
import {
  beginUpload,
  finishUpload,
  getUpload,
  putPart,
} from '@pairwright/core/imports/upload/upload-parts.service';
import { implement, implementStream } from '../../implement.ts';
import { bodyOf, goneSignal } from './raw-body.ts';

/** Uploads in parts. */
export function registerImportUploadRoutes(app: FastifyInstance): void {
  const maxBytes = app.settings.uploadMaxBytes ?? DEFAULT_UPLOAD_BYTES;
  implement(app, 'beginUpload', (ctx, { body }) => beginUpload(ctx, { ...body, maxBytes }));
  implement(app, 'getUpload', (ctx, { params }) => getUpload(ctx, params.importId));
  implement(app, 'finishUpload', (ctx, { params, body }) =>
    finishUpload(ctx, { importId: params.importId, ...body }),
  );
  implementStream(app, 'putUploadPart', async (ctx, { params, query }, { request, reply }) => {
    const body = bodyOf(request);
    try {
      return await putPart(ctx, {
        importId: params.importId,
        ...query,
        signal: goneSignal(reply),
        body: body.iterator({ destroyOnReturn: false }),
      });
    } catch (error) {
      body.resume();
      throw error;
    }
  });
}
