import { afterEach, beforeEach, expect, test } from 'vitest';
import { chordText, matchesChord } from './chord.ts';
import type { KeyLike } from './chord.ts';
import { listenForShortcuts } from './listen.ts';
import { resetKeymap, setChords } from './keymap.ts';
import { recordChord } from './record-chord.ts';
import { ShortcutRegistry } from './registry.ts';
import { toolChord } from './tool-chord.ts';
import type { Shortcut } from './registry.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const key = (part: Partial<KeyLike> & { key: string }): KeyLike => ({ ...plain, code: '', ...part });

test('digits go by the physical key, the number pad too', () => {
  expect(matchesChord('1', key({ key: '1', code: 'Digit1' }))).toBe(true);
  expect(matchesChord('1', key({ key: '&', code: 'Digit1' })), 'French layout').toBe(true);
  expect(matchesChord('1', key({ key: '１', code: 'Digit1' })), 'full width').toBe(true);
  expect(matchesChord('1', key({ key: '1', code: 'Numpad1' }))).toBe(true);
  expect(matchesChord('1', key({ key: 'End', code: 'Numpad1' })), 'number lock off').toBe(false);
  expect(matchesChord('1', key({ key: '!', code: 'Digit1', shiftKey: true }))).toBe(false);
});

test('Shift and a digit is a key of its own, but not where Shift makes the digit', () => {
  const shifted = { code: 'Digit1', shiftKey: true };
  expect(matchesChord('Shift+1', key({ key: '!', ...shifted }))).toBe(true);
  expect(matchesChord('1', key({ key: '!', ...shifted }))).toBe(false);
  expect(matchesChord('Shift+1', key({ key: '1', ...shifted })), 'French layout').toBe(false);
  expect(matchesChord('1', key({ key: '1', ...shifted })), 'French layout').toBe(true);
  expect(matchesChord('Shift+1', key({ key: '1', code: 'Digit1' }))).toBe(false);
  expect(matchesChord('+', key({ key: '+', code: 'Equal', shiftKey: true }))).toBe(true);
});

test('letters go by the character, or by place on other scripts', () => {
  expect(matchesChord('u', key({ key: 'u', code: 'KeyU' }))).toBe(true);
  expect(matchesChord('u', key({ key: 'г', code: 'KeyU' })), 'Cyrillic').toBe(true);
  expect(matchesChord('a', key({ key: 'a', code: 'KeyQ' })), 'French layout').toBe(true);
  expect(matchesChord('q', key({ key: 'a', code: 'KeyQ' }))).toBe(false);
});

test('modifiers are somebody else’s, except AltGr', () => {
  expect(matchesChord('s', key({ key: 's', code: 'KeyS', ctrlKey: true }))).toBe(false);
  expect(matchesChord('s', key({ key: 's', code: 'KeyS', metaKey: true }))).toBe(false);
  expect(matchesChord('s', key({ key: 's', code: 'KeyS', altKey: true }))).toBe(false);
  expect(matchesChord('Ctrl+z', key({ key: 'z', code: 'KeyZ', metaKey: true }))).toBe(true);
  const graph = key({ key: '1', code: 'Digit1', ctrlKey: true, altKey: true });
  expect(matchesChord('1', { ...graph, getModifierState: (name) => name === 'AltGraph' })).toBe(true);
  expect(matchesChord('?', key({ key: '?', code: 'Slash', shiftKey: true }))).toBe(true);
  expect(chordText('Ctrl+Enter')).toBe('Ctrl+Enter');
});

test('Alt belongs to a chord like the other modifiers', () => {
  const up = key({ key: 'ArrowUp', code: 'ArrowUp', altKey: true });
  expect(matchesChord('Alt+ArrowUp', up)).toBe(true);
  expect(matchesChord('ArrowUp', up)).toBe(false);
  expect(matchesChord('Alt+ArrowUp', { ...up, altKey: false })).toBe(false);
  expect(chordText('Alt+ArrowUp')).toBe('Alt+↑');
});

test('where letters name answers, tools that are single letters are reached with Shift', () => {
  expect(['s', 'g', '?', 'ArrowLeft', 'Ctrl+z'].map((chord) => toolChord(chord, true))).toEqual([
    'Shift+s',
    'Shift+g',
    '?',
    'ArrowLeft',
    'Ctrl+z',
  ]);
  expect(toolChord('u', true), 'undo names no answer').toBe('u');
  expect(toolChord('s', false)).toBe('s');
});

let heard: string[] = [];
let registry: ShortcutRegistry;
let stop: () => void;
let singleKeys = true;

function shortcut(part: Partial<Shortcut> & { id: string; chords: string[] }): Shortcut {
  return { scope: 'screen', label: 'labeling.tie', run: () => heard.push(part.id), ...part };
}

beforeEach(() => {
  heard = [];
  singleKeys = true;
  registry = new ShortcutRegistry();
  stop = listenForShortcuts(registry, { singleKeys: () => singleKeys, late: null });
  document.body.innerHTML =
    '<input id="text"><button id="button">b</button><div role="menu"><a id="item" tabindex="0">i</a></div>';
});
afterEach(() => stop());

function press(init: KeyboardEventInit & { keyCode?: number }, target: Element = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
}

test('two meanings for one key are refused', () => {
  registry.register([shortcut({ id: 'one', chords: ['x'] })]);
  expect(() => registry.register([shortcut({ id: 'two', chords: ['X'] })])).toThrow('taken by "one"');
  registry.register([shortcut({ id: 'other scope', scope: 'dialog', chords: ['x'] })]);
});

test('typing, menus and open dialogs keep their keys', () => {
  registry.register([
    shortcut({ id: 'screen', chords: ['x'] }),
    shortcut({ id: 'dialog', scope: 'dialog', chords: ['x'] }),
    shortcut({ id: 'field', scope: 'field', chords: ['Ctrl+Enter'] }),
  ]);
  const text = document.querySelector('#text');
  const item = document.querySelector('#item');
  if (text === null || item === null) throw new Error('no page');
  press({ key: 'x' }, text);
  press({ key: 'x' }, item);
  expect(heard).toEqual([]);
  press({ key: 'Enter', ctrlKey: true }, text);
  press({ key: 'x' });
  expect(heard).toEqual(['field', 'screen']);
  const dialog = document.createElement('dialog');
  dialog.setAttribute('open', '');
  document.body.append(dialog);
  press({ key: 'x' });
  expect(heard).toEqual(['field', 'screen', 'dialog']);
});

test('an input method at work keeps its keys, and the one after it', () => {
  registry.register([shortcut({ id: 'vote', chords: ['1'] })]);
  press({ key: '1', code: 'Digit1', isComposing: true });
  press({ key: 'Process', code: 'Digit1', keyCode: 229 });
  document.body.dispatchEvent(new Event('compositionend', { bubbles: true }));
  press({ key: '1', code: 'Digit1' });
  expect(heard).toEqual([]);
});

test('auto-repeat is heard only by those who ask', () => {
  registry.register([
    shortcut({ id: 'vote', chords: ['1'], hearsRepeat: true }),
    shortcut({ id: 'skip', chords: ['s'] }),
  ]);
  press({ key: '1', code: 'Digit1', repeat: true });
  press({ key: 's', repeat: true });
  expect(heard).toEqual(['vote']);
});

test('single keys can be switched off', () => {
  registry.register([
    shortcut({ id: 'vote', chords: ['1'] }),
    shortcut({ id: 'undo', chords: ['Ctrl+z'], always: true }),
  ]);
  singleKeys = false;
  press({ key: '1', code: 'Digit1' });
  press({ key: 'z', ctrlKey: true });
  expect(heard).toEqual(['undo']);
});

test('a focused button keeps Enter and Space', () => {
  registry.register([shortcut({ id: 'page', chords: [' '] })]);
  const button = document.querySelector('#button');
  if (button === null) throw new Error('no page');
  press({ key: ' ' }, button);
  expect(heard).toEqual([]);
  press({ key: ' ' });
  expect(heard).toEqual(['page']);
});

test('a key given to a shortcut takes the place of the usual one, unless it means something else', () => {
  const noted: string[] = [];
  const mapped = new ShortcutRegistry();
  const make = (id: string, chord: string): Shortcut => ({
    id,
    scope: 'screen',
    chords: [chord],
    label: 'labeling.undo',
    run: () => noted.push(id),
  });
  mapped.register([make('one', '1'), make('two', '2')]);
  const means = (name: string): string | null =>
    mapped.find({ ...key({ key: name }), repeat: false, timeStamp: 0 }, ['screen'])?.id ?? null;
  setChords('one', ['q']);
  expect([means('q'), means('1'), means('2')]).toEqual(['one', null, 'two']);
  expect(mapped.holderOf('Q', { id: 'two', scope: 'screen' })?.id).toBe('one');
  expect(mapped.holderOf('q', { id: 'one', scope: 'screen' })).toBeNull();
  // Another kind of question may use the key itself: then the usual one holds there.
  const stop = mapped.register([make('answer-q', 'q')]);
  expect([means('q'), means('1')]).toEqual(['answer-q', 'one']);
  stop();
  expect(means('q')).toBe('one');
  resetKeymap();
  expect([means('q'), means('1')]).toEqual([null, 'one']);
});

test('keys are recorded as they are matched', () => {
  const press = [
    key({ key: 'q', code: 'KeyA' }),
    key({ key: 'Г', code: 'KeyU', shiftKey: true }),
    key({ key: '&', code: 'Digit1' }),
    key({ key: '?', code: 'Slash', shiftKey: true }),
    key({ key: 'F2', code: 'F2' }),
    key({ key: ' ', code: 'Space', shiftKey: true }),
    key({ key: 'ArrowUp', code: 'ArrowUp', altKey: true }),
  ];
  expect(press.map(recordChord)).toEqual(['q', 'Shift+u', '1', '?', 'F2', 'Shift+ ', 'Alt+ArrowUp']);
  for (const event of press) expect(matchesChord(recordChord(event) ?? '', event), event.key).toBe(true);
  for (const event of [
    key({ key: 'Shift' }),
    key({ key: 'Tab' }),
    key({ key: 'c', ctrlKey: true }),
    key({ key: 'Process' }),
  ])
    expect(recordChord(event), event.key).toBeNull();
});
