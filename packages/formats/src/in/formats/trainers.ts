import type { Mapping } from '@pairwright/contract/import-mapping';
import { isMessagesText, jsonOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import { type ForeignRow, type InFormat, mappedFormat, readMapped } from '../format.ts';
import { assistant, behindSystem, isObject, readList, readMessages } from '../messages.ts';
import type { OwnRow } from '../own-row.ts';
import { anyOf, inWords, signature } from '../signature.ts';

const first = [{ kind: 'first' as const }];

const swiftMessages = anyOf(
  signature({ messages: 'messages', rejected_response: 'any' }, ['margin']),
  signature({ messages: 'messages', rejected_messages: 'messages' }, ['margin']),
);
const swiftQuery = mappedFormat(
  'swift-rlhf',
  signature({ query: 'text', response: 'text', rejected_response: 'text' }, ['system', 'history', 'margin']),
  {
    version: 1,
    prompt: { column: 'query', system: 'system', history: 'history' },
    responses: { columns: [{ column: 'response' }, { column: 'rejected_response' }] },
    votes: first,
  },
);

/** ms-swift: the whole chosen conversation, and what the rejected answer was instead of its end; or both answers to a query. */
export const swiftRlhf: InFormat = {
  name: 'swift-rlhf',
  aliases: ['swift', 'ms-swift'],
  recognise: anyOf(swiftMessages, swiftQuery.recognise),
  read: (row, faults) => (swiftMessages(row) === null ? swiftQuery.read : readConversation)(row, faults),
};

function readConversation(row: ForeignRow, faults: ForeignFaults): OwnRow[] | null {
  const columns = new Columns(row);
  const chosen = readMessages(faults, { path: '$.messages', value: columns.get('messages') });
  if (chosen === null) return null;
  const end = chosen.findLastIndex(({ role }) => role === 'user') + 1;
  if (end === 0 || end === chosen.length)
    return faults.add('$.messages', row['messages'], 'nothing_to_compare');
  const other = rejectedOf(columns, faults, { end, prompt: JSON.stringify(chosen.slice(0, end)) });
  const asked = behindSystem(columns.word('system'), chosen.slice(0, end));
  return other && [pairRow(columns, asked, [chosen.slice(end), other])];
}

function rejectedOf(
  columns: Columns,
  faults: ForeignFaults,
  { end, prompt }: { end: number; prompt: string },
) {
  const text = columns.get('rejected_response');
  // In a table everything is text, lists of messages too.
  const isList = typeof columns.row['messages'] === 'string' && isMessagesText(text);
  if (typeof text === 'string' && !isList && (text !== '' || columns.row['rejected_messages'] === undefined))
    return [assistant(text)];
  if (text !== undefined && text !== null && text !== '')
    return readMessages(faults, { path: '$.rejected_response', value: text });
  const whole = readMessages(faults, {
    path: '$.rejected_messages',
    value: columns.get('rejected_messages'),
  });
  if (whole === null || JSON.stringify(whole.slice(0, end)) === prompt) return whole && whole.slice(end);
  return faults.add('$.rejected_messages', whole, 'prompts_differ');
}

function pairRow(columns: Columns, prompt: OwnRow['prompt'], answers: readonly OwnRow['prompt'][]): OwnRow {
  return {
    prompt,
    responses: answers.map((messages) => ({ model: null, messages })),
    pair: true,
    votes: [{ annotator: null, kind: null, outcome: 'a' }],
    metadata: columns.rest(),
  };
}

export const axolotlBt = mappedFormat(
  'axolotl-bt',
  inWords(signature({ input: 'text', chosen: 'text', rejected: 'text' }, ['system']), 'chosen', 'rejected'),
  {
    version: 1,
    prompt: { column: 'input', system: 'system' },
    responses: { columns: [{ column: 'chosen' }, { column: 'rejected' }] },
    votes: first,
  },
);

export const axolotlIntel = mappedFormat(
  'axolotl-intel',
  inWords(
    signature({ question: 'text', chosen: 'text', rejected: 'text' }, ['system']),
    'chosen',
    'rejected',
  ),
  {
    version: 1,
    prompt: { column: 'question', system: 'system' },
    responses: { columns: [{ column: 'chosen' }, { column: 'rejected' }] },
    votes: first,
  },
);

/** One message, a list of them, or the text of one; in a table everything is text. */
function shapeOf(answer: unknown, isTable: boolean): 'message' | 'messages' | 'text' {
  const said = isTable && isMessagesText(answer) ? jsonOf(answer) : answer;
  if (Array.isArray(said)) return 'messages';
  return isObject(said) ? 'message' : 'text';
}

/** The prompt, then each answer by itself. */
export const axolotlDpo: InFormat = {
  name: 'axolotl-dpo',
  recognise: signature({ messages: 'messages', chosen: 'any', rejected: 'any' }),
  read: (row, faults) => {
    const isTable = typeof row['messages'] === 'string';
    const columns = ['chosen', 'rejected'].map((column) => ({ column, as: shapeOf(row[column], isTable) }));
    const mapping: Mapping = {
      version: 1,
      prompt: { column: 'messages', as: 'messages' },
      responses: { columns },
      votes: [{ kind: 'first', by: null }],
    };
    return readMapped(mapping, row, faults);
  },
};

/** Two completions with ranks, lower is better. */
export const nemoRl: InFormat = {
  name: 'nemo-rl',
  recognise: signature({ context: 'messages', completions: 'list' }, ['task_name']),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readMessages(faults, { path: '$.context', value: columns.get('context') });
    const list = readList(faults, '$.completions', columns.get('completions'));
    if (prompt === null || list === null) return null;
    const answers = list.map((item, index) => {
      const path = `$.completions[${index}]`;
      if (!isObject(item)) return faults.add(path, item, 'wrong_type');
      if (typeof item['rank'] !== 'number') return faults.add(`${path}.rank`, item['rank'], 'unknown_vote');
      const { rank, completion, ...others } = item;
      const messages = readMessages(faults, { path: `${path}.completion`, value: completion });
      const metadata = Object.keys(others).length === 0 ? undefined : others;
      return messages && { messages, rank, metadata };
    });
    if (answers.includes(null)) return null;
    const good = answers as NonNullable<(typeof answers)[number]>[];
    const levels = [...new Set(good.map(({ rank }) => rank))].sort((a, b) => a - b);
    return [
      {
        prompt,
        responses: good.map(({ messages, metadata }) => ({ model: null, messages, metadata })),
        pair: good.length === 2,
        votes: [{ annotator: null, kind: null, ranks: good.map(({ rank }) => levels.indexOf(rank) + 1) }],
        metadata: columns.rest(),
      },
    ];
  },
};

const fromContent = { role: 'from', content: 'content' };
export const colossal = mappedFormat(
  'colossal',
  signature({ context: 'turns', chosen: 'turns', rejected: 'turns' }),
  {
    version: 1,
    prompt: { column: 'context', as: 'messages' },
    dialect: fromContent,
    responses: {
      columns: [
        { column: 'chosen', as: 'messages' },
        { column: 'rejected', as: 'messages' },
      ],
    },
    votes: first,
  },
);

export const tinker = mappedFormat('tinker', signature({ comparison: 'object', label: 'text' }), {
  version: 1,
  prompt: { column: 'comparison.prompt_conversation', as: 'messages' },
  responses: {
    columns: [
      { column: 'comparison.completion_A', as: 'messages' },
      { column: 'comparison.completion_B', as: 'messages' },
    ],
  },
  votes: [{ kind: 'winner', column: 'label', values: { A: 'a', B: 'b', Tie: 'tie' } }],
});
