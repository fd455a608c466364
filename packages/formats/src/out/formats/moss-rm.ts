import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { refuseIf } from '../refused.ts';
import { answerText, promptTurns } from '../turns.ts';

/** Pairs for MOSS-RLHF: the texts of a dialogue in turn, the response last. One list in a file whose name ends as its reader asks. */
export const mossRm = defineFormat({
  name: 'moss-rm',
  trainer: 'others',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'list',
  columns: ['chosen', 'rejected'].map((name) => ({ name, type: { list: 'string' } as const })),
  fileName: (split) => (split === 'train' ? 'train.json' : `${split}.valid.json`),
  rows: (record) => {
    const { system, turns } = promptTurns(record);
    refuseIf(system !== null, 'system_prompt');
    const before = turns.map(({ content }) => content);
    const [chosen, rejected] = [answerText(record.chosen), answerText(record.rejected)];
    refuseIf(before.includes(''), 'blank_turn');
    refuseIf(rejected === '', 'blank_answer');
    return [
      [
        ['chosen', json.list([...before, chosen].map(json.text))],
        ['rejected', json.list([...before, rejected].map(json.text))],
      ],
    ];
  },
});
