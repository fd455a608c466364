import { messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { answerText, promptMessages } from '../turns.ts';

/** One response, good or bad. */
export const kto = defineFormat({
  name: 'kto',
  trainer: 'trl',
  kinds: ['label'],
  fromLabels: true,
  beside: true,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'prompt', type: messages },
    { name: 'completion', type: messages },
    { name: 'label', type: 'bool' },
  ],
  rows: (record) => {
    const prompt = promptMessages(record);
    return [
      [
        ['prompt', json.messages(prompt)],
        ['completion', json.messages([{ role: 'assistant', content: answerText(record.response) }])],
        ['label', json.bool(record.good)],
      ],
    ];
  },
});
