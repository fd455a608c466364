import { messages, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { answerText, promptMessages } from '../turns.ts';

/** Pairs for ms-swift: the chosen conversation, and the text that would stand in the place of its last message. */
export const swiftRlhf = defineFormat({
  name: 'swift-rlhf',
  trainer: 'swift',
  kinds: ['preference'],
  beside: true,
  margin: true,
  templates: [],
  shape: 'lines',
  columns: [{ name: 'messages', type: messages }, ...texts('rejected_response')],
  rows: (record) => [
    [
      [
        'messages',
        json.messages([...promptMessages(record), { role: 'assistant', content: answerText(record.chosen) }]),
      ],
      ['rejected_response', json.text(answerText(record.rejected))],
    ],
  ],
});
