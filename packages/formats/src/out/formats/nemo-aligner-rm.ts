import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { rendered } from '../templates.ts';

/** Pairs for NeMo-Aligner's reward model: two lines next to each other, the better first. */
export const nemoAlignerRm = defineFormat({
  name: 'nemo-aligner-rm',
  trainer: 'nemo',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: ['chatml', 'llama3', 'hh'],
  shape: 'lines',
  columns: texts('text'),
  rows: (record, template) => {
    const { prompt, answers } = rendered(record, [record.chosen, record.rejected], template);
    return answers.map((answer) => [['text', json.text(prompt + answer)] as const]);
  },
});
