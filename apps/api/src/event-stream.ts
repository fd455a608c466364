import { endpoints } from '@pairwright/contract/endpoints';
import { Problem } from '@pairwright/contract/errors';
import { admit } from './admit.ts';
import type { Http } from './implement.ts';

/** A comment line in a silent stream, so that neither we nor a proxy takes the connection for dead. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Answers with server-sent events: each value as the JSON `data` of one message, then one `end` event. The source starts
 * before the answer does: what it throws for its first value becomes an ordinary problem. When the reader goes away the
 * signal given to the source is aborted; so it is when this process stops, and the browser connects again by itself. Who may no longer
 * read it gets no further value: the stream breaks off, and who asks again is told why.
 */
export async function sendEvents(
  { request, reply }: Http,
  open: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const shutOut = new AbortController();
  const signal = AbortSignal.any([gone.signal, shutOut.signal, request.server.stopping]);
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
  const breakOff = (): void => {
    shutOut.abort();
    reply.raw.destroy();
  };
  const stayOpen = async (): Promise<void> => {
    if (await mayRead(request)) reply.raw.write(': still here\n\n');
    else breakOff();
  };
  const keepAlive = setInterval(
    () =>
      void stayOpen().catch((error: unknown) =>
        request.server.services.log.warn({ err: error, requestId: request.id }, 'a reader was not looked up'),
      ),
    KEEP_ALIVE_MS,
  );
  let isFirst = true;
  try {
    for (; next.done !== true && !signal.aborted; next = await values.next()) {
      if (!isFirst && !(await mayRead(request))) return breakOff();
      isFirst = false;
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

/** Whether who asked may still do so: a session that ended or a role that changed counts in the middle of a stream, too. */
async function mayRead(request: Http['request']): Promise<boolean> {
  const { operation } = request.routeOptions.config;
  if (operation === undefined) return true;
  try {
    await admit(request.server.services, endpoints[operation].access, request);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error;
  }
}
