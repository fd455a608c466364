import { expect, test } from 'vitest';
import { exportFormats, takesTemplate } from '@pairwright/contract/export-formats';
import { recordFormats } from './registry.ts';
import { templateNames } from './templates.ts';

test('a template can be chosen of the formats that have several, all of them', () => {
  for (const { name, templates } of Object.values(recordFormats)) {
    expect([name, takesTemplate(name)]).toEqual([name, templates.length > 1]);
    if (takesTemplate(name)) expect(templates).toEqual(templateNames);
  }
  expect(exportFormats.filter((format) => takesTemplate(format))).not.toEqual([]);
});
