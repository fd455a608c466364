import { messages, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { sidesOf } from '../sides.ts';
import { promptMessages, responseMessages } from '../turns.ts';

/** Comparisons for the Tinker cookbook, ties among them. The conversations may diverge before their end. */
export const tinker = defineFormat({
  name: 'tinker',
  trainer: 'others',
  kinds: ['preference', 'tie'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    {
      name: 'comparison',
      type: {
        struct: ['prompt_conversation', 'completion_A', 'completion_B'].map((name) => ({
          name,
          type: messages,
        })),
      },
    },
    ...texts('label'),
  ],
  rows: (record) => {
    const { first, second, sign } = sidesOf(record);
    const label = record.kind === 'tie' ? 'Tie' : sign === 1 ? 'A' : 'B';
    return [
      [
        [
          'comparison',
          json.object([
            ['prompt_conversation', json.messages(promptMessages(record))],
            ['completion_A', json.messages(responseMessages(first))],
            ['completion_B', json.messages(responseMessages(second))],
          ]),
        ],
        ['label', json.text(label)],
      ],
    ];
  },
});
