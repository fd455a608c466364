import type { RowVote } from '../../import-votes.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { InFormat } from '../format.ts';
import { isObject } from '../messages.ts';
import type { LooseMessage, OwnRow } from '../own-row.ts';
import { signature } from '../signature.ts';
import { languageOf } from '../votes.ts';

type Node = Readonly<Record<string, unknown>>;

interface Walk {
  readonly tree: Readonly<Record<string, unknown>>;
  readonly faults: ForeignFaults;
  readonly rows: OwnRow[];
}

const textOf = (node: Node): LooseMessage => ({
  role: node['role'] === 'prompter' ? 'user' : 'assistant',
  content: node['text'],
});

function repliesOf(node: Node): Node[] {
  const replies = node['replies'];
  return Array.isArray(replies)
    ? replies.filter((reply): reply is Node => isObject(reply) && reply['deleted'] !== true)
    : [];
}

/** Every two or more answers to the same thread are a row; where people ranked them (0 best), with the ranking as a vote. */
function walk(walking: Walk, node: Node, thread: readonly LooseMessage[]): void {
  const here = [...thread, textOf(node)];
  const replies = repliesOf(node);
  const answers = replies.filter(({ role }) => role === 'assistant');
  if (answers.length >= 2) walking.rows.push(rowOf(walking, { node, thread: here, answers }));
  for (const reply of replies) walk(walking, reply, here);
}

function rowOf(
  { tree }: Walk,
  { node, thread, answers }: { node: Node; thread: LooseMessage[]; answers: Node[] },
): OwnRow {
  const ranked = answers.flatMap(({ rank }, place) => (typeof rank === 'number' ? [{ rank, place }] : []));
  const levels = [...new Set(ranked.map(({ rank }) => rank))].sort((a, b) => a - b);
  const vote: RowVote = {
    annotator: null,
    kind: 'human',
    of: ranked.map(({ place }) => place),
    ranks: ranked.map(({ rank }) => levels.indexOf(rank) + 1),
  };
  const id = node['message_id'];
  return {
    prompt_id: typeof id === 'string' ? id : undefined,
    lang: languageOf(node['lang']),
    prompt: thread,
    responses: answers.map((answer) => {
      const { text: _text, role: _role, replies: _replies, ...metadata } = answer;
      return { model: null, messages: [textOf(answer)], metadata };
    }),
    pair: answers.length === 2,
    votes: ranked.length >= 2 ? [vote] : [],
    metadata: { message_tree_id: tree['message_tree_id'] },
  };
}

/** Conversation trees; only those that were finished. */
export const oasst: InFormat = {
  name: 'oasst',
  aliases: ['oasst1', 'oasst2', 'openassistant'],
  recognise: signature({ message_tree_id: 'text', prompt: 'object' }, ['tree_state']),
  read: (row, faults) => {
    if (row['tree_state'] !== undefined && row['tree_state'] !== 'ready_for_export')
      return faults.add('$.tree_state', row['tree_state'], 'tree_not_ready');
    const walking: Walk = { tree: row, faults, rows: [] };
    if (isObject(row['prompt'])) walk(walking, row['prompt'], []);
    return walking.rows.length > 0
      ? walking.rows
      : faults.add('$.prompt', row['prompt'], 'nothing_to_compare');
  },
};
