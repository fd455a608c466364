import { message, messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import type { RecordResponse } from '../record.ts';
import { answerText, promptMessages } from '../turns.ts';

/** Pairs for Axolotl's `chat_template.default`: the messages before, and one message on each side. */
export const axolotlDpo = defineFormat({
  name: 'axolotl-dpo',
  trainer: 'axolotl',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'messages', type: messages },
    { name: 'chosen', type: message },
    { name: 'rejected', type: message },
  ],
  rows: (record) => [
    [
      ['messages', json.messages(promptMessages(record))],
      ['chosen', answer(record.chosen)],
      ['rejected', answer(record.rejected)],
    ],
  ],
});

function answer(response: RecordResponse): string {
  return json.object([
    ['role', json.text('assistant')],
    ['content', json.text(answerText(response))],
  ]);
}
