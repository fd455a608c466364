import { afterEach, expect, test, vi } from 'vitest';
import { Dice, sayChaosSeed } from './dice.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const drawn = (seed: number, who: string): number[] => {
  const dice = new Dice(seed, who);
  return Array.from({ length: 50 }, () => dice.between(3, 9));
};

test('the same seed draws the same for the same person, whoever else draws', () => {
  expect(drawn(7, 'annotator 1')).toEqual(drawn(7, 'annotator 1'));
  expect(drawn(7, 'annotator 1')).not.toEqual(drawn(8, 'annotator 1'));
  expect(drawn(7, 'annotator 1')).not.toEqual(drawn(7, 'annotator 2'));
  expect(new Set(drawn(7, 'annotator 1'))).toEqual(new Set([3, 4, 5, 6, 7, 8]));
});

test('a run says its seed, and takes one that was said before', () => {
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const seed = sayChaosSeed();
  expect(said.join('')).toContain(`PAIRWRIGHT_CHAOS_SEED=${seed}`);
  vi.stubEnv('PAIRWRIGHT_CHAOS_SEED', '42');
  expect(sayChaosSeed()).toBe(42);
  vi.stubEnv('PAIRWRIGHT_CHAOS_SEED', 'many');
  expect(sayChaosSeed).toThrow('PAIRWRIGHT_CHAOS_SEED');
});
