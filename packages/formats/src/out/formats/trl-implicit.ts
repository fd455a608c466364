import { messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';

/** The prompt is inside both conversations. Holds whatever messages there are. */
export const trlImplicit = defineFormat({
  name: 'trl-implicit',
  trainer: 'trl',
  kinds: ['preference'],
  beside: true,
  margin: true,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'chosen', type: messages },
    { name: 'rejected', type: messages },
  ],
  rows: ({ prompt, chosen, rejected }) => [
    [
      ['chosen', json.messages([...prompt, ...chosen.messages])],
      ['rejected', json.messages([...prompt, ...rejected.messages])],
    ],
  ],
});
