import { messages } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';

/** Prompt and responses apart. Holds whatever messages there are. */
export const trlExplicit = defineFormat({
  name: 'trl-explicit',
  trainer: 'trl',
  kinds: ['preference'],
  beside: true,
  margin: true,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'prompt', type: messages },
    { name: 'chosen', type: messages },
    { name: 'rejected', type: messages },
  ],
  rows: ({ prompt, chosen, rejected }) => [
    [
      ['prompt', json.messages(prompt)],
      ['chosen', json.messages(chosen.messages)],
      ['rejected', json.messages(rejected.messages)],
    ],
  ],
});
