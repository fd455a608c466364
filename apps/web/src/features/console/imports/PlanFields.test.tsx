import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { read } from '../../../api/queries.ts';
import { startI18n } from '../../../i18n/i18n.ts';
import { PlanFields } from './PlanFields.tsx';
import { emptyPlan } from './plan.ts';

beforeAll(() => startI18n(['console', 'console-imports']));
afterEach(cleanup);

const projectId = '01900000-0000-7000-8000-000000000001';

test('names of models are offered as they are, and shown in their own direction', () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const names = ['gpt-4 (v2)', 'שלום (v2)', 'Eve\u202Enimda'];
  client.setQueryData(read('listModels', { params: { projectId } }).queryKey, {
    items: names.map((model) => ({ model, responses: 1 })),
  });
  const { container } = render(
    <QueryClientProvider client={client}>
      <PlanFields
        projectId={projectId}
        draft={{ ...emptyPlan, plan: 'against_baseline' }}
        onDraft={() => undefined}
        fault={null}
      />
    </QueryClientProvider>,
  );
  const options = [...container.querySelectorAll('datalist option')] as HTMLOptionElement[];
  expect(options.map(({ value }) => value)).toEqual(names);
  expect(options.map(({ textContent }) => textContent)).toEqual([
    'gpt-4 (v2)',
    '\u2068שלום (v2)\u2069',
    '\u2068Eve\u202Enimda\u2069',
  ]);
  expect(options.map(({ dir }) => dir)).toEqual(['auto', 'auto', 'auto']);
});
