import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetKeymap, setChords } from './keymap.ts';
import { listenForShortcuts } from './listen.ts';
import { ShortcutRegistry } from './registry.ts';

let heard: string[] = [];
let failed = 0;
let where = 'p1';
let singleKeys = true;
let registry: ShortcutRegistry;
let stop: () => void;
let loads: { id: string; fail: (reason: Error) => void }[] = [];

beforeEach(() => {
  heard = [];
  failed = 0;
  where = 'p1';
  singleKeys = true;
  loads = [];
  document.body.innerHTML = '<input id="text">';
  registry = new ShortcutRegistry();
  const tool = (id: string, chord: string) => ({
    id,
    chords: [chord],
    load: () => new Promise((_, fail) => loads.push({ id, fail })),
  });
  stop = listenForShortcuts(registry, {
    singleKeys: () => singleKeys,
    late: {
      tools: () => [tool('find', '/'), tool('mark', 'k')],
      where: () => where,
      onFailed: () => {
        failed += 1;
      },
    },
  });
});
afterEach(() => {
  stop();
  resetKeymap();
  vi.useRealTimers();
});

function press(key: string, init: KeyboardEventInit = {}, target: Element = document.body): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

/** The code of a tool has come. */
async function comes(id: string, chord: string): Promise<void> {
  registry.register([
    { id, scope: 'screen', chords: [chord], label: 'labeling.tie', run: () => heard.push(id) },
  ]);
  await Promise.resolve();
}

test('a key pressed before its tool is there fetches the tool and acts when it comes, once', async () => {
  expect(press('/')).toBe(true);
  expect([loads.map(({ id }) => id), heard]).toEqual([['find'], []]);
  await comes('find', '/');
  expect(heard).toEqual(['find']);
  await comes('other', 'x');
  expect(heard).toEqual(['find']);
});

test('only the newest key is kept, and none that was followed by one that means something', async () => {
  press('/');
  press('k');
  await comes('find', '/');
  expect(heard).toEqual([]);
  await comes('mark', 'k');
  expect(heard).toEqual(['mark']);
  press('/', { shiftKey: false });
  expect(heard).toEqual(['mark', 'find']);
});

test('a key that means something drops the one that waits', async () => {
  await comes('undo', 'u');
  press('/');
  press('u');
  await comes('find', '/');
  expect(heard).toEqual(['undo']);
});

test('nothing happens on another pair, in a field, behind a dialog, without single keys, or much later', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const cases: [string, () => void][] = [
    ['another pair', () => (where = 'p2')],
    ['a field', () => document.querySelector<HTMLElement>('#text')?.focus()],
    ['a dialog', () => document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>')],
    ['no single keys', () => (singleKeys = false)],
    ['much later', () => vi.advanceTimersByTime(5001)],
  ];
  for (const [name, meanwhile] of cases) {
    press('/');
    meanwhile();
    registry.register([
      { id: 'find', scope: 'screen', chords: ['/'], label: 'labeling.tie', run: () => heard.push(name) },
    ])();
    await Promise.resolve();
    document.querySelector('dialog')?.remove();
    document.querySelector<HTMLElement>('#text')?.blur();
    where = 'p1';
    singleKeys = true;
  }
  expect(heard).toEqual([]);
});

test('what will not mean anything is left to the browser', () => {
  expect(press('x')).toBe(false);
  expect(press('/', {}, document.querySelector('#text')!)).toBe(false);
  singleKeys = false;
  expect(press('/')).toBe(false);
  expect(loads).toEqual([]);
});

test('a person’s own key waits as well', async () => {
  setChords('find', ['q']);
  expect([press('/'), press('q')]).toEqual([false, true]);
  await comes('find', '/');
  expect(heard).toEqual(['find']);
});

test('a tool that cannot be fetched is told, where somebody still waits for it', async () => {
  press('/');
  loads[0]!.fail(new Error('offline'));
  await vi.waitFor(() => expect(failed).toBe(1));
  press('/');
  where = 'p2';
  loads[1]!.fail(new Error('offline'));
  await new Promise((resolve) => setTimeout(resolve));
  expect(failed).toBe(1);
});
