import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { journeys, leftOut, sameOnEveryNode } from './same-on-every-node.mjs';
import { at } from './workspace.mjs';

const isTest = (name) => /\.test\.(?:ts|mjs)$/.test(name);

it.each(sameOnEveryNode)('%s is there', (place) => {
  const folder = place.replace(/\/\*\*$/, '');
  if (folder === place) expect(isTest(place) && existsSync(at(place))).toBe(true);
  else expect(readdirSync(at(folder), { recursive: true }).filter(isTest)).not.toEqual([]);
});

it('has every journey but where a run repeats another one', () => {
  expect(journeys({})).toEqual(['e2e/**/*.e2e.ts']);
  const repeated = journeys({ PAIRWRIGHT_OTHER_NODE: '1' }).map((place) => place.replace('/*.e2e.ts', ''));
  expect(repeated).toHaveLength(2);
  for (const folder of repeated)
    expect(readdirSync(at(folder)).filter((name) => name.endsWith('.e2e.ts'))).not.toEqual([]);
});

it('leaves nothing out but where a run repeats another one', () => {
  expect(leftOut({})).toEqual([]);
  expect(leftOut({ PAIRWRIGHT_OTHER_NODE: '1' })).toBe(sameOnEveryNode);
});
