import { messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import type { RecordResponse } from '../record.ts';
import { answerText, promptMessages } from '../turns.ts';

/** Pairs for NeMo-RL: two completions with ranks, 0 the better. `task_name` is its loader's own column. */
export const nemoRl = defineFormat({
  name: 'nemo-rl',
  trainer: 'nemo',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'context', type: messages },
    {
      name: 'completions',
      type: {
        list: {
          struct: [
            { name: 'rank', type: 'int64' },
            { name: 'completion', type: messages },
          ],
        },
      },
    },
  ],
  rows: (record) => [
    [
      ['context', json.messages(promptMessages(record))],
      ['completions', json.list([record.chosen, record.rejected].map(ranked))],
    ],
  ],
});

function ranked(response: RecordResponse, rank: number): string {
  return json.object([
    ['rank', json.whole(rank)],
    ['completion', json.messages([{ role: 'assistant', content: answerText(response) }])],
  ]);
}
