import type { Http } from './implement.ts';

/** A comment line in a silent stream, so that neither we nor a proxy takes the connection for dead. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Answers with server-sent events: each value as the JSON `data` of one message, then one `end` event. The source starts
 * before the answer does: what it throws for its first value becomes an ordinary problem. When the reader goes away the
 * signal given to the source is aborted; so it is when this process stops, and the browser connects again by itself.
 */
export async function sendEvents(
  { request, reply }: Http,
  open: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, request.server.stopping]);
  const values = open(signal)[Symbol.asyncIterator]();
  let next = await values.next();
  reply.hijack();
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  reply.raw.writeHead(200, headers as Record<string, string>);
  const keepAlive = setInterval(() => reply.raw.write(': still here\n\n'), KEEP_ALIVE_MS);
  try {
    for (; next.done !== true && !signal.aborted; next = await values.next()) {
      reply.raw.write(`data: ${JSON.stringify(next.value)}\n\n`);
    }
    if (!signal.aborted) reply.raw.write('event: end\ndata: {}\n\n');
  } catch (error) {
    if (signal.aborted) return;
    // Too late for a problem document: the broken stream tells the reader to ask again.
    request.server.services.log.warn({ err: error, requestId: request.id }, 'an event stream broke');
    reply.raw.destroy();
  } finally {
    clearInterval(keepAlive);
    await values.return?.();
    reply.raw.end();
  }
}
