import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

export interface Wish {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long somebody who is about to leave the port may take. */
  readonly patienceMs: number;
}

/** Makes sure that the address is free before anything heavy is started; port 0 becomes a free one. */
export async function takePort({ host, port, patienceMs }: Wish): Promise<number> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await tryPort(host, port);
    } catch (error) {
      const busy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!busy || Date.now() >= deadline) throw explain(error as NodeJS.ErrnoException, host, port);
      await delay(50);
    }
  }
}

function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use by another program (perhaps another Pairwright). Stop that one, or choose another port: npm start -- --port ${port + 1}`,
      );
    case 'EACCES':
      return new StartError(
        `This user may not open port ${port}. Choose one above 1023: npm start -- --port 7460`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `HOST is ${host}, which is not an address of this machine. Leave HOST out, or set it to 127.0.0.1 or 0.0.0.0.`,
      );
    default:
      return error;
  }
}
