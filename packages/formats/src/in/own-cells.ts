import { isMessagesText, jsonOf } from './cells.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import type { ForeignRow } from './format.ts';
import { valuesOfCells } from './table-cells.ts';

const columns = {
  values: ['messages', 'responses', 'votes', 'metadata', 'tags', 'sensitive', 'judge_turn', 'lang_detected'],
  texts: ['prompt_id', 'pair_id', 'lang', 'category', 'source', 'model_a', 'model_b', 'gold'],
};
/** A text, or a list of messages. */
const sides = ['prompt', 'response_a', 'response_b'];

/** A row of ours as it was before it became a record of a table: an empty cell of an optional column is none. */
export function ownRowOfCells(row: ForeignRow, faults: ForeignFaults): ForeignRow {
  const known = new Set([...columns.values, ...columns.texts]);
  const decoded = Object.entries(valuesOfCells(row, columns, faults)).map(
    ([key, value]): [string, unknown] => {
      if (sides.includes(key)) return [key, isMessagesText(value) ? jsonOf(value) : value];
      // "a" is short for an answer.
      return [key, key === 'gold' ? (jsonOf(value) ?? value) : value];
    },
  );
  return Object.fromEntries(decoded.filter(([key, value]) => value !== null || !known.has(key)));
}
