import { cleanup, fireEvent, render, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { newRecipe, readRecipe } from './recipe.ts';
import { SplitFields } from './SplitFields.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

function Fields() {
  const [draft, setDraft] = useState(newRecipe);
  return (
    <>
      <SplitFields draft={draft} onDraft={setDraft} />
      <output>{JSON.stringify(readRecipe(draft)?.split ?? 'none')}</output>
    </>
  );
}

const words = {
  en: {
    split: 'Split',
    add: 'Add a part',
    name: 'Name of part 2',
    share: (n: number) => `Percent in part ${n}`,
    remove: 'Remove the part dev',
    sum: 'The shares add up to 102.5 %',
  },
  'zh-CN': {
    split: '划分',
    add: '添加划分',
    name: '第 2 个划分的名称',
    share: (n: number) => `第 ${n} 个划分的百分比`,
    remove: '移除划分 dev',
    sum: '各百分比合计为 102.5%',
  },
} as const;

test.each(['en', 'zh-CN'] as const)(
  'parts are named, shared out, added and removed in %s',
  async (locale) => {
    await changeLocale(locale);
    const say = words[locale];
    const { getByLabelText, getByRole, queryByRole, container } = render(<Fields />);
    const split = () => JSON.parse(container.querySelector('output')?.textContent ?? '') as unknown;
    const type = (label: string, value: string) =>
      fireEvent.change(getByLabelText(label), { target: { value } });
    fireEvent.change(getByLabelText(say.split), { target: { value: 'prompt' } });
    expect(split()).toMatchObject({
      parts: [
        { name: 'train', share: 0.9 },
        { name: 'test', share: 0.1 },
      ],
    });
    type(say.share(1), '80');
    fireEvent.click(getByRole('button', { name: say.add }));
    // The new part is where one goes on typing.
    await waitFor(() => expect(document.activeElement).toBe(getByLabelText(say.name)));
    type(say.name, 'dev');
    type(say.share(2), '12.5');
    expect(split()).toBe('none');
    expect(getByRole('alert').textContent).toContain(say.sum);
    type(say.share(3), '7.5');
    expect(queryByRole('alert')).toBeNull();
    expect(split()).toMatchObject({
      parts: [
        { name: 'train', share: 0.8 },
        { name: 'dev', share: 0.125 },
        { name: 'test', share: 0.075 },
      ],
    });
    fireEvent.click(getByRole('button', { name: say.remove }));
    expect(split()).toMatchObject({
      parts: [
        { name: 'train', share: 0.925 },
        { name: 'test', share: 0.075 },
      ],
    });
  },
);
