import { texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { datasetInfo } from '../llamafactory.ts';
import { answerText, promptTurns } from '../turns.ts';

/** Pairs for LLaMA-Factory in the Alpaca shape: earlier turns are pairs of question and answer. */
export const llamafactoryAlpaca = defineFormat({
  name: 'llamafactory-alpaca',
  trainer: 'llamafactory',
  kinds: ['preference'],
  beside: true,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    ...texts('instruction', 'input', 'chosen', 'rejected', 'system'),
    { name: 'history', type: { list: { list: 'string' } } },
  ],
  companions: datasetInfo({
    ranking: true,
    columns: {
      prompt: 'instruction',
      query: 'input',
      chosen: 'chosen',
      rejected: 'rejected',
      system: 'system',
      history: 'history',
    },
  }),
  rows: (record) => {
    const { system, turns, last } = promptTurns(record);
    const rounds = Array.from({ length: (turns.length - 1) / 2 }, (_, round) =>
      json.list(turns.slice(round * 2, round * 2 + 2).map(({ content }) => json.text(content))),
    );
    return [
      [
        ['instruction', json.text(last)],
        ['input', json.text('')],
        ['chosen', json.text(answerText(record.chosen))],
        ['rejected', json.text(answerText(record.rejected))],
        ['system', json.text(system ?? '')],
        ['history', json.list(rounds)],
      ],
    ];
  },
});
