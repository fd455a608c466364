import { expect, test } from 'vitest';
import { Attention } from './attention.ts';

test('active time stops a minute after the last sign of life, visible time does not', () => {
  const attention = new Attention();
  attention.show('p1', 0);
  attention.sign(10_000);
  expect(attention.read('p1', 200_000)).toMatchObject({ activeMs: 70_000, visibleMs: 200_000 });
  attention.sign(200_000);
  expect(attention.read('p1', 205_000)).toMatchObject({ activeMs: 75_000, visibleMs: 205_000 });
});

test('a hidden page counts nothing', () => {
  const attention = new Attention();
  attention.show('p1', 0);
  attention.visibility(false, 1000);
  attention.sign(50_000);
  attention.visibility(true, 60_000);
  expect(attention.read('p1', 61_000)).toMatchObject({ activeMs: 2000, visibleMs: 2000 });
});

test('each pair has its own time, added up over visits', () => {
  const attention = new Attention();
  attention.show('p1', 0);
  attention.show('p2', 500);
  attention.show('p1', 700);
  expect(attention.read('p1', 800).activeMs).toBe(600);
  expect(attention.read('p2', 800).activeMs).toBe(200);
  attention.seen('p1', 1, 0.4);
  attention.seen('p1', 1, 0.2);
  expect(attention.read('p1', 800).seen[1]).toBe(0.4);
});

test('what is roughly seen of a text holds until it is known', () => {
  const attention = new Attention();
  attention.roughlySeen('p1', 0, 0.6);
  attention.roughlySeen('p1', 1, 0.5);
  expect(attention.read('p1', 0).seen).toEqual([0.6, 0.5]);
  attention.seen('p1', 0, 0.4);
  expect(attention.read('p1', 0).seen).toEqual([0.4, 0.5]);
});

test('differences count while they are seen, on the pair they are seen on', () => {
  const attention = new Attention();
  attention.show('p1', 0);
  attention.diff(true, 100);
  attention.visibility(false, 400);
  attention.visibility(true, 5000);
  attention.diff(false, 5050);
  attention.show('p2', 6000);
  expect(attention.read('p1', 6000).diffMs).toBe(350);
  expect(attention.read('p2', 7000).diffMs).toBe(0);
});

test('a part that could not be rendered counts once, however often it is drawn', () => {
  const attention = new Attention();
  attention.fallback('p1', 'a');
  attention.fallback('p1', 'a');
  attention.fallback('p1', 'b');
  expect(attention.read('p1', 0).fallbacks.size).toBe(2);
});
