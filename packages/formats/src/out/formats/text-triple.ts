import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { rendered, templateNames } from '../templates.ts';

/** Three texts: one turn as it is, or the turns in a named template. */
export const textTriple = defineFormat({
  name: 'text-triple',
  trainer: 'trl',
  kinds: ['preference'],
  beside: true,
  margin: true,
  templates: templateNames,
  shape: 'lines',
  columns: texts('prompt', 'chosen', 'rejected'),
  rows: (record, template) => {
    const { prompt, answers } = rendered(record, [record.chosen, record.rejected], template);
    return [
      [
        ['prompt', json.text(prompt)],
        ['chosen', json.text(answers[0]!)],
        ['rejected', json.text(answers[1]!)],
      ],
    ];
  },
});
