import { said } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import { answerText, type PlainMessage, promptTurns } from '../turns.ts';

/** Pairs for ColossalChat: its loader drops or refuses what does not alternate. */
export const colossal = defineFormat({
  name: 'colossal',
  trainer: 'others',
  kinds: ['preference'],
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: ['context', 'chosen', 'rejected'].map((name) => ({ name, type: { list: said } })),
  rows: (record) => {
    const { system, turns } = promptTurns(record);
    const context = system === null ? turns : [{ role: 'system', content: system } as const, ...turns];
    return [
      [
        ['context', json.list(context.map(saidBy))],
        ['chosen', json.list([saidBy({ role: 'assistant', content: answerText(record.chosen) })])],
        ['rejected', json.list([saidBy({ role: 'assistant', content: answerText(record.rejected) })])],
      ],
    ];
  },
});

function saidBy({ role, content }: PlainMessage): string {
  return json.object([
    ['from', json.text(role)],
    ['content', json.text(content)],
  ]);
}
