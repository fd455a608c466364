import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openS3Store } from '@pairwright/runtime/artifacts/s3-store';
import { checkMailServer, openMailer } from '@pairwright/runtime/mail/mailer';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { hasOpenssl, makeAuthority } from '@pairwright/testkit/certificates';

const canMakeCertificates = await hasOpenssl();

/** What a client did once it met the server: a refusal, and nothing that it said inside of the connection. */
interface Server {
  readonly port: number;
  /** Bytes that came through an encrypted connection, of whichever client. */
  heard(): number;
  close(): Promise<void>;
}

let folder: string;
let ca: string;
let server: Server;

async function listen(cert: string, key: string): Promise<Server> {
  let bytes = 0;
  const found = createServer(
    { cert: await readFile(cert), key: await readFile(key) },
    (request, response) => {
      request.resume();
      response.end('spoken to');
    },
  );
  found.on('secureConnection', (socket) => socket.on('data', (data: Buffer) => (bytes += data.length)));
  await new Promise<void>((resolve) => found.listen(0, '127.0.0.1', resolve));
  return {
    port: (found.address() as AddressInfo).port,
    heard: () => bytes,
    close: () =>
      new Promise((resolve) => {
        found.closeAllConnections();
        found.close(() => resolve());
      }),
  };
}

beforeEach(({ skip }) => skip(!canMakeCertificates, 'There is no openssl to make certificates with.'));
beforeAll(async () => {
  if (!canMakeCertificates) return;
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-others-'));
  const authority = await makeAuthority(folder);
  ({ ca } = authority);
  const { cert, key } = await authority.issue('localhost');
  server = await listen(cert, key);
});
afterAll(async () => {
  await server?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Who speaks to servers that people or the operator name, by TLS. */
const clients: Readonly<Record<string, (host: string) => Promise<unknown>>> = {
  'imports and webhooks': async (host) => {
    const policy = { openInternet: true, allow: parseAllowList('127.0.0.1,localhost')!, plainHttp: false };
    const answer = await openOutgoing(policy).send(`https://${host}:${server.port}/`, {
      redirects: 0,
      answerMs: 5_000,
      limits: { idleMs: 5_000, leastRate: 1, mostBytes: 1_000 },
      signal: new AbortController().signal,
      method: 'POST',
      body: Buffer.from('what nobody else may read'),
    });
    answer.close();
  },
  'the store of files': (host) =>
    openS3Store({
      endpoint: `https://${host}:${server.port}`,
      region: 'us-east-1',
      bucket: 'files',
      forcePathStyle: true,
      keys: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
  mail: async (host) => {
    const url = `smtps://user:secret@${host}:${server.port}`;
    await checkMailServer(url);
    await openMailer({ url, from: 'label@example.org' }).send({
      to: 'a@example.org',
      subject: 'x',
      text: 'x',
    });
  },
};

describe.each(Object.entries(clients))('%s', (_who, connect) => {
  it('say nothing to a server whose certificate is of an authority that nobody named', async () => {
    const before = server.heard();
    await expect(connect('localhost')).rejects.toThrow();
    expect(server.heard()).toBe(before);
  });
});

it('which is no fault of the server: whoever knows its authority is answered, by its name', async () => {
  const ask = async (options: { host: string; servername?: string }) => {
    const trusted = await readFile(ca);
    return new Promise<string>((resolve, reject) => {
      httpsRequest({ port: server.port, ca: trusted, agent: false, ...options }, (answer) => {
        answer.setEncoding('utf8');
        answer.once('data', resolve);
      })
        .on('error', reject)
        .end();
    });
  };
  expect(await ask({ host: 'localhost' })).toBe('spoken to');
  await expect(ask({ host: '127.0.0.1', servername: 'elsewhere.example' })).rejects.toThrow(
    /altnames|does not match/i,
  );
});
