import { createServer, type RequestListener, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { parseAllowList } from './allow-list.ts';
import { openOutgoing, type OutgoingRequest } from './outgoing.ts';
import { OutgoingError } from './outgoing-error.ts';
import type { OutgoingPolicy } from './policy.ts';

const open: (Server | net.Server)[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server | net.Server, host = '127.0.0.1'): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  return (server.address() as AddressInfo).port;
}
const serve = (handler: RequestListener, host?: string): Promise<number> =>
  listen(createServer(handler), host);

const allowing = (allow: string): OutgoingPolicy => ({
  openInternet: true,
  allow: parseAllowList(allow)!,
  plainHttp: true,
});

function request(more: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return {
    redirects: 5,
    answerMs: 5_000,
    limits: { idleMs: 5_000, leastRate: 1, mostBytes: 1_000_000 },
    signal: new AbortController().signal,
    ...more,
  };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function faultOf(given: Promise<unknown>): Promise<OutgoingError> {
  const error = await given.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OutgoingError) return error;
  throw new Error(`No refusal: ${String(error)}`);
}

describe('a name that stands for something else the second time', () => {
  test('is connected where it was checked, and the second answer is never asked for', async () => {
    const good = await serve((_request, response) => response.end('checked'));
    const asked: string[] = [];
    const outgoing = openOutgoing(allowing('127.0.0.1'), async (host) => {
      asked.push(host);
      return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    });
    const answer = await outgoing.send(`http://rebind.example.org:${good}/x`, request());
    expect(await textOf(answer.body)).toBe('checked');
    expect(asked).toEqual(['rebind.example.org']);
  });

  test('is refused when the second address, asked for by a redirect to itself, is inside', async () => {
    let inside = 0;
    const port = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
    // The same port on another address of this machine: what must not be reached.
    const trap = createServer((_request, response) => {
      inside += 1;
      response.end('secret');
    });
    open.push(trap);
    await new Promise<void>((resolve) => trap.listen(port, '127.0.0.2', () => resolve()));
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const outgoing = openOutgoing(allowing('127.0.0.1'), async () => answers.shift() ?? []);
    const { fault } = await faultOf(outgoing.send(`http://rebind.example.org:${port}/x`, request()));
    expect([fault, inside, answers]).toEqual(['not_allowed', 0, []]);
  });

  test('the system would have gone elsewhere: a name that does not exist is reached by what was resolved', async () => {
    const port = await serve((asked, response) => response.end(asked.headers.host));
    const outgoing = openOutgoing(allowing('127.0.0.1'), async () => ['127.0.0.1']);
    const answer = await outgoing.send(`http://no-such-name.example.org:${port}/`, request());
    expect(await textOf(answer.body)).toBe(`no-such-name.example.org:${port}`);
  });
});

describe('redirects', () => {
  test('are followed, and each hop is checked', async () => {
    let inside = 0;
    const secret = await serve((_request, response) => {
      inside += 1;
      response.end('secret');
    });
    const targets: Record<string, string> = {
      '/good': '/end',
      '/address': `http://127.0.0.2:${secret}/`,
      '/decimal': `http://2130706434:${secret}/`,
      '/metadata': 'http://169.254.169.254/latest/meta-data/',
      '/localhost': `http://localhost:${secret}/`,
      '/mapped': `http://[::ffff:127.0.0.2]:${secret}/`,
      '/other-port': `http://127.0.0.1:${secret}/`,
      '/scheme': 'ftp://127.0.0.1/x',
      '/file': 'file:///etc/passwd',
      '/user': 'https://u:p@example.org/',
      '/nonsense': 'http://',
    };
    const port = await serve((asked, response) => {
      const location = targets[asked.url ?? ''];
      if (location === undefined) return response.end('the end');
      return response.writeHead(302, { location }).end();
    });
    const outgoing = openOutgoing(allowing(`127.0.0.1:${port}`), async () => ['127.0.0.2']);
    const send = (path: string) => outgoing.send(`http://127.0.0.1:${port}${path}`, request());
    expect(await textOf((await send('/good')).body)).toBe('the end');
    const faults: Record<string, string> = {};
    for (const path of Object.keys(targets).slice(1)) faults[path] = (await faultOf(send(path))).fault;
    expect(faults).toEqual({
      '/address': 'not_allowed',
      '/decimal': 'not_allowed',
      '/metadata': 'not_allowed',
      '/localhost': 'not_allowed',
      '/mapped': 'not_allowed',
      '/other-port': 'not_allowed',
      '/scheme': 'scheme_refused',
      '/file': 'bad_address',
      '/user': 'credentials_refused',
      '/nonsense': 'bad_address',
    });
    expect(inside).toBe(0);
  });

  test('end after as many as were allowed, and are an answer where none is', async () => {
    let hops = 0;
    const port = await serve((_request, response) => {
      hops += 1;
      response.writeHead(307, { location: `/${hops}` }).end();
    });
    const outgoing = openOutgoing(allowing('127.0.0.1'));
    const address = `http://127.0.0.1:${port}/`;
    expect((await faultOf(outgoing.send(address, request({ redirects: 3 })))).fault).toBe(
      'too_many_redirects',
    );
    expect(hops).toBe(4);
    const answer = await outgoing.send(address, request({ redirects: 0 }));
    answer.close();
    expect(answer.status).toBe(307);
  });
});

describe('a sender that is not as it should be', () => {
  const outgoing = openOutgoing(allowing('127.0.0.1'));
  const limits = { idleMs: 5_000, leastRate: 1, mostBytes: 1_000 };

  test('too much, said before or not', async () => {
    const port = await serve((asked, response) => {
      if (asked.url === '/said') response.setHeader('content-length', 5_000);
      response.write('x'.repeat(2_000));
    });
    const send = (path: string) => outgoing.send(`http://127.0.0.1:${port}${path}`, request({ limits }));
    expect((await faultOf(send('/said'))).fault).toBe('too_large');
    const { body } = await send('/unsaid');
    expect((await faultOf(textOf(body))).fault).toBe('too_large');
  });

  test('silent before the answer, and in the middle of it', async () => {
    const port = await serve((asked, response) => {
      if (asked.url === '/middle') response.write('begun');
    });
    const address = `http://127.0.0.1:${port}`;
    expect((await faultOf(outgoing.send(`${address}/never`, request({ answerMs: 50 })))).fault).toBe(
      'too_slow',
    );
    const { body } = await outgoing.send(`${address}/middle`, request({ limits: { ...limits, idleMs: 50 } }));
    expect((await faultOf(textOf(body))).fault).toBe('too_slow');
  });

  test('a look-up that never ends', async () => {
    const stuck = openOutgoing(allowing('127.0.0.1'), () => new Promise(() => undefined));
    const sent = stuck.send('https://stuck.example.org/', request({ answerMs: 50 }));
    expect((await faultOf(sent)).fault).toBe('too_slow');
  });

  test('broken off, not HTTP, a head without end, TLS that is none, nobody there', async () => {
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('x', () => response.destroy());
    });
    const { body } = await outgoing.send(`http://127.0.0.1:${cut}/`, request());
    expect((await faultOf(textOf(body))).fault).toBe('broken_off');

    const nonsense = await listen(
      net.createServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.9\r\n')),
    );
    const head = await listen(
      net.createServer((socket) => {
        socket.on('error', () => undefined).resume();
        socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`);
      }),
    );
    const gone = await listen(net.createServer());
    await new Promise((resolve) => open.pop()!.close(resolve));
    const faults = await Promise.all(
      [
        `http://127.0.0.1:${nonsense}/`,
        `http://127.0.0.1:${head}/`,
        `https://127.0.0.1:${cut}/`,
        `http://127.0.0.1:${gone}/`,
      ].map(async (address) => (await faultOf(outgoing.send(address, request()))).fault),
    );
    expect(faults).toEqual(['bad_answer', 'bad_answer', 'tls_failed', 'unreachable']);
  });

  test('a signal ends the request and the body with its reason', async () => {
    const port = await serve((_request, response) => void response.write('begun'));
    const stop = new AbortController();
    const { body } = await outgoing.send(`http://127.0.0.1:${port}/`, request({ signal: stop.signal }));
    const reason = new Error('stopped');
    await body.next();
    const rest = body.next();
    stop.abort(reason);
    await expect(rest).rejects.toBe(reason);
    await expect(outgoing.send(`http://127.0.0.1:${port}/`, request({ signal: stop.signal }))).rejects.toBe(
      reason,
    );
  });
});

test('a name that does not exist and one inside are told in the same words', async () => {
  const missing = openOutgoing(allowing('127.0.0.1:1'), () =>
    Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
  );
  const inside = openOutgoing(allowing('127.0.0.1:1'), async () => ['10.0.0.1']);
  const one = await faultOf(missing.send('https://db.example.org/', request()));
  const other = await faultOf(inside.send('https://db.example.org/', request()));
  expect([one.fault, one.message, one.fix]).toEqual([other.fault, other.message, other.fix]);
  expect(one.message).not.toContain('10.0.0.1');
});
