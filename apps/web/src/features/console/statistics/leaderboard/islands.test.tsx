import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../../../i18n/i18n.ts';
import { CompareTwo } from './CompareTwo.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { Standings } from './Standings.tsx';

beforeAll(() => startI18n(['console', 'console-statistics', 'console-leaderboard']));
afterEach(cleanup);

const none = { value: null, low: null, high: null, n: 0, reason: 'no_data' } as const;
const names = ['near 1', 'near 2', 'far 1', 'far 2'];
const islandOf = (at: number): number => (at < 2 ? 1 : 2);
const square = <Value,>(value: (row: number, column: number) => Value): Value[][] =>
  names.map((_, row) => names.map((__, column) => value(row, column)));
const board: Leaderboard = {
  models: names.map((model, at) => ({
    model,
    island: islandOf(at),
    votes: 4,
    wins: 2,
    losses: 2,
    ties: 0,
    ability: 1 - (at % 2),
    low: -1,
    high: 2,
    bestRank: 1 + (at % 2),
    worstRank: 1 + (at % 2),
  })),
  reason: null,
  withPrior: true,
  votes: 8,
  rankings: 0,
  plackettLuce: null,
  hiddenModels: 0,
  question: 'pair',
  sameModel: 0,
  textMissing: 0,
  position: none,
  controls: [],
  wins: square(() => 1),
  ties: square(() => 0),
  votesNeeded: square((row, column) => (islandOf(row) === islandOf(column) && row !== column ? 0 : null)),
  votesNeededReason: square((row, column) => {
    if (row === column) return 'same_model';
    return islandOf(row) === islandOf(column) ? null : 'never_compared';
  }),
  islands: [names.slice(0, 2), names.slice(2)],
  languages: [],
  categories: [],
  rounds: [],
  batches: [],
  annotators: [],
  teams: [],
};

test('each group of models stands by itself, drawn and as a table, with ranks of its own', () => {
  render(<Standings board={board} snapshotId="s" />);
  const plots = () => ['Group 1', 'Group 2'].map((name) => screen.getByRole('region', { name }));
  expect(plots().map((group) => within(group).getByRole('img').textContent)).toEqual([
    expect.stringContaining('near 1'),
    expect.stringContaining('far 1'),
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  const tables = plots().map((group) =>
    within(group)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent),
  );
  expect(tables).toEqual(board.islands);
});

test('two models of different groups are never said to be told apart', () => {
  render(<CompareTwo board={board} />);
  const said = () => screen.getByRole('status').textContent;
  expect(said()).toContain('told apart at 95 %');
  fireEvent.change(screen.getByLabelText('The other model'), { target: { value: 'far 2' } });
  expect(said()).toContain('never compared');
  expect(said()).not.toContain('95 %');
});
