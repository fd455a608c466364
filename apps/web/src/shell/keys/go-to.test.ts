import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Place, tell, keysHere } from './keys-here.ts';
import { waitForLetter } from './go-to.ts';

const places: Place[] = [
  { letter: 'd', label: 'console.nav_overview', href: '/projects/p' },
  { letter: 's', label: 'console.nav_datasets', href: '/projects/p/datasets' },
];
let went: string[] = [];
let heard: string[] = [];
let stop = (): void => undefined;
const page = (event: KeyboardEvent): void => void heard.push(event.key);
const wait = (): void => {
  stop = waitForLetter({ places: () => places, go: ({ href }) => went.push(href) });
};
const press = (key: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', {
      key,
      code: `Key${key.toUpperCase()}`,
      bubbles: true,
      cancelable: true,
      ...more,
    }),
  );

beforeEach(() => {
  [went, heard] = [[], []];
  document.addEventListener('keydown', page);
});
afterEach(() => {
  stop();
  document.removeEventListener('keydown', page);
  document.body.replaceChildren();
});

test('the letter after G leads to its place, and the page does not hear it', () => {
  wait();
  press('s');
  expect([went, heard]).toEqual([['/projects/p/datasets'], []]);
  // Only one letter is waited for.
  press('d');
  expect([went.length, heard]).toEqual([1, ['d']]);
});

test('another key is that of the page, and ends the wait', () => {
  wait();
  press('x');
  press('d');
  expect([went, heard]).toEqual([[], ['x', 'd']]);
});

test('with Ctrl, in a field, in a dialog or while composing it is no letter of a place', () => {
  wait();
  press('s', { ctrlKey: true });
  wait();
  const field = document.createElement('input');
  document.body.append(field);
  press('s', {}, field);
  wait();
  press('s', { isComposing: true });
  wait();
  const dialog = document.createElement('dialog');
  dialog.setAttribute('open', '');
  document.body.append(dialog);
  press('s');
  expect([went, heard]).toEqual([[], ['s', 's', 's', 's']]);
});

test('keys and places are told for as long as they are there', () => {
  const off = tell({ places });
  const offKeys = tell({ keys: [{ id: 'a', chords: ['j'], label: 'shell.keys_this' }] });
  expect(keysHere()).toMatchObject({ places, keys: [{ id: 'a' }] });
  off();
  expect(keysHere()).toMatchObject({ places: [], keys: [{ id: 'a' }] });
  offKeys();
  expect(keysHere().keys).toEqual([]);
});
