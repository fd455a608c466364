import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { timeLimits } from '@pairwright/db/time-limits';
import { apiLimits } from './limits.ts';

describe.each(['limits.md', 'limits.zh-CN.md'])('docs/%s', async (name) => {
  const page = await readFile(path.join(import.meta.dirname, '../../../docs', name), 'utf8');

  test('the page of limits names every limit of the API with the value it has', () => {
    for (const [name, value] of Object.entries(apiLimits)) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      const shown = name.endsWith('Ms') ? [`${value} ms`, `${value / 1_000} s`] : [String(value)];
      expect(row, `${name} has no row`).toBeDefined();
      expect(
        shown.some((text) => new RegExp(`(^|[ |])${text}\\b`).test(row ?? '')),
        `${name} is ${shown.join(' or ')}: ${row}`,
      ).toBe(true);
    }
  });

  test('and every time limit of the database', () => {
    for (const [name, limits] of Object.entries(timeLimits)) {
      const row = page.split('\n').find((line) => new RegExp(`^\\| \`${name}\`[:：]`).test(line));
      const { acquireMs, statementMs, lockMs, idleInTransactionMs } = limits;
      expect(row?.split('|').slice(2, -1).map(Number)).toEqual([
        acquireMs,
        statementMs,
        lockMs,
        idleInTransactionMs,
      ]);
    }
  });
});
