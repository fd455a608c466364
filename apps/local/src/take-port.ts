import { createServer, type AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** Makes sure that the address is free before anything heavy is started; 0 becomes a free port. */
export function takePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
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
      return new StartError(`This user may not open port ${port}. Choose one above 1023: npm start -- --port 7460`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST is ${host}, which is not an address of this machine. Leave HOST out, or set it to 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}
