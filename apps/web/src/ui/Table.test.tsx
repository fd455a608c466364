import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Button } from './Button.tsx';
import { Table } from './Table.tsx';

interface Person {
  name: string;
  role: string;
}

const people: Person[] = [
  { name: 'Anna', role: 'annotator' },
  { name: 'Bo', role: 'reviewer' },
];

function table(cards: boolean) {
  return (
    <Table<Person>
      caption="People"
      cards={cards}
      rows={people}
      rowKey={(row) => row.name}
      columns={[
        { key: 'name', header: 'Name', rowHeader: true, cell: (row) => row.name },
        { key: 'role', header: 'Role', align: 'end', cell: (row) => row.role },
        {
          key: 'do',
          header: 'Account',
          actions: true,
          cell: (row) => <Button>{`Remove ${row.name}`}</Button>,
        },
      ]}
    />
  );
}

afterEach(cleanup);

test.each([true, false])('is a table with named rows and columns, as cards: %s', (cards) => {
  const { getByRole, getAllByRole } = render(table(cards));
  expect(getByRole('table', { name: 'People' })).toBeTruthy();
  expect(getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'Name',
    'Role',
    'Account',
  ]);
  expect(getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(['Anna', 'Bo']);
  expect(getAllByRole('row')).toHaveLength(3);
  expect(getAllByRole('rowgroup')).toHaveLength(2);
  expect(getAllByRole('cell')).toHaveLength(4);
});

test('as cards its parts say what they are, whatever styles make of them', () => {
  const { container } = render(table(true));
  const said = [...container.querySelectorAll('table, table *')]
    .filter((element) => !['CAPTION', 'BUTTON'].includes(element.tagName))
    .map((element) => element.getAttribute('role'));
  expect(said).not.toContain(null);
  expect(new Set(said)).toEqual(new Set(['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell']));
  const labels = [...container.querySelectorAll('td')].map((cell) => cell.dataset['label']);
  expect(labels).toEqual(['Role', 'Account', 'Role', 'Account']);
});

test('otherwise what it is made of says it', () => {
  const { container } = render(table(false));
  expect(container.querySelectorAll('table [role]')).toHaveLength(0);
});
