import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { isolated } from '../../../i18n/isolated.ts';
import { NameDialog } from './NameDialog.tsx';

beforeAll(() => startI18n(['ui', 'console', 'console-trash']));
afterEach(cleanup);

const hebrew = 'שלום (v2)';

/** Types this where the name is asked for; gives what is confirmed then. */
function typing(text: string, name: string): { confirmed: string[]; label: string } {
  const confirmed: string[] = [];
  render(
    <NameDialog
      title="Remove?"
      name={name}
      confirm="Remove"
      busy={false}
      error={null}
      onConfirm={(kept) => confirmed.push(kept)}
      onClose={() => undefined}
    >
      {null}
    </NameDialog>,
  );
  const field = document.querySelector('input')!;
  fireEvent.change(field, { target: { value: text } });
  fireEvent.submit(field.form!);
  return { confirmed, label: field.labels![0]!.textContent };
}

test('a name from right to left turns nothing of the sentence that asks for it, and may be copied from there', () => {
  const { confirmed, label } = typing(` ${isolated(hebrew)}`, hebrew);
  expect(label).toContain(isolated(hebrew));
  expect(confirmed).toEqual([hebrew]);
});

test('another name removes nothing', () => {
  expect(typing('שלום', hebrew).confirmed).toEqual([]);
});
