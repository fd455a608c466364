import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { takePort } from './take-port.ts';

test('a busy port is refused with another one named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(takePort({ host: '127.0.0.1', port, patienceMs: 0 })).rejects.toThrow(
    `Port ${port} is in use by another program (perhaps another Pairwright). Stop that one, or choose another port: npm start -- --port ${port + 1}`,
  );
  other.close();
});

test('a port that is given back in time is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const taking = takePort({ host: '127.0.0.1', port, patienceMs: 20_000 });
  other.close();
  expect(await taking).toBe(port);
});

test('port 0 becomes a free port', async () => {
  expect(await takePort({ host: '127.0.0.1', port: 0, patienceMs: 0 })).toBeGreaterThan(1023);
});

test('an address of another machine is refused', async () => {
  await expect(takePort({ host: '192.0.2.1', port: 0, patienceMs: 0 })).rejects.toThrow(
    /HOST is 192\.0\.2\.1, which is not an address of this machine/,
  );
});
