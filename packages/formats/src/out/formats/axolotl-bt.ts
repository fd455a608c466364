import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { answerText, singleTurn } from '../turns.ts';

/** Pairs for Axolotl's reward model: one turn. `system` is in every row, because its reader asks for the key. */
export const axolotlBt = defineFormat({
  name: 'axolotl-bt',
  trainer: 'axolotl',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: texts('system', 'input', 'chosen', 'rejected'),
  rows: (record) => {
    const { system, input } = singleTurn(record);
    return [
      [
        ['system', json.text(system ?? '')],
        ['input', json.text(input)],
        ['chosen', json.text(answerText(record.chosen))],
        ['rejected', json.text(answerText(record.rejected))],
      ],
    ];
  },
});
