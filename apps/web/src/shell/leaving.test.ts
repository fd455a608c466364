import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerLeave, goUnlessGuarded, guardLeaving, pendingLeave } from './leaving.ts';

let went: string[] = [];
let release = (): void => undefined;
const follow = (to: string): void => goUnlessGuarded(to, () => went.push(to));

/** As the browser does it: the address is another one when the page hears of it. */
function moveBack(to: string): boolean {
  let reached = false;
  const router = (): void => void (reached = true);
  addEventListener('popstate', router);
  history.replaceState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
  removeEventListener('popstate', router);
  return reached;
}

beforeEach(() => {
  went = [];
  history.replaceState(null, '', '/projects/1/guidelines');
  release = guardLeaving();
});
afterEach(() => {
  answerLeave(false);
  release();
});

test('a link out of a page with something unsaved waits for an answer', () => {
  follow('/projects');
  expect([went, pendingLeave() === null]).toEqual([[], false]);
  answerLeave(false);
  expect([went, pendingLeave()]).toEqual([[], null]);
  follow('/projects');
  answerLeave(true);
  expect(went).toEqual(['/projects']);
});

test('another view of the same page is no leaving; nor is leaving one where all is saved', () => {
  follow('/projects/1/guidelines');
  expect(went).toHaveLength(1);
  release();
  follow('/projects');
  expect(went).toHaveLength(2);
  expect(moveBack('/projects')).toBe(true);
});

test('back and forward stay on the page and ask', () => {
  expect(moveBack('/projects')).toBe(false);
  expect(location.pathname).toBe('/projects/1/guidelines');
  expect(pendingLeave()).not.toBe(null);
});

test('two parts with something unsaved: both must be saved', () => {
  const other = guardLeaving();
  release();
  follow('/projects');
  expect(went).toEqual([]);
  answerLeave(false);
  other();
  other();
  follow('/projects');
  expect(went).toEqual(['/projects']);
});

test('closing the tab asks while something is unsaved', () => {
  const closes = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(closes()).toBe(true);
  release();
  expect(closes()).toBe(false);
});
