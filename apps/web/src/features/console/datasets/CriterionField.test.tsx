import type { RecipeChoices } from '@pairwright/contract/recipe-choices';
import { recipe } from '@pairwright/contract/recipe';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { read } from '../../../api/queries.ts';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { CriterionField } from './CriterionField.tsx';
import { draftOfRecipe, readRecipe } from './recipe.ts';
import { DecideFields } from './RecipeGroups.tsx';

beforeAll(() => startI18n(['console', 'console-datasets']));
afterEach(cleanup);

const projectId = '01900000-0000-7000-8000-000000000001';
const before = recipe.parse({ adjudicated: 'prefer', aggregation: 'weighted', singles: 'include' });

function Fields() {
  const [draft, setDraft] = useState(draftOfRecipe(before));
  return (
    <>
      <CriterionField projectId={projectId} draft={draft} onDraft={setDraft} />
      <output>{JSON.stringify(readRecipe(draft))}</output>
    </>
  );
}

function show(criteria: RecipeChoices['criteria']) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const { queryKey } = read('getRecipeChoices', { params: { projectId } });
  client.setQueryData(queryKey, { criteria } as RecipeChoices);
  return render(
    <QueryClientProvider client={client}>
      <Fields />
    </QueryClientProvider>,
  );
}

test.each([
  ['en', 'Question that labels the rows'],
  ['zh-CN', '决定结论的问题'],
] as const)('a criterion is chosen with what goes with it, and left again, in %s', async (locale, label) => {
  await changeLocale(locale);
  const { getByLabelText, container } = show([
    { value: 'harmless', count: 3 },
    { value: 'honest', count: 0 },
  ]);
  const found = () => JSON.parse(container.querySelector('output')?.textContent ?? 'null') as unknown;
  const choose = (value: string) => fireEvent.change(getByLabelText(label), { target: { value } });
  choose('harmless');
  expect(found()).toMatchObject({
    criterion: 'harmless',
    adjudicated: 'ignore',
    aggregation: 'majority',
    singles: 'leave_out',
    rewrites: 'leave_out',
  });
  choose('');
  expect(found()).toMatchObject({ criterion: null });
});

test('where questions have no criterion there is nothing to choose', () => {
  expect(show([]).queryByRole('combobox')).toBeNull();
});

test('what belongs to the main question is not offered beside a criterion', async () => {
  await changeLocale('en');
  const offered = (criterion: string | null) => {
    const draft = draftOfRecipe({ ...recipe.parse({}), criterion });
    const { queryByLabelText, getByLabelText, unmount } = render(
      <DecideFields draft={draft} onDraft={() => undefined} />,
    );
    const votes = getByLabelText('Votes') as HTMLSelectElement;
    const found = [
      [...votes.options].map(({ value }) => value),
      queryByLabelText(/^Take the votes/) !== null,
    ];
    unmount();
    return found;
  };
  expect(offered('harmless')).toEqual([['majority', 'each_vote'], false]);
  expect(offered(null)).toEqual([['majority', 'weighted', 'each_vote'], true]);
});
