import { labelAttributes, MASKED } from '../../nemo-aligner-label.ts';
import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { refuseIf } from '../refused.ts';
import { rendered } from '../templates.ts';

/** Ratings for NeMo-Aligner's regression reward model: means on the question's own scale. */
export const nemoAlignerRegression = defineFormat({
  name: 'nemo-aligner-regression',
  trainer: 'nemo',
  kinds: ['ratings'],
  beside: false,
  margin: false,
  templates: ['chatml', 'llama3', 'hh'],
  shape: 'lines',
  columns: [...texts('text'), { name: 'label', type: { list: 'double' } }],
  rows: (record, template) => {
    const means = new Map(record.ratings.map(({ key, mean }) => [key, mean]));
    const label = labelAttributes.map((attribute) => means.get(attribute) ?? MASKED);
    refuseIf(
      label.every((value) => value === MASKED),
      'unknown_ratings',
    );
    const { prompt, answers } = rendered(record, [record.response], template);
    return [
      [
        ['text', json.text(prompt + answers[0]!)],
        ['label', json.list(label.map(json.float))],
      ],
    ];
  },
});
