import type { Withdrawal } from '@pairwright/contract/withdrawals';
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { toastItems } from '../../../ui/toast.ts';
import { WithdrawActions } from './WithdrawActions.tsx';

beforeAll(() => startI18n(['ui', 'console', 'console-projects']));
afterEach(cleanup);

const idle = { error: null, isPending: false };
const withdrawal: Withdrawal = { because: 'a wrong file', by: 'Ann', at: '2026-11-30T10:00:00Z' };

/** What was asked for, and the answer that it is given at once. */
function shown(of: Withdrawal | null, elsewhere: string | null = null) {
  const asked: string[] = [];
  const view = render(
    <WithdrawActions
      withdrawal={of}
      ask="Withdraw these"
      withdraw={idle}
      back={idle}
      elsewhere={elsewhere}
      onWithdraw={(because, { onSuccess }) => {
        asked.push(because);
        onSuccess({ comparisons: 2 });
      }}
      onReturn={({ onSuccess }) => {
        asked.push('back');
        onSuccess({ comparisons: 1 });
      }}
      onDone={() => asked.push('done')}
    />,
  );
  return { ...view, asked };
}

const lastToast = (): string | undefined => toastItems().at(-1)?.text;

test('asks why before it withdraws, and closes when that is done', () => {
  const { asked, getByRole, getByText, queryByRole } = shown(null);
  fireEvent.click(getByRole('button', { name: 'Withdraw these' }));
  const withdraw = getByRole('button', { name: 'Withdraw' });
  fireEvent.click(withdraw);
  expect(asked).toEqual([]);
  getByText('This is needed.');
  fireEvent.change(getByRole('textbox'), { target: { value: ' a wrong file ' } });
  fireEvent.click(withdraw);
  expect(asked).toEqual(['a wrong file', 'done']);
  expect(queryByRole('dialog')).toBeNull();
  expect(lastToast()).toBe('2 comparisons were taken out of work.');
});

test('says who withdrew it and why, and returns it', () => {
  const { asked, getByRole, getByText } = shown(withdrawal);
  getByText(/^Withdrawn by Ann on .*: a wrong file$/);
  fireEvent.click(getByRole('button', { name: 'Return to work' }));
  expect(asked).toEqual(['back', 'done']);
  expect(lastToast()).toMatch(/^1 comparison /);
});

test('what comes back from elsewhere says so and offers nothing', () => {
  const { getByText, queryByRole } = shown(withdrawal, 'Return its batch.');
  getByText('Return its batch.');
  expect(queryByRole('button')).toBeNull();
});
