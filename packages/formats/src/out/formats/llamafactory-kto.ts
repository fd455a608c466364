import { spoken, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { datasetInfo, humanAndGpt, spokenBy } from '../llamafactory.ts';
import { answerText } from '../turns.ts';

/** One response, good or bad, for LLaMA-Factory: the last of the conversation. */
export const llamafactoryKto = defineFormat({
  name: 'llamafactory-kto',
  trainer: 'llamafactory',
  kinds: ['label'],
  fromLabels: true,
  beside: true,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'conversations', type: { list: spoken } },
    { name: 'kto_tag', type: 'bool' },
    ...texts('system'),
  ],
  companions: datasetInfo({
    formatting: 'sharegpt',
    columns: { messages: 'conversations', kto_tag: 'kto_tag', system: 'system' },
  }),
  rows: (record) => {
    const { conversations, system } = humanAndGpt(record);
    return [
      [
        ['conversations', json.list([...conversations, spokenBy('gpt', answerText(record.response))])],
        ['kto_tag', json.bool(record.good)],
        ['system', system],
      ],
    ];
  },
});
