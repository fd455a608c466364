import { cleanup, fireEvent, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { RadioGroup, TextField } from './Field.tsx';

declare const happyDOM: { settings: { navigator: { maxTouchPoints: number } } };

beforeAll(() => startI18n(['ui']));
afterEach(() => {
  cleanup();
  happyDOM.settings.navigator.maxTouchPoints = 0;
});

const none = () => undefined;
const note = <TextField label="Note" value="" onChange={none} />;
const decide = <Button onClick={none}>Decide</Button>;

function dialog(body: ReactNode, required = false) {
  return (
    <Dialog open required={required} title="A question" onClose={none} footer={<Button>Do it</Button>}>
      {body}
    </Dialog>
  );
}

/** What a screen reader would say of where the focus is. */
function focused(): string {
  const at = document.activeElement;
  const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : at?.textContent;
  return at?.getAttribute('aria-label') ?? label ?? '';
}

test('begins in the first field', () => {
  render(dialog(<>{[<p key="why">Why</p>, <div key="note">{note}</div>, <p key="decide">{decide}</p>]}</>));
  expect(focused()).toBe('Note');
});

test('begins in the choice that is made, of a group of choices', () => {
  const options = ['one', 'two', 'three'].map((value) => ({ value, label: value }));
  render(dialog(<RadioGroup label="Which" value="two" options={options} onChange={none} />));
  expect(focused()).toBe('two');
});

test.each([
  ['a finger', note, 5],
  ['nothing to fill in', <p key="text">Only text</p>, 0],
  ['a field behind buttons that decide', [<div key="decide">{decide}</div>, <div key="note">{note}</div>], 0],
  ['a field that cannot be used', <input key="off" disabled />, 0],
])('begins at the close button with %s', (_, body, touchPoints) => {
  happyDOM.settings.navigator.maxTouchPoints = touchPoints;
  render(dialog(body));
  expect(focused()).toBe('Close');
});

test('begins at no button where one must choose', () => {
  render(dialog(decide, true));
  expect(document.activeElement?.tagName).toBe('DIV');
  expect(focused()).toBe('A question');
});

test('enters a field that comes later', async () => {
  const { rerender } = render(dialog(<p>Loading</p>));
  expect(focused()).toBe('Close');
  rerender(dialog(note));
  await expect.poll(focused).toBe('Note');
});

test('stays where it is once something was done', async () => {
  const { rerender, getByRole } = render(dialog(<p>Loading</p>));
  fireEvent.keyDown(getByRole('button', { name: 'Close' }), { key: 'Tab' });
  rerender(dialog(note));
  // Told after the change, as the dialog would be.
  await new Promise<void>((resolve) => {
    new MutationObserver(() => resolve()).observe(document.body, { attributes: true });
    document.body.dataset['told'] = 'yes';
  });
  expect(focused()).toBe('Close');
});

test('gives the focus back', () => {
  const opener = document.body.appendChild(document.createElement('button'));
  opener.focus();
  const { unmount } = render(dialog(note));
  expect(document.activeElement).not.toBe(opener);
  unmount();
  expect(document.activeElement).toBe(opener);
  opener.remove();
});
