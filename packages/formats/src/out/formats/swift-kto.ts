import { messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { answerText, promptMessages } from '../turns.ts';

/** One response, good or bad, for ms-swift: the last of the messages. */
export const swiftKto = defineFormat({
  name: 'swift-kto',
  trainer: 'swift',
  kinds: ['label'],
  fromLabels: true,
  beside: true,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'messages', type: messages },
    { name: 'label', type: 'bool' },
  ],
  rows: (record) => [
    [
      [
        'messages',
        json.messages([
          ...promptMessages(record),
          { role: 'assistant', content: answerText(record.response) },
        ]),
      ],
      ['label', json.bool(record.good)],
    ],
  ],
});
