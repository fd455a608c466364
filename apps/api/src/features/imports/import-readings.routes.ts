import type { FastifyInstance } from 'fastify';
import { inspectImport } from '@pairwright/core/imports/foreign/inspect.service';
import { deleteMapping, listMappings, saveMapping } from '@pairwright/core/imports/foreign/mappings.service';
import { implement } from '../../implement.ts';

/** What an uploaded file is, and how files are read. */
export function registerImportReadingRoutes(app: FastifyInstance): void {
  implement(app, 'inspectImport', (ctx, { params, body }) =>
    inspectImport(ctx, { importId: params.importId, ...body }),
  );
  implement(app, 'listMappings', (ctx) => listMappings(ctx));
  implement(app, 'saveMapping', (ctx, { body }) => saveMapping(ctx, body));
  implement(app, 'deleteMapping', (ctx, { params }) => deleteMapping(ctx, params.mappingId));
}
