import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  cancelErasureRequest,
  decideErasureRequest,
  getMyErasureRequest,
  listErasureRequests,
  requestErasure,
} from '@pairwright/core/own-data/erasure-requests.service';
import { eraseImportedName } from '@pairwright/core/own-data/erase-imported-name.service';
import { eraseUser } from '@pairwright/core/own-data/erase-user.service';
import { writeOwnData } from '@pairwright/core/own-data/own-data.service';
import { implement, implementStream } from '../../implement.ts';

export function registerOwnDataRoutes(app: FastifyInstance): void {
  implement(app, 'eraseUser', (ctx, { params, body }) =>
    eraseUser(ctx, { userId: params.userId, email: body.email }),
  );
  implement(app, 'eraseImportedName', (ctx, { params, body }) =>
    eraseImportedName(ctx, { ...params, ...body }),
  );
  implement(app, 'getMyErasureRequest', (ctx) => getMyErasureRequest(ctx));
  implement(app, 'requestErasure', (ctx, { body }) => requestErasure(ctx, body, app.postOffice));
  implement(app, 'cancelErasureRequest', (ctx, { params }) => cancelErasureRequest(ctx, params.requestId));
  implement(app, 'listErasureRequests', (ctx, { query }) => listErasureRequests(ctx, query));
  implement(app, 'decideErasureRequest', (ctx, { params, body }) =>
    decideErasureRequest(ctx, { ...params, ...body }, app.postOffice),
  );
  implementStream(app, 'downloadMyData', async (ctx, _input, { request, reply }) => {
    reply
      .header('content-disposition', 'attachment; filename="my-data.jsonl"')
      .header('cache-control', 'private, no-store')
      .type('application/x-ndjson');
    if (request.method === 'HEAD') return reply.send();
    return reply.send(Readable.from(writeOwnData(ctx), { objectMode: false }));
  });
}
