import type { FastifyInstance } from 'fastify';
import type { SourceSettings } from '@pairwright/core/imports/fetch/open-sources';
import { listSources, startFetch } from '@pairwright/core/imports/fetch/sources.service';
import { DEFAULT_UPLOAD_BYTES } from '@pairwright/core/imports/receive-upload';
import { implement } from '../../implement.ts';

/** Files that the server fetches itself. */
export function registerImportSourceRoutes(app: FastifyInstance): void {
  const { outgoing, importS3, uploadMaxBytes } = app.settings;
  const settings: SourceSettings = {
    policy: outgoing,
    s3: importS3 ?? null,
    mostBytes: uploadMaxBytes ?? DEFAULT_UPLOAD_BYTES,
  };
  implement(app, 'getImportSources', async () => listSources(settings));
  implement(app, 'fetchImport', (ctx, { body }) => startFetch(ctx, body, settings));
}
