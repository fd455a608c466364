import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startI18n } from '../../../../i18n/i18n.ts';
import { Filters } from './Filters.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { NoModels, whyEmpty } from './NoModels.tsx';
import { readOptions } from './use-leaderboard-options.ts';

beforeAll(() => startI18n(['console', 'console-statistics', 'console-leaderboard']));
afterEach(cleanup);

const anna = '0195d5a0-0000-7000-8000-000000000001';
const other = '0195d5a0-0000-7000-8000-000000000002';
const nothing = { value: null, low: null, high: null, n: 0, reason: 'no_data' } as const;
const board: Leaderboard = {
  models: [],
  reason: 'no_data',
  withPrior: false,
  votes: 0,
  rankings: 0,
  plackettLuce: null,
  hiddenModels: 0,
  question: 'rank',
  sameModel: 0,
  textMissing: 0,
  position: nothing,
  controls: [],
  wins: [],
  ties: [],
  votesNeeded: [],
  votesNeededReason: [],
  islands: [],
  languages: [],
  categories: [],
  rounds: [],
  batches: [],
  annotators: [{ id: anna, name: 'Anna' }],
  teams: ['blue', 'red'],
};
const optionsOf = (address: string) => readOptions(new URLSearchParams(address));
const shown = (label: string): string => {
  const select = screen.getByLabelText<HTMLSelectElement>(label);
  return select.selectedOptions[0]!.textContent;
};

test('what the address sets is shown, and each choice goes into it', () => {
  const onChoose = vi.fn();
  const options = optionsOf(`annotatorId=${anna}&team=red&labels=votes&minVotes=25`);
  render(<Filters board={board} options={options} onChoose={onChoose} />);
  expect(shown('Annotator')).toBe('Anna');
  expect(shown('Team')).toBe('red');
  expect(shown('Labels')).toBe('Votes');
  // Also a number that is not among those to choose from.
  expect(shown('Results of a model, at least')).toBe('25');
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  choose('Annotator', '');
  choose('Team', 'blue');
  choose('Labels', 'adjudicated');
  choose('Results of a model, at least', '100');
  expect(onChoose.mock.calls.map(([change]) => change)).toEqual([
    { annotatorId: '' },
    { team: 'blue' },
    // Reviewers are other people than annotators.
    { labels: 'adjudicated', annotatorId: '' },
    { minVotes: '100' },
  ]);
});

test('an annotator stays chosen in sight while other numbers are computed, and where nobody knows them', () => {
  const { rerender } = render(<Filters board={board} options={optionsOf('')} onChoose={() => {}} />);
  rerender(<Filters board={null} options={optionsOf(`annotatorId=${anna}`)} onChoose={() => {}} />);
  expect(shown('Annotator')).toBe('Anna');
  rerender(<Filters board={board} options={optionsOf(`annotatorId=${other}`)} onChoose={() => {}} />);
  expect(shown('Annotator')).toBe('Somebody else');
  rerender(
    <Filters board={{ ...board, teams: [] }} options={optionsOf('labels=adjudicated')} onChoose={() => {}} />,
  );
  expect(shown('Decided by')).toBe('All');
  expect(screen.getByLabelText<HTMLSelectElement>('Team').disabled).toBe(true);
  expect(screen.getByText('No teams')).toBeTruthy();
});

test.each([
  ['', {}, 'rank'],
  ['', { question: 'pair' }, 'pair'],
  ['', { question: null }, 'pair'],
  ['', { question: 'single' }, 'single'],
  ['language=en', { question: 'single' }, 'single'],
  ['team=red', {}, 'filtered'],
  ['from=2026-01-01', { question: 'pair' }, 'filtered'],
  ['labels=adjudicated', {}, 'decisions'],
  [`labels=adjudicated&annotatorId=${anna}`, {}, 'filtered'],
  ['', { sameModel: 3 }, 'one_model'],
  ['minVotes=10', { hiddenModels: 4 }, 'hidden'],
] as const)('an empty board with %j and %j says why: %s', (address, change, why) => {
  expect(whyEmpty({ ...board, ...change }, optionsOf(address))).toBe(why);
});

test('an empty board of single answers promises nothing, and filters can be taken away', () => {
  const onChoose = vi.fn();
  const { rerender } = render(
    <NoModels board={{ ...board, question: 'single' }} options={optionsOf('')} onChoose={onChoose} />,
  );
  expect(screen.getByRole('heading', { name: 'This project compares no answers' })).toBeTruthy();
  expect(screen.queryByText(/As soon as/)).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
  rerender(
    <NoModels board={{ ...board, hiddenModels: 3 }} options={optionsOf('minVotes=30')} onChoose={onChoose} />,
  );
  expect(screen.getByText('3 models have fewer than 30.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Without filters' }));
  expect(onChoose).toHaveBeenCalledWith({
    language: '',
    category: '',
    round: '',
    batchId: '',
    annotatorId: '',
    team: '',
    from: '',
    to: '',
    labels: 'votes',
    minVotes: '1',
  });
});

test('a round and an import of the address are shown, known or not, and each choice goes into it', () => {
  const onChoose = vi.fn();
  const batches = [{ id: anna, name: 'spring', round: 1 }];
  const known = { ...board, rounds: [1, 2], batches };
  const { rerender } = render(
    <Filters board={known} options={optionsOf(`round=2&batchId=${anna}`)} onChoose={onChoose} />,
  );
  expect([shown('Round'), shown('Import')]).toEqual(['2', 'spring']);
  fireEvent.change(screen.getByLabelText('Round'), { target: { value: '1' } });
  fireEvent.change(screen.getByLabelText('Import'), { target: { value: '' } });
  expect(onChoose.mock.calls.map(([change]) => change)).toEqual([{ round: '1' }, { batchId: '' }]);
  rerender(<Filters board={known} options={optionsOf(`round=7&batchId=${other}`)} onChoose={onChoose} />);
  expect([shown('Round'), shown('Import')]).toEqual(['7', 'Another import']);
  expect(optionsOf('round=x')).not.toHaveProperty('round');
});

test('a number of results that cannot be is as if it were not there', () => {
  for (const given of ['0', '-3', '1.5', 'many', '1e3', '10000000'])
    expect(optionsOf(`minVotes=${given}`).minVotes).toBe(1);
});
