import { createServer, type AddressInfo } from 'node:net';

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const chosen = (server.address() as AddressInfo).port;
      server.close(() => resolve(chosen));
    });
  });
}

/** The wished port of this machine when it is free, else any free one; undefined when there is none. */
export async function freePort(wished: number | undefined): Promise<number | undefined> {
  const same = wished === undefined ? undefined : await probe(wished);
  return same ?? (await probe(0));
}
