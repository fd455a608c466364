import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { takePort } from './take-port.ts';

test('a busy port is refused with another one named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(takePort('127.0.0.1', port)).rejects.toThrow(`Port ${port} is in use by another program (perhaps another Pairwright). Stop that one, or choose another port: npm start -- --port ${port + 1}`);
  other.close();
});

test('port 0 becomes a free port', async () => {
  expect(await takePort('127.0.0.1', 0)).toBeGreaterThan(1023);
});

test('an address of another machine is refused', async () => {
  await expect(takePort('192.0.2.1', 0)).rejects.toThrow(/HOST is 192\.0\.2\.1, which is not an address of this machine/);
});
