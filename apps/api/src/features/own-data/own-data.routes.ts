import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { eraseUser } from '@pairwright/core/own-data/erase-user.service';
import { writeOwnData } from '@pairwright/core/own-data/own-data.service';
import { implement, implementStream } from '../../implement.ts';

export function registerOwnDataRoutes(app: FastifyInstance): void {
  implement(app, 'eraseUser', (ctx, { params, body }) =>
    eraseUser(ctx, { userId: params.userId, email: body.email }),
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
