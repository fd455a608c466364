import type { CDPSession, Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type Kind, settle, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let visitor: Visitor;
let page: Page;
let bench: Workbench;
let projects: Readonly<Record<Kind, string>>;
let devtools: CDPSession;

onStage({ demo: false });
beforeAll(async () => {
  const settled = await settle(browser, product, { only: ['pair', 'parts', 'marks', 'thumbs'], count: 2 });
  projects = settled.projects;
  visitor = await windowOf(browser, product, { of: settled.owner, locale: 'zh-CN' });
  page = visitor.page;
  bench = new Workbench(visitor);
  devtools = await visitor.context.newCDPSession(page);
});

async function sit(kind: Kind): Promise<string> {
  await page.goto(`/annotate/${projects[kind]}`);
  const shown = await bench.ready();
  // What comes on demand hears its keys only once it is there.
  await visitor.settled();
  return shown;
}

/** A key as the browser reports it while an input method takes it: code 229, whatever was pressed. */
async function taken(code: string): Promise<void> {
  const key = { key: 'Process', code, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

/**
 * Types in Pinyin: letters that compose, a digit that chooses a candidate, Enter or that digit ending the composition. Every
 * key of it belongs to the input method.
 */
async function pinyin(letters: string, chosen: string, by: 'Digit1' | 'Enter'): Promise<void> {
  for (let end = 1; end <= letters.length; end += 1) {
    await taken(`Key${letters[end - 1]!.toUpperCase()}`);
    await devtools.send('Input.imeSetComposition', {
      text: letters.slice(0, end),
      selectionStart: end,
      selectionEnd: end,
    });
  }
  await taken(by);
  await devtools.send('Input.insertText', { text: chosen });
}

/** Keys are not heard for 100 ms after a composition, by the page's own clock. */
const graceOver = (): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => setTimeout(resolve, 120)));

/** Composes in a field with each way of ending; what is in it then, and that nothing else happened. */
async function composes(field: Locator, before: string): Promise<void> {
  await field.focus();
  await pinyin('nihao', '你好', 'Digit1');
  await pinyin('shijie', '世界', 'Enter');
  expect(await field.inputValue()).toBe('你好世界');
  expect(await bench.current(), 'nothing was given').toBe(before);
  expect(bench.told, 'nothing was sent').toEqual([]);
  await graceOver();
}

test('Pinyin in every field: what ends a composition gives nothing, and digits in it are no votes', async () => {
  const { words } = visitor;
  // The comment of a plain pair.
  const pair = await sit('pair');
  await page.keyboard.press('c');
  await composes(page.getByRole('textbox', { name: words('labeling.comment') }), pair);
  await page.keyboard.press('Escape');
  // The search in the texts.
  const find = page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: words('labeling-reading.find') }));
  const opens = async (): Promise<number> => {
    if ((await find.count()) === 0) await page.keyboard.press('/');
    return find.count();
  };
  // The reading tools come a moment after the pair; until then nobody hears the key.
  await expect.poll(opens, { interval: 500 }).toBeGreaterThan(0);
  await composes(find.first(), pair);
  await page.keyboard.press('Escape');

  // The reasons beside a choice; the choice is made first.
  const parts = await sit('parts');
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  const rationale = page.getByRole('textbox', { name: words('labeling-parts.rationale') });
  await expect.poll(() => rationale.evaluate((element) => element === document.activeElement)).toBe(true);
  await composes(rationale, parts);

  // A better answer, and the note of a mark.
  const marks = await sit('marks');
  await page.keyboard.press('r');
  const editor = page.getByRole('dialog', { name: words('labeling-turns.rewrite_title') });
  const area = editor.getByRole('textbox', { name: words('labeling-turns.rewrite_text') });
  await area.fill('');
  await composes(area, marks);
  await editor.waitFor();
  await area.press('Escape');
  await editor.waitFor({ state: 'detached' });
  await page.keyboard.press('k');
  await page.getByRole('dialog', { name: words('labeling-turns.mark_as') }).waitFor();
  await page.keyboard.press('1');
  const marked = page.getByRole('dialog', { name: words('labeling-turns.edit_mark'), exact: true });
  const note = marked.getByLabel(words('labeling-turns.note'));
  await composes(note, marks);
  expect(await marked.count(), 'Enter inside a composition does not end the note').toBe(1);
  await note.press('Enter');
  await marked.waitFor({ state: 'detached' });
  expect(visitor.faults).toEqual([]);
});

test('outside of fields an input method that is at work votes for nothing, and single keys stay out of fields', async () => {
  const { words } = visitor;
  const shown = await sit('thumbs');
  for (const code of ['Digit1', 'Digit2', 'KeyU', 'Enter']) await taken(code);
  expect(await bench.current()).toBe(shown);
  // Every single key typed into a field is a letter there.
  await page.keyboard.press('c');
  const comment = page.getByRole('textbox', { name: words('labeling.comment') });
  await page.keyboard.type('12usfglmnc?/ 1');
  expect(await comment.inputValue()).toBe('12usfglmnc?/ 1');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await bench.current()).toBe(shown);

  // Some systems send the key that ended a composition once more, as if it were pressed: for 100 ms it is not.
  await page.keyboard.press('Escape');
  const gone = await page.evaluate(() => {
    document.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    const press = new KeyboardEvent('keydown', { key: '1', code: 'Digit1', bubbles: true, cancelable: true });
    document.body.dispatchEvent(press);
    return press.defaultPrevented;
  });
  expect(gone, 'the key of the composition means nothing').toBe(false);
  expect(await bench.current()).toBe(shown);
  expect(bench.told).toEqual([]);
  await graceOver();
  await bench.decide('1');
  await bench.synced(1);
  expect(bench.told[0]).toMatchObject({ assignmentId: shown, body: { rationale: '12usfglmnc?/ 1' } });
  expect(visitor.faults).toEqual([]);
});
