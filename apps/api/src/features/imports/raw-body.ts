import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '@pairwright/contract/errors';

/** The body of an upload as it comes. Throws Problem `unsupported_media_type`. */
export function bodyOf(request: FastifyRequest): Readable {
  const { body } = request;
  if (body instanceof Readable) return body;
  throw new Problem('unsupported_media_type', {
    detail:
      'Send the file itself as the body, with the content type application/x-ndjson or application/octet-stream.',
  });
}

/** Aborted when the sender is gone before the answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort(new Error('The sender went away.')));
  return gone.signal;
}
