import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import type { RecordResponse } from '../record.ts';
import { answerText, singleTurn } from '../turns.ts';
import { Refused, refuseIf } from '../refused.ts';

/** Pairs to test reward models with, in the shape of RewardBench's own set: one turn, the models by name. */
export const rewardbench = defineFormat({
  name: 'rewardbench',
  trainer: 'others',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: texts('prompt', 'chosen', 'rejected', 'chosen_model', 'rejected_model', 'subset', 'id'),
  rows: (record) => {
    const { system, input } = singleTurn(record);
    refuseIf(system !== null, 'system_prompt');
    return [
      [
        ['prompt', json.text(input)],
        ['chosen', json.text(answerText(record.chosen))],
        ['rejected', json.text(answerText(record.rejected))],
        ['chosen_model', modelOf(record.chosen)],
        ['rejected_model', modelOf(record.rejected)],
        ['subset', json.text(record.source)],
        ['id', json.text(record.id)],
      ],
    ];
  },
});

function modelOf({ model }: RecordResponse): string {
  if (model === null) throw new Refused('no_model');
  return json.text(model);
}
