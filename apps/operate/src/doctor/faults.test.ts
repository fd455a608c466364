import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { faultCodes } from './faults.ts';

test.each(['doctor.md', 'doctor.zh-CN.md'])(
  'docs/%s tells of every fault with its code, and of no other',
  async (name) => {
    const page = await readFile(path.join(import.meta.dirname, '../../../../docs', name), 'utf8');
    const rows = [...page.matchAll(/^\| (\d+) \| `(\w+)` \| [^|]{4,} \| [^|]{2,} \|$/gm)];
    expect(rows.map(([, code, fault]) => [fault, Number(code)])).toEqual(Object.entries(faultCodes));
  },
);
