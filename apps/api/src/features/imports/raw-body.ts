import { createHash } from 'node:crypto';
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

/** The pieces of an upload, whose sha256 is kept with the request when all have come. */
export async function* noteReceived(
  request: FastifyRequest,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  request.receivedSha256 = hash.digest('hex');
}
