import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** How a host behaves; may be changed between requests. */
export interface Behaviour {
  content: Buffer;
  etag: string | null;
  ranges: boolean;
  /** Whether it says how long the file is. */
  length: boolean;
  /** For the next answers, in turn: bytes after which the connection is cut. */
  cuts: number[];
  /** Is waited for before a connection is cut. */
  beforeCut: (() => Promise<unknown>) | null;
  /** For the next answers, in turn: a status instead of the file. */
  statuses: { readonly status: number; readonly headers?: Record<string, string> }[];
  /** Is waited for before each 10,000 bytes. */
  pace: (() => Promise<unknown>) | null;
}

export interface Origin extends Behaviour {
  readonly baseUrl: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A host of files on this machine that can break off, change its file, and not know ranges. */
export async function startOrigin(content: Buffer): Promise<Origin> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(origin, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const origin: Origin = {
    content,
    etag: '"v1"',
    ranges: true,
    length: true,
    cuts: [],
    beforeCut: null,
    statuses: [],
    pace: null,
    asked,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return origin;
}

async function answer(origin: Origin, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { range, 'if-range': ifRange } = request.headers;
  origin.asked.push({ path: request.url ?? '', range, ifRange: ifRange as string | undefined });
  const instead = origin.statuses.shift();
  if (instead !== undefined) return void response.writeHead(instead.status, instead.headers).end('sorry');
  const { content, etag } = origin;
  const wanted = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const partly = origin.ranges && wanted > 0 && ifRange === etag;
  const start = partly ? wanted : 0;
  if (start >= content.length && start > 0)
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  response.writeHead(partly ? 206 : 200, {
    ...(etag === null ? {} : { etag }),
    ...(origin.length ? { 'content-length': content.length - start } : {}),
    ...(partly ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  response.flushHeaders();
  const cut = origin.cuts.shift();
  const end = cut === undefined ? content.length : Math.min(content.length, start + cut);
  for (let at = start; at < end; at += 10_000) {
    await origin.pace?.();
    if (response.destroyed) return;
    const piece = content.subarray(at, Math.min(end, at + 10_000));
    await new Promise((resolve) => response.write(piece, resolve));
  }
  if (cut === undefined) return void response.end();
  await origin.beforeCut?.();
  response.socket?.end();
}
