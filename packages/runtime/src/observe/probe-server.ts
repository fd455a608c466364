import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface ProbeOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** Why no work can be done now; undefined when it can. */
  readonly notReady: () => Promise<string | undefined>;
}

export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers machines that watch this process, on a port of its own that strangers do not reach: `/metrics`, `/health/live` (the process
 * answers) and `/health/ready` (it can work; 503 when not).
 */
export async function startProbeServer(options: ProbeOptions): Promise<ProbeServer> {
  const server = createServer((request, response) => {
    answer(options, request.url?.split('?')[0] ?? '/', response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answer(
  { metrics, notReady }: ProbeOptions,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (path === '/metrics') {
    const body = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(body);
    return;
  }
  if (path === '/health/live') return sendJson(response, 200, { status: 'ok' });
  if (path !== '/health/ready') return sendJson(response, 404, { status: 'not_found' });
  const reason = await notReady();
  sendJson(response, reason === undefined ? 200 : 503, {
    status: reason === undefined ? 'ok' : 'failed',
    ...(reason === undefined ? {} : { detail: reason }),
  });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
