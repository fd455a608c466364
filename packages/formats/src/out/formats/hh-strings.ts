import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { rendered } from '../templates.ts';

/** Two transcripts as in Anthropic's helpful and harmless data. Its readers part the turns at the speakers' marks. */
export const hhStrings = defineFormat({
  name: 'hh-strings',
  trainer: 'others',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: ['hh'],
  shape: 'lines',
  columns: texts('chosen', 'rejected'),
  rows: (record, template) => {
    const { prompt, answers } = rendered(record, [record.chosen, record.rejected], template);
    return [
      [
        ['chosen', json.text(prompt + answers[0]!)],
        ['rejected', json.text(prompt + answers[1]!)],
      ],
    ];
  },
});
