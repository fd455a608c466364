import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  getAuditCheck,
  listAudit,
  listProjectAudit,
  writeAuditLines,
} from '@pairwright/core/audit/audit.service';
import { type Http, implement, implementStream } from '../../implement.ts';

export function registerAuditRoutes(app: FastifyInstance): void {
  implement(app, 'listAudit', (ctx, { query }) => listAudit(ctx, query));
  implement(app, 'listProjectAudit', (ctx, { query }) => listProjectAudit(ctx, query));
  implement(app, 'getAuditCheck', (ctx) => getAuditCheck(ctx));
  implementStream(app, 'downloadAudit', (ctx, _input, http) => sendLog(ctx, http));
  implementStream(app, 'downloadProjectAudit', (ctx, _input, http) => sendLog(ctx, http));
}

async function sendLog(
  ctx: Parameters<typeof writeAuditLines>[0],
  { request, reply }: Http,
): Promise<unknown> {
  reply
    .header('content-disposition', 'attachment; filename="audit.jsonl"')
    .header('cache-control', 'private, no-store')
    .type('application/x-ndjson');
  if (request.method === 'HEAD') return reply.send();
  return reply.send(Readable.from(writeAuditLines(ctx), { objectMode: false }));
}
