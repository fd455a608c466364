import type { Comparisons } from './comparisons.ts';
import { addEdge, type Connectivity, connectivityOfEdges, type Edges } from './connectivity.ts';
import { tally } from './tally.ts';

/** Comparisons that say by how much, on a scale from -strongest to strongest; above 0 the first item is better. */
export interface GradedComparisons {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly grade: Int8Array;
  readonly items: number;
  readonly strongest: number;
  /** How many equal votes the row stands for; 1 each when left out. */
  readonly count?: Float64Array;
}

/** Wins and ties as grades 1, 0 and -1. */
export function gradedOf({ a, b, outcome, items, count }: Comparisons): GradedComparisons {
  return { a, b, grade: outcome, items, strongest: 1, ...(count === undefined ? {} : { count }) };
}

/** Votes counted by winner, loser and strength; of ties, strength 0, the smaller index is called the winner. */
export interface GradedCells {
  readonly items: number;
  readonly winner: Int32Array;
  readonly loser: Int32Array;
  readonly strength: Int32Array;
  readonly votes: Float64Array;
}

export function countGrades(graded: GradedComparisons): GradedCells {
  checkGrades(graded);
  const { a, b, grade, items, strongest, count } = graded;
  const grades = strongest + 1;
  const { keys, totals } = tally(a.length, items * items * grades, {
    key: (row) => {
      const given = grade[row]!;
      const turned = given < 0 || (given === 0 && a[row]! > b[row]!);
      const pair = turned ? b[row]! * items + a[row]! : a[row]! * items + b[row]!;
      return pair * grades + Math.abs(given);
    },
    amount: (row) => (count === undefined ? 1 : count[row]!),
  });
  const pairs = keys.map((key) => Math.floor(key / grades));
  return {
    items,
    winner: Int32Array.from(pairs, (pair) => Math.floor(pair / items)),
    loser: Int32Array.from(pairs, (pair) => pair % items),
    strength: Int32Array.from(keys, (key) => key % grades),
    votes: totals,
  };
}

function checkGrades({ a, b, grade, items, strongest, count }: GradedComparisons): void {
  if (b.length !== a.length || grade.length !== a.length || (count ?? a).length !== a.length)
    throw new RangeError('The columns of the comparisons differ in length.');
  for (let row = 0; row < a.length; row += 1) {
    if (a[row]! >>> 0 >= items || b[row]! >>> 0 >= items)
      throw new RangeError(`Row ${row} names an item that is not one of ${items}.`);
    if (Math.abs(grade[row]!) > strongest)
      throw new RangeError(
        `The grade ${grade[row]!} of row ${row} is not from -${strongest} to ${strongest}.`,
      );
    if (count !== undefined && !(count[row]! >= 0 && count[row]! < Infinity))
      throw new RangeError(`The count ${count[row]!} of row ${row} is not a number of votes.`);
  }
}

/**
 * A win of less than `top`, the highest strength that occurs, bounds how far apart two items can be, and so joins them
 * both ways as a tie does.
 */
export function connectivityOfGrades(cells: GradedCells, top: number): Connectivity {
  const { items, winner, loser, strength } = cells;
  const edges: Edges = { items, from: [], to: [] };
  for (let cell = 0; cell < winner.length; cell += 1) {
    addEdge(edges, winner[cell]!, loser[cell]!);
    if (strength[cell]! < top) addEdge(edges, loser[cell]!, winner[cell]!);
  }
  return connectivityOfEdges(edges);
}
