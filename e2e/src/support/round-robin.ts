import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly baseUrl: string;
  /** Where requests go, in turn; may be changed at any time. */
  backends: readonly string[];
  /** Requests that each backend took. */
  readonly taken: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/**
 * A balancer as operators put before several API processes: every request goes to the next backend, one that refuses the connection
 * is passed over, and what was sent already is never sent again.
 */
export async function startRoundRobin(): Promise<RoundRobin> {
  let turn = 0;
  const taken = new Map<string, number>();
  const proxy = { backends: [] as readonly string[] };
  const server = createServer((incoming, outgoing) => {
    const { backends } = proxy;
    const first = (turn += 1);
    const order = backends.map((_, index) => backends[(first + index) % backends.length] as string);
    pass({ incoming, outgoing, taken }, order);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get backends() {
      return proxy.backends;
    },
    set backends(backends) {
      proxy.backends = backends;
    },
    taken,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly taken: Map<string, number>;
}

function pass(passage: Passage, [backend, ...others]: readonly string[]): void {
  const { incoming, outgoing, taken } = passage;
  if (backend === undefined) {
    outgoing.writeHead(502).end();
    return;
  }
  const headers = { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' };
  // A connection for each request: one that was kept may be closed the moment it is used again.
  const onward = ask(new URL(incoming.url ?? '/', backend), {
    method: incoming.method ?? 'GET',
    headers,
    agent: false,
  });
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  let connected = false;
  onward.on('socket', (socket) =>
    socket.once('connect', () => {
      connected = true;
      taken.set(backend, (taken.get(backend) ?? 0) + 1);
      incoming.pipe(onward);
    }),
  );
  onward.on('error', () => {
    if (!connected) return pass(passage, others);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  outgoing.once('close', () => onward.destroy());
}
