import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '@pairwright/contract/webhook-event-names';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import type { Context } from '../context.ts';
import { deliverDue } from './deliver.service.ts';
import type { WebhookSettings } from './settings.ts';
import { createWebhook } from './webhooks.service.ts';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver on this machine; it answers 204 unless told otherwise. */
export async function openReceiver() {
  const received: Received[] = [];
  let answer = (response: ServerResponse): void => void response.writeHead(204).end();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      received.push({ path, headers, body: Buffer.concat(parts).toString() });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    address: `http://127.0.0.1:${port}/hooks`,
    events: () => received.map(({ body }) => JSON.parse(body) as { id: string; type: string; data: unknown }),
    answerWith(given: typeof answer) {
      answer = given;
    },
    answerStatus(status: number, headers: Record<string, string> = {}, text = '') {
      answer = (response) => void response.writeHead(status, headers).end(text);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Loopback only, over http: what OUTGOING_ALLOW=127.0.0.1 and OUTGOING_HTTP=true make. */
export const loopbackSettings = (allow = '127.0.0.1'): WebhookSettings => ({
  outgoing: openOutgoing({ openInternet: false, allow: parseAllowList(allow) ?? [], plainHttp: true }),
});

/** The owner of an installation with a clock that is moved by hand, and a queue that remembers. */
export async function openStage(database: TestDatabase, sealer = Sealer.ofOneRun()) {
  const ownerId = systemIds.next();
  await database.db
    .insertInto('users')
    .values({ id: ownerId, kind: 'person', email: `${ownerId}@example.org`, name: 'Owner', is_owner: true })
    .execute();
  let ahead = 0;
  const enqueued: unknown[] = [];
  const logLines: string[] = [];
  const ctx = {
    db: database,
    ids: systemIds,
    sealer,
    clock: { now: () => Date.now() + ahead },
    log: createLogger({
      name: 'test',
      level: 'info',
      destination: { write: (line: string) => void logLines.push(line) },
    }),
    queue: { enqueue: async (name: string, payload: unknown) => void enqueued.push([name, payload]) },
    actor: { userId: ownerId, isOwner: true, via: 'session', scopes: new Set(), onlyIn: null, tokenId: null },
  } as unknown as Context;
  const settings = loopbackSettings();
  const { signal } = new AbortController();
  return {
    ctx,
    settings,
    enqueued,
    logLines,
    /** Moves the clock. */
    pass: (seconds: number) => void (ahead += seconds * 1_000),
    make: (address: string, projectId: string | null, events: readonly WebhookEvent[]) =>
      createWebhook(ctx, { projectId, address, description: '', events }, settings),
    deliver: (webhookId: string, change: Partial<WebhookSettings & Pick<Context, 'sealer'>> = {}) =>
      deliverDue({ ...ctx, ...change }, { ...settings, ...change }, { webhookId, signal }),
  };
}
