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
import { proofOf } from '../auth/proof-of.ts';

export function registerOwnDataRoutes(app: FastifyInstance): void {
  implement(app, 'eraseUser', (ctx, { params, body }, http) =>
    eraseUser(ctx, { ...params, email: body.email, proof: proofOf(http, body) }),
  );
  implement(app, 'eraseImportedName', (ctx, { params, body }, http) =>
    eraseImportedName(ctx, { ...params, name: body.name, proof: proofOf(http, body) }),
  );
  implement(app, 'getMyErasureRequest', (ctx) => getMyErasureRequest(ctx));
  implement(app, 'requestErasure', (ctx, { body }) => requestErasure(ctx, body, app.postOffice));
  implement(app, 'cancelErasureRequest', (ctx, { params }) => cancelErasureRequest(ctx, params.requestId));
  implement(app, 'listErasureRequests', (ctx, { query }) => listErasureRequests(ctx, query));
  implement(app, 'decideErasureRequest', (ctx, { params: { requestId }, body }, http) => {
    if (body.decision === 'decline') return decideErasureRequest(ctx, { requestId, ...body }, app.postOffice);
    const { decision, email } = body;
    const proof = proofOf(http, body);
    return decideErasureRequest(ctx, { requestId, decision, email, proof }, app.postOffice);
  });
  implementStream(app, 'downloadMyData', async (ctx, _input, { request, reply }) => {
    reply
      .header('content-disposition', 'attachment; filename="my-data.jsonl"')
      .header('cache-control', 'private, no-store')
      .type('application/x-ndjson');
    if (request.method === 'HEAD') return reply.send();
    return reply.send(Readable.from(writeOwnData(ctx), { objectMode: false }));
  });
}
