import { expect, test } from 'vitest';
import { exportFormats, templatesOf } from '@pairwright/contract/export-formats';
import { recordFormats } from './registry.ts';

test('of a format that knows several templates each can be chosen, and the first is the usual one', () => {
  for (const format of exportFormats) {
    const known = format === 'votes' ? [] : recordFormats[format].templates;
    expect(templatesOf(format), format).toEqual(known.length > 1 ? known : []);
  }
});
