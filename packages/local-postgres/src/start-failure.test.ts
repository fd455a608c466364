import { expect, test } from 'vitest';
import { dataDirAt } from './data-dir.ts';
import { explainFailure, isBusyPort } from './start-failure.ts';

const dir = dataDirAt('/data');

test('a full disk is named as such', () => {
  const log =
    '2026-11-23 20:00:00 UTC [7] FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device\n';
  expect(explainFailure(dir, log)).toMatchObject({
    code: 'disk_full',
    message: expect.stringContaining('Free some space'),
  });
});

test('an unknown reason is quoted with the place of the log', () => {
  const log =
    '2026-11-23 20:00:00 UTC [7] LOG:  starting\n2026-11-23 20:00:00 UTC [7] FATAL:  could not map anonymous shared memory\n';
  expect(explainFailure(dir, log)).toMatchObject({
    code: 'start_failed',
    message:
      'The database in /data did not start: could not map anonymous shared memory. Its log is /data/server.log.',
  });
  expect(explainFailure(dir, '').message).toContain('without a word');
});

test('a busy port is recognised', () => {
  expect(isBusyPort('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use')).toBe(true);
  expect(isBusyPort('LOG:  ready')).toBe(false);
});
