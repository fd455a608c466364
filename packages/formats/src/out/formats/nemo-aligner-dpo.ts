import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { rendered } from '../templates.ts';

/** Pairs for NeMo-Aligner's DPO: texts that carry the marks of the model's template. */
export const nemoAlignerDpo = defineFormat({
  name: 'nemo-aligner-dpo',
  trainer: 'nemo',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: ['chatml', 'llama3', 'hh'],
  shape: 'lines',
  columns: texts('prompt', 'chosen_response', 'rejected_response'),
  rows: (record, template) => {
    const { prompt, answers } = rendered(record, [record.chosen, record.rejected], template);
    return [
      [
        ['prompt', json.text(prompt)],
        ['chosen_response', json.text(answers[0]!)],
        ['rejected_response', json.text(answers[1]!)],
      ],
    ];
  },
});
