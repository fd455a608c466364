import type { FastifyInstance } from 'fastify';
import { findMedia } from '@pairwright/core/media/find-media.service';
import { implementStream } from '../../implement.ts';

export function registerMediaRoutes(app: FastifyInstance): void {
  implementStream(app, 'getMedia', async (ctx, { params }, { request, reply }) => {
    const media = await findMedia(ctx, params.sha256);
    const etag = `"${params.sha256}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    // Opened before any header is set: a failure must not be kept by a cache.
    const bytes = isKnown || request.method === 'HEAD' ? undefined : await media.open();
    // Pictures from strangers: nothing may run should one be opened as a page. The address is its sum, so it never changes.
    reply
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('etag', etag);
    if (isKnown) return reply.code(304).send();
    reply.type(media.type).header('content-length', media.sizeBytes).header('content-disposition', 'inline');
    return reply.send(bytes);
  });
}
