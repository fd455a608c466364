import type { KeyboardEvent } from 'react';
import { focusHome } from '../ask-name.ts';
import type { EntryDesk } from '../use-entry.ts';

/**
 * Keys inside the parts: up and down go from row to row, Enter gives, Escape leaves. A digit that means nothing in its
 * row means nothing at all: it must never reach the scale of the main question from there.
 */
export function onPanelKey(event: KeyboardEvent<HTMLElement>, desk: EntryDesk): void {
  if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
  const { target } = event;
  if (isText(target)) return;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    moveRow(event.currentTarget, target, event.key === 'ArrowDown' ? 1 : -1);
  } else if (event.key === 'Escape') {
    event.preventDefault();
    focusHome();
  } else if (event.key === 'Enter' && target instanceof HTMLInputElement) {
    event.preventDefault();
    if (!event.repeat) desk.give({ timeStamp: event.timeStamp, repeat: false }, 'key');
  } else if (target.closest('[data-row]') !== null && isDigit(event)) event.preventDefault();
}

function isDigit({ code, key }: KeyboardEvent<HTMLElement>): boolean {
  return /^(Digit|Numpad)\d$/.test(code) || /^\d$/.test(key);
}

/** Focuses the first (or last) row; false when there is none to see. */
export function enterRows(panel: HTMLElement, end: 'first' | 'last'): boolean {
  const rows = rowsOf(panel);
  return focusRow(end === 'first' ? rows[0] : rows.at(-1));
}

function moveRow(panel: HTMLElement, from: HTMLElement, by: 1 | -1): void {
  const rows = rowsOf(panel);
  const at = rows.findIndex((row) => row.contains(from));
  focusRow(rows[at + by]);
}

function rowsOf(panel: HTMLElement): HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>('[data-row]')];
}

function focusRow(row: HTMLElement | undefined): boolean {
  if (row === undefined) return false;
  const target =
    row.querySelector<HTMLElement>('input:checked:not([type=checkbox])') ??
    row.querySelector<HTMLElement>('input, textarea') ??
    row;
  target.focus();
  return document.activeElement === target;
}

function isText(target: HTMLElement): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
