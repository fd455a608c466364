import { expect, test } from 'vitest';
import { exportFormats, takesTemplate } from '@pairwright/contract/export-formats';
import { recordFormats } from './registry.ts';
import { templateNames } from './templates.ts';

test('of a format whose template can be chosen all can, and the first is the usual one', () => {
  const chosen = exportFormats.filter((format) => takesTemplate(format));
  expect(chosen).toEqual(['text-triple']);
  for (const format of chosen)
    expect(format === 'votes' ? null : recordFormats[format].templates).toEqual(templateNames);
});
