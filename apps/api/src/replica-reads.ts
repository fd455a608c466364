import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import { MOST_LAG_MS } from '@pairwright/db/replica';

const WROTE = 'pairwright-wrote';
/** Longer than a replica in use may be behind, and than how far it is behind may be out of date. */
const OWN_WRITES_SECONDS = Math.ceil((2 * MOST_LAG_MS) / 1_000) + 2;

/**
 * Runs a read of the contract that may go to the replica: there while it is in use, unless the browser has just changed something
 * or the request asks for no cache. What fails or is not there yet is read from the database itself.
 */
export async function readOnReplica<T>(request: FastifyRequest, read: () => Promise<T>): Promise<T> {
  const { ctx, server } = request;
  const { replica } = server.services;
  const database = replica === undefined || wantsLatest(request) ? undefined : replica.database();
  if (replica === undefined || database === undefined || ctx === null) return read();
  request.ctx = { ...ctx, db: database };
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem && error.code !== 'not_found') throw error;
    if (!(error instanceof Problem)) replica.distrust(error);
    request.ctx = ctx;
    return read();
  }
}

function wantsLatest(request: FastifyRequest): boolean {
  const { cookie, 'cache-control': caching } = request.headers;
  if (caching === 'no-cache') return true;
  return cookie !== undefined && request.server.parseCookie(cookie)[WROTE] !== undefined;
}

/** After a change by a browser: its next reads see it, whichever process they come to. Annotators' work reads nothing from replicas. */
export function rememberChange(definition: Endpoint, request: FastifyRequest, reply: FastifyReply): void {
  const { server, ctx } = request;
  if (server.services.replica === undefined || definition.method === 'GET') return;
  if (definition.reads !== undefined) return;
  if (ctx === null || !('actor' in ctx) || ctx.actor.via !== 'session') return;
  if (definition.access.kind === 'project' && definition.access.action === 'annotate') return;
  const options = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: OWN_WRITES_SECONDS } as const;
  reply.header('set-cookie', server.serializeCookie(WROTE, '1', options));
}
