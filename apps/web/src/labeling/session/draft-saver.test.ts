// Node has no IndexedDB of its own: here it is fake-indexeddb. The browser journeys use the real one.
import 'fake-indexeddb/auto';
import type { Draft } from '@pairwright/contract/judgment';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetDrafts, openDraftStore } from '../../device/draft-store.ts';
import { DraftLink } from './draft-link.ts';
import { DraftSaver } from './draft-saver.ts';
import type { DraftSent } from './draft-saver.ts';
import { Entries } from './entries.ts';
import type { Entry } from './entries.ts';

const entry = (rationale: string): Entry => ({
  answer: { outcome: 'scale', position: 2 },
  details: withDefaults({ reasons: ['style'] }),
  rationale,
});

/** A page of one person: its entries, its saver, and what the server was sent and shall answer. */
class Page {
  readonly entries = new Entries();
  readonly sent: [string, Draft][] = [];
  answer: DraftSent = { kind: 'saved', savedAt: '2026-01-01T00:00:10Z' };
  now = Date.parse('2026-01-01T00:00:00Z');
  saver!: DraftSaver;
  #stop: () => void = () => undefined;

  async open(): Promise<this> {
    this.saver = new DraftSaver({
      userId: 'u1',
      projectId: 'p1',
      store: await openDraftStore(),
      entries: this.entries,
      now: () => this.now,
      send: (id, draft) => {
        this.sent.push([id, draft]);
        return Promise.resolve(this.answer);
      },
    });
    this.#stop = await this.saver.start();
    return this;
  }

  /** Leaves without a chance to send, like a crash: only what is written down stays. */
  async crash(): Promise<void> {
    await this.saver.written();
    this.answer = { kind: 'later' };
    this.#stop();
    await this.saver.flush();
  }
}

let pages: Page[] = [];
async function open(): Promise<Page> {
  const page = await new Page().open();
  // The store forgets what is a month old by this device's clock; here that clock is the page's.
  page.now = Date.now();
  pages.push(page);
  return page;
}

beforeEach(async () => forgetDrafts());
afterEach(async () => {
  for (const page of pages) await page.crash();
  pages = [];
});

const at = (ms: number): string => new Date(ms).toISOString();

test('a change is on this device at once and comes back after a reload, without any network', async () => {
  const first = await open();
  first.answer = { kind: 'later' };
  first.entries.change('a', entry('because'));
  expect(first.saver.place('a')).toBe('device');
  await first.crash();

  const second = await open();
  second.saver.resume('a', null);
  expect(second.entries.get('a')).toEqual(entry('because'));
  expect(second.entries.canUndo('a'), 'there is no step back to before the reload').toBe(false);
});

test('what is entered in the moment in which the page goes is not lost with it', async () => {
  const disk = await openDraftStore();
  // The page is gone before the device has begun to write.
  const gone = vi.spyOn(disk, 'put').mockImplementation(() => new Promise(() => undefined));
  const first = await open();
  first.answer = { kind: 'later' };
  first.entries.change('a', entry('because'));
  dispatchEvent(new Event('pagehide'));
  gone.mockRestore();
  pages = [];
  const second = await open();
  second.saver.resume('a', null);
  expect(second.entries.get('a')).toEqual(entry('because'));
  expect(localStorage.getItem('pairwright.rescued-drafts')).toBeNull();
  await forgetDrafts();
});

test('the server gets the last state once, and the draft is known to be there', async () => {
  const page = await open();
  for (const text of ['b', 'be', 'because']) page.entries.change('a', entry(text), 'rationale');
  await page.saver.flush();
  expect(page.sent).toEqual([['a', entry('because')]]);
  expect(page.saver.place('a')).toBe('server');
  await page.saver.flush();
  expect(page.sent).toHaveLength(1);
});

test('what is entered while a draft is on its way goes out next', async () => {
  const page = await open();
  page.entries.change('a', entry('one'));
  const flying = page.saver.flush();
  page.entries.change('a', entry('two'));
  await flying;
  expect(page.saver.place('a')).toBe('device');
  await page.saver.flush();
  expect(page.sent.map(([, draft]) => draft.rationale)).toEqual(['one', 'two']);
});

test('without an answer it is tried again when the network is back', async () => {
  const page = await open();
  page.answer = { kind: 'later' };
  page.entries.change('a', entry('because'));
  await page.saver.flush();
  expect(page.saver.place('a')).toBe('device');
  page.answer = { kind: 'saved', savedAt: '2026-01-01T00:00:10Z' };
  const saved = new Promise<void>((resolve) => {
    page.saver.subscribe(() => {
      if (page.saver.place('a') === 'server') resolve();
    });
  });
  dispatchEvent(new Event('online'));
  await saved;
  expect(page.sent).toHaveLength(2);
});

test('given or skipped, a draft is gone from this device', async () => {
  const page = await open();
  page.entries.change('a', entry('because'));
  page.entries.forget('a');
  await page.saver.flush();
  expect(page.sent).toEqual([]);
  expect(page.saver.place('a')).toBe('none');
  await page.crash();
  const next = await open();
  next.saver.resume('a', null);
  expect(next.entries.has('a')).toBe(false);
});

test('the newer one of device and server is shown', async () => {
  const first = await open();
  first.answer = { kind: 'later' };
  first.entries.change('older here', entry('here'));
  first.entries.change('newer here', entry('here'));
  await first.crash();

  const page = await open();
  const draft = entry('elsewhere');
  page.saver.resume('older here', { ...draft, savedAt: at(first.now + 60_000) });
  page.saver.resume('newer here', { ...draft, savedAt: at(first.now - 60_000) });
  page.saver.resume('only there', { ...draft, savedAt: at(first.now) });
  const shown = (id: string): string => page.entries.get(id).rationale;
  expect([shown('older here'), shown('newer here'), shown('only there')]).toEqual([
    'elsewhere',
    'here',
    'elsewhere',
  ]);
});

test('a draft that the server took and no longer has was given or emptied elsewhere', async () => {
  const first = await open();
  first.entries.change('a', entry('because'));
  await first.saver.flush();
  await first.crash();
  const page = await open();
  page.saver.resume('a', null);
  expect(page.entries.has('a')).toBe(false);
});

test('emptying is told to the server, and only then forgotten here', async () => {
  const page = await open();
  page.entries.change('a', entry('because'));
  await page.saver.flush();
  page.entries.undo('a');
  expect(page.saver.place('a')).toBe('none');
  page.answer = { kind: 'later' };
  await page.crash();

  const next = await open();
  next.saver.resume('a', { ...entry('because'), savedAt: '2026-01-01T00:00:10Z' });
  expect(next.entries.get('a').answer, 'not brought back by the server').toBeNull();
  next.answer = { kind: 'saved', savedAt: null };
  await next.saver.flush();
  expect(next.sent).toMatchObject([['a', { answer: null, rationale: '' }]]);
  await next.saver.flush();
  expect(next.sent).toHaveLength(1);
});

test('beside a judgment the server takes no draft: it stays here and is not sent again until it changes', async () => {
  const page = await open();
  page.answer = { kind: 'closed' };
  page.entries.bringBack('a', entry('because'));
  await page.saver.flush();
  await page.saver.flush();
  expect(page.sent).toHaveLength(1);
  expect(page.saver.place('a')).toBe('device');
  page.answer = { kind: 'saved', savedAt: '2026-01-01T00:00:10Z' };
  page.entries.change('a', entry('because of that'));
  await page.saver.flush();
  expect(page.saver.place('a')).toBe('server');
});

test('until the saver is there, the server’s draft is shown and changes are remembered', async () => {
  const page = new Page();
  pages.push(page);
  const link = new DraftLink(page.entries);
  link.claimed([
    { id: 'a', draft: { ...entry('from the server'), savedAt: at(Date.now()) } },
    { id: 'b', draft: null },
  ]);
  expect(page.entries.get('a').rationale).toBe('from the server');
  page.entries.change('b', entry('entered early'));
  expect(link.place('b')).toBe('none');
  await page.open();
  page.now = Date.now();
  link.connect(page.saver);
  expect([link.place('a'), link.place('b')]).toEqual(['server', 'device']);
  await page.saver.flush();
  expect(page.sent.map(([id]) => id)).toEqual(['b']);
});
