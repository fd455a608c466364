import { cleanup, fireEvent, render } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { ValueGroup } from './ValueGroup.tsx';
import { shownValues } from './values.ts';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    value: `tag-${index}`,
    label: `tag-${index}`,
    count: count - index,
  }));

function Group({ count, isPartial, start = [] }: { count: number; isPartial: boolean; start?: string[] }) {
  const [chosen, setChosen] = useState<string[]>(start);
  return (
    <form onSubmit={() => setChosen(['sent'])}>
      <ValueGroup
        label="Tags"
        hint="hint"
        options={options(count)}
        chosen={chosen}
        onChange={setChosen}
        isPartial={isPartial}
        readTyped={(typed) => (typed === '' ? null : typed)}
      />
      <output>{chosen.join(' ')}</output>
    </form>
  );
}

test.each([
  ['en', 'tag-0 (3)', 'Nothing in the project has it.'],
  ['zh-CN', 'tag-0（3）', '项目中没有任何内容具有此值。'],
] as const)(
  'values stand with their counts in %s, and what nothing has is said to be so',
  async (locale, first, none) => {
    await changeLocale(locale);
    const { getByLabelText, getByRole, getByText, queryByRole } = render(
      <Group count={3} isPartial={false} start={['gone']} />,
    );
    expect(queryByRole('textbox')).toBeNull();
    fireEvent.click(getByLabelText(first));
    expect(getByRole('status', { name: '' }).textContent).toBe('gone tag-0');
    const gone = getByLabelText('gone');
    expect(document.getElementById(gone.getAttribute('aria-describedby') ?? '')).toBe(getByText(none));
    fireEvent.click(gone);
    expect(getByText('tag-0', { selector: 'output' })).toBeTruthy();
  },
);

test('many values are searched, and Enter takes the one that is meant and sends nothing', async () => {
  await changeLocale('en');
  const { getByRole, container, queryByRole } = render(<Group count={70} isPartial={false} />);
  const chosen = () => container.querySelector('output')?.textContent;
  const search = getByRole('textbox') as HTMLInputElement;
  expect(container.querySelectorAll('input[type=checkbox]')).toHaveLength(60);
  expect(container.textContent).toContain('60 of 70 values');
  fireEvent.change(search, { target: { value: 'TAG-6' } });
  expect(container.querySelectorAll('input[type=checkbox]')).toHaveLength(11);
  fireEvent.keyDown(search, { key: 'Enter' });
  expect(chosen()).toBe('tag-6');
  fireEvent.change(search, { target: { value: 'tag-69' } });
  fireEvent.keyDown(search, { key: 'Enter' });
  expect(chosen()).toBe('tag-6 tag-69');
  fireEvent.keyDown(search, { key: 'Enter' });
  expect(chosen()).toBe('tag-6');
  // The list is whole: what is not in it is not added.
  fireEvent.change(search, { target: { value: 'other' } });
  fireEvent.keyDown(search, { key: 'Enter' });
  expect(chosen()).toBe('tag-6');
  expect(queryByRole('button')).toBeNull();
});

test('where the list may lack some, a value is added by its name', async () => {
  await changeLocale('en');
  const { getByRole, getByLabelText, container } = render(<Group count={2} isPartial />);
  fireEvent.change(getByRole('textbox'), { target: { value: ' rare ' } });
  fireEvent.click(getByRole('button', { name: 'Add “rare”' }));
  expect(container.querySelector('output')?.textContent).toBe('rare');
  expect((getByLabelText('rare') as HTMLInputElement).checked).toBe(true);
  expect(container.textContent).toContain('Not among what was looked at.');
});

test('chosen values stay in sight among many', () => {
  const { shown, of } = shownValues({ options: options(80), chosen: ['tag-79', 'gone'] }, '');
  expect([shown.length, of, shown[0]?.value, shown[1]?.value]).toEqual([60, 81, 'tag-79', 'gone']);
});
