import type { RowVote } from '../../import-votes.ts';
import { sayDetail } from '../../rule-details.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { ForeignRow, InFormat } from '../format.ts';
import { ownRowOfCells } from '../own-cells.ts';
import { signature } from '../signature.ts';
import { voter } from '../votes.ts';

type Outcome = NonNullable<RowVote['outcome']>;

/** Columns that say which of the two is better. */
const columns = ['winner', 'preference', 'preferred', 'choice'] as const;

const words = new Map<string, Outcome>([
  ['a', 'a'],
  ['model_a', 'a'],
  ['response_a', 'a'],
  ['b', 'b'],
  ['model_b', 'b'],
  ['response_b', 'b'],
  ['tie', 'tie'],
  ['both_bad', 'both_bad'],
  ['bothbad', 'both_bad'],
  ['tie (bothbad)', 'both_bad'],
]);

const columnOf = (row: ForeignRow): (typeof columns)[number] | undefined =>
  columns.find((column) => Object.hasOwn(row, column));

/** Our ready pair with a column that says who won, as judges of all kinds write it. Rows with `votes` say it there. */
export const judgedPair: InFormat = {
  name: 'judged-pair',
  recognise: (row) => {
    const column = columnOf(row);
    return column === undefined || Object.hasOwn(row, 'votes')
      ? null
      : signature({ prompt: 'any', response_a: 'any', response_b: 'any', [column]: 'any' })(row);
  },
  ofTable: ownRowOfCells,
  read: (row, faults) => {
    const column = columnOf(row)!;
    const outcome = outcomeOf(row, column, faults);
    if (outcome === null) return null;
    const who = ['annotator', 'judge'].find((key) => voter(row[key], null).annotator !== null);
    if (outcome === 'none') return { asIs: row };
    const rest = Object.fromEntries(Object.entries(row).filter(([key]) => key !== column && key !== who));
    return { asIs: { ...rest, votes: [{ ...voter(who && row[who], null), outcome }] } };
  },
};

/** By the words of the arenas, or by the name of one of the two models; an empty column is no vote. */
function outcomeOf(row: ForeignRow, column: string, faults: ForeignFaults): Outcome | 'none' | null {
  const value = row[column];
  if (value === null || value === undefined || value === '') return 'none';
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const { model_a: a, model_b: b } = row;
  if (word === a && a !== b) return 'a';
  if (word === b && a !== b) return 'b';
  const outcome = words.get(word.toLowerCase());
  if (outcome !== undefined) return outcome;
  const known = [...words.keys(), ...[a, b].filter((name) => typeof name === 'string')];
  return faults.add(`$.${column}`, value, {
    code: 'unknown_vote',
    rule: sayDetail('one_of', { words: known.join(', ') }),
  });
}
