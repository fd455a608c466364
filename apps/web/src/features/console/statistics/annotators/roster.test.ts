import { expect, test } from 'vitest';
import type { Annotator } from './measures.ts';
import { orders, rosterOf } from './roster.ts';

const known = (value: number | null) => ({ value, low: value, high: value, n: 40, reason: null });
const person = (name: string, of: Partial<Record<'votes' | 'gold' | 'left' | 'alerts', number>>): Annotator =>
  ({
    name,
    votes: of.votes ?? 0,
    goldAccuracy: known(of.gold ?? null),
    adjustedAgreement: known(null),
    relativeSpeed: known(null),
    leftShare: known(of.left ?? null),
    lastActive: null,
    alerts: Array.from({ length: of.alerts ?? 0 }),
  }) as unknown as Annotator;

const people = [
  person('Bo', { votes: 5, gold: 0.9, left: 0.5, alerts: 1 }),
  person('Ann', { votes: 9, left: 0.2 }),
  person('Cy', { votes: 9, gold: 0.6, left: 0.6, alerts: 2 }),
];
const names = (wanted: Partial<Parameters<typeof rosterOf>[1]>): string[] =>
  rosterOf(people, { order: 'votes', name: '', alertsOnly: false, ...wanted }).map(({ name }) => name);

test('most votes first, equal ones by name', () => {
  expect(names({})).toEqual(['Ann', 'Cy', 'Bo']);
});

test('least accurate first, and last whose accuracy is not known', () => {
  expect(names({ order: 'gold' })).toEqual(['Cy', 'Bo', 'Ann']);
});

test('furthest from even first, on whichever side', () => {
  expect(names({ order: 'left' })).toEqual(['Ann', 'Cy', 'Bo']);
});

test('part of a name, in any case, and only those with a hypothesis', () => {
  expect(names({ name: ' aN' })).toEqual(['Ann']);
  expect(names({ alertsOnly: true })).toEqual(['Cy', 'Bo']);
});

test('every order keeps everybody', () => {
  for (const order of orders) expect(names({ order }).sort()).toEqual(['Ann', 'Bo', 'Cy']);
});
