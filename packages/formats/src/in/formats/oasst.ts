import type { RowVote } from '../../import-votes.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { InFormat } from '../format.ts';
import { isObject } from '../messages.ts';
import type { LooseMessage, OwnRow } from '../own-row.ts';
import { signature } from '../signature.ts';
import { languageOf, voter } from '../votes.ts';

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

/** Every two or more answers to the same thread are a row, with the rankings by people as votes. */
function walk(walking: Walk, node: Node, thread: readonly LooseMessage[]): void {
  const here = [...thread, textOf(node)];
  const replies = repliesOf(node);
  const answers = replies.filter(({ role }) => role === 'assistant');
  if (answers.length >= 2) walking.rows.push(rowOf(walking, { node, thread: here, answers }));
  for (const reply of replies) walk(walking, reply, here);
}

/** What people said one by one, or, where that is not told, what was made of it. */
function votesOf(node: Node, answers: readonly Node[]): RowVote[] {
  const said = rankingsOf(node).flatMap((event) => {
    const vote = rankingVote(event, answers);
    return vote === null ? [] : [vote];
  });
  return said.length > 0 ? said : agreedVote(answers);
}

function rankingsOf({ events }: Node): Node[] {
  const rankings = isObject(events) ? events['ranking'] : undefined;
  return Array.isArray(rankings) ? rankings.filter(isObject) : [];
}

/** One person's order, the best first, of those answers that are still there. Told not to be rankable, all of them are bad. */
function rankingVote(event: Node, answers: readonly Node[]): RowVote | null {
  const { ranked_message_ids: ids, user_id: user, not_rankable: isBad } = event;
  if (!Array.isArray(ids)) return null;
  const of = ids
    .map((id) => answers.findIndex((answer) => answer['message_id'] === id))
    .filter((place) => place >= 0);
  if (of.length < 2 || new Set(of).size !== of.length) return null;
  return { ...voter(user, 'human'), of, ranks: of.map((_, index) => (isBad === true ? 0 : index + 1)) };
}

/** The ranks that the answers have, 0 the best. */
function agreedVote(answers: readonly Node[]): RowVote[] {
  const ranked = answers.flatMap(({ rank }, place) => (typeof rank === 'number' ? [{ rank, place }] : []));
  if (ranked.length < 2) return [];
  const levels = [...new Set(ranked.map(({ rank }) => rank))].sort((a, b) => a - b);
  return [
    {
      annotator: null,
      kind: 'human',
      of: ranked.map(({ place }) => place),
      ranks: ranked.map(({ rank }) => levels.indexOf(rank) + 1),
    },
  ];
}

/** What a message has beside text, speaker and replies. */
function besideText({
  text: _text,
  role: _role,
  replies: _replies,
  ...beside
}: Node): Record<string, unknown> {
  return Object.fromEntries(Object.entries(beside).filter(([, value]) => value !== null));
}

function rowOf(
  { tree }: Walk,
  { node, thread, answers }: { node: Node; thread: LooseMessage[]; answers: Node[] },
): OwnRow {
  const id = node['message_id'];
  return {
    prompt_id: typeof id === 'string' ? id : undefined,
    lang: languageOf(node['lang']),
    prompt: thread,
    responses: answers.map((answer) => ({
      model: voter(answer['model_name'], null).annotator,
      messages: [textOf(answer)],
      metadata: besideText(answer),
    })),
    pair: answers.length === 2,
    votes: votesOf(node, answers),
    metadata: { message_tree_id: tree['message_tree_id'], message: besideText(node) },
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
