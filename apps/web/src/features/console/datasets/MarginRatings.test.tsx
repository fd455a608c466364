import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render } from '@testing-library/react';
import type { MarginRating } from '@pairwright/contract/recipe';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { read } from '../../../api/queries.ts';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { MarginRatings } from './MarginRatings.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

const severity = {
  key: 'severity',
  label: { en: 'Severity of the harm', 'zh-CN': '危害程度' },
  min: 0,
  max: 3,
  low: { en: 'None', 'zh-CN': '无' },
  high: null,
};
interface FieldsProps {
  first: MarginRating[] | null;
  onSeen?: (chosen: MarginRating[]) => void;
}

function Fields({ first, onSeen }: FieldsProps) {
  const [chosen, setChosen] = useState<MarginRating[] | null>(first);
  return (
    <MarginRatings
      projectId="p"
      chosen={chosen}
      onChange={(next) => {
        setChosen(next);
        onSeen?.(next);
      }}
    />
  );
}

function shown(
  first: MarginRating[] | null,
  ratings: readonly (typeof severity)[],
  onSeen?: (chosen: MarginRating[]) => void,
) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(read('getRecipeChoices', { params: { projectId: 'p' } }).queryKey, {
    ratings,
  } as never);
  return render(
    <QueryClientProvider client={client}>
      <Fields first={first} {...(onSeen === undefined ? {} : { onSeen })} />
    </QueryClientProvider>,
  );
}

test.each([
  ['en', 'Severity of the harm', /from 0 \(None\) to 3/, /at least one/, /before ratings were named/],
  ['zh-CN', '危害程度', /从 0（无） 到 3/, /至少选择一项/, /还不能指定评分/],
] as const)(
  'in %s a rating is chosen by which end of its scale is better',
  async (locale, label, scale, none, old) => {
    await changeLocale(locale);
    let now: readonly MarginRating[] = [];
    const { getByLabelText, getByText, queryByText, unmount } = shown([], [severity], (next) => (now = next));
    getByText(scale);
    getByText(none);
    fireEvent.change(getByLabelText(label), { target: { value: 'lower' } });
    expect(now).toEqual([{ key: 'severity', better: 'lower' }]);
    expect(queryByText(none)).toBeNull();
    fireEvent.change(getByLabelText(label), { target: { value: 'none' } });
    expect(now).toEqual([]);
    unmount();
    shown(null, [severity]).getByText(old);
  },
);

test('a project without ratings is told so', async () => {
  await changeLocale('en');
  shown([], []).getByText(/ask for no ratings/);
});
