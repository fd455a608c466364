import { spoken, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { datasetInfo, humanAndGpt, spokenBy } from '../llamafactory.ts';
import { answerText } from '../turns.ts';

/** Pairs for LLaMA-Factory in the ShareGPT shape, with its `dataset_info.json`. */
export const llamafactorySharegpt = defineFormat({
  name: 'llamafactory-sharegpt',
  trainer: 'llamafactory',
  kinds: ['preference'],
  beside: true,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'conversations', type: { list: spoken } },
    { name: 'chosen', type: spoken },
    { name: 'rejected', type: spoken },
    ...texts('system'),
  ],
  // Tags are left to their defaults: naming one would unset all others.
  companions: datasetInfo({
    formatting: 'sharegpt',
    ranking: true,
    columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected', system: 'system' },
  }),
  rows: (record) => {
    const { conversations, system } = humanAndGpt(record);
    return [
      [
        ['conversations', json.list(conversations)],
        ['chosen', spokenBy('gpt', answerText(record.chosen))],
        ['rejected', spokenBy('gpt', answerText(record.rejected))],
        ['system', system],
      ],
    ];
  },
});
