import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger, subsystem } from './logger.ts';

it('writes JSON lines with the subsystem and without secrets', () => {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()),
  });
  const log = subsystem(createLogger({ level: 'info', name: 'api', destination }), 'auth');
  log.info(
    {
      password: 'hunter2',
      req: { headers: { authorization: 'Bearer hunter2', 'set-cookie': 'hunter2' } },
      user: 'ada',
    },
    'signed in',
  );
  log.debug('not shown');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('hunter2');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    name: 'api',
    subsystem: 'auth',
    level: 'info',
    user: 'ada',
    msg: 'signed in',
  });
});
