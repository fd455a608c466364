import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { refuseIf } from '../refused.ts';
import { rendered, templateNames } from '../templates.ts';

/** The steps of a response, each right or wrong. As many labels as steps: what was not judged is not written. */
export const stepwise = defineFormat({
  name: 'stepwise',
  trainer: 'axolotl',
  kinds: ['steps'],
  beside: true,
  margin: false,
  templates: templateNames,
  shape: 'lines',
  columns: [
    ...texts('prompt'),
    { name: 'completions', type: { list: 'string' } },
    { name: 'labels', type: { list: 'bool' } },
  ],
  rows: (record, template) => {
    const { steps, response } = record;
    const { prompt } = rendered(record, [response], template);
    refuseIf(steps.length === 0 || steps.some(({ text }) => text.trim() === ''), 'no_steps');
    refuseIf(
      steps.some(({ label }) => label === 'neutral'),
      'neutral_step',
    );
    return [
      [
        ['prompt', json.text(prompt)],
        ['completions', json.list(steps.map(({ text }) => json.text(text)))],
        ['labels', json.list(steps.map(({ label }) => json.bool(label === 'right')))],
      ],
    ];
  },
});
