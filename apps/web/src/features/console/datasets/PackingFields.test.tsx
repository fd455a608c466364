import type { ExportFormat } from '@pairwright/contract/datasets';
import { exportFormats, templatesOf } from '@pairwright/contract/export-formats';
import { cleanup, fireEvent, render } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { usualPacking } from './packing.ts';
import { PackingFields } from './PackingFields.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

function Fields({ format = 'trl-implicit' }: { format?: ExportFormat }) {
  const [value, setValue] = useState(usualPacking);
  return <PackingFields format={format} value={value} onChange={setValue} />;
}

test.each([
  ['en', /formulas/, /apostrophe/],
  ['zh-CN', /公式/, /撇号/],
] as const)(
  'who chooses a table in %s is told of formulas, and nobody else',
  async (locale, said, guarded) => {
    await changeLocale(locale);
    const { getAllByRole, queryByText } = render(<Fields />);
    const [container] = getAllByRole('combobox') as [HTMLSelectElement];
    const described = () => {
      const id = container.getAttribute('aria-describedby');
      return id === null ? '' : document.getElementById(id)?.textContent;
    };
    for (const [value, told] of [
      ['jsonl', null],
      ['csv', said],
      ['parquet', null],
      ['spreadsheet', guarded],
    ] as const) {
      fireEvent.change(container, { target: { value } });
      expect(container.value).toBe(value);
      if (told !== null) expect(described()).toMatch(told);
      else expect(queryByText(said)).toBeNull();
    }
  },
);

test('how turns become one text is asked of the formats that leave it open', async () => {
  await changeLocale('en');
  const asked = exportFormats.filter((format) => {
    const { queryByLabelText } = render(<Fields format={format} />);
    const isAsked = queryByLabelText('Turns in one text') !== null;
    cleanup();
    return isAsked;
  });
  expect(asked).toEqual(exportFormats.filter((format) => templatesOf(format).length > 0));
  expect(asked).not.toEqual([]);
  const { getByLabelText } = render(<Fields format="nemo-aligner-rm" />);
  const offered = [...(getByLabelText('Turns in one text') as HTMLSelectElement).options];
  expect(offered.map(({ value }) => value)).toEqual(templatesOf('nemo-aligner-rm'));
});
