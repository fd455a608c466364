import { expect, test } from 'vitest';
import { isSparing, layOutNow, layOutPiece } from './sparing.ts';

function paneOf(blocks: number): HTMLElement {
  const pane = document.createElement('div');
  pane.dataset['sparing'] = '';
  pane.innerHTML = `<div data-text="0"><div><div data-message="0"><div data-blocks="">${'<p>Text.</p>'.repeat(blocks)}</div></div></div></div>`;
  return pane;
}

const laid = (pane: HTMLElement): number => pane.querySelectorAll('[data-laid]').length;

test('what stands far down is laid out a few blocks at a time, and then nothing is spared', () => {
  const pane = paneOf(6 + 7);
  expect([layOutPiece(pane), laid(pane)]).toEqual([true, 3]);
  expect([layOutPiece(pane), laid(pane)]).toEqual([true, 6]);
  expect([layOutPiece(pane), laid(pane)]).toEqual([false, 7]);
  expect(isSparing(pane)).toBe(false);
});

test('a short text spares nothing', () => {
  const pane = paneOf(6);
  expect([layOutPiece(pane), laid(pane)]).toEqual([false, 0]);
});

test('all at once where all heights are needed', () => {
  const pane = paneOf(40);
  layOutNow(pane);
  expect([isSparing(pane), laid(pane)]).toEqual([false, 34]);
});
