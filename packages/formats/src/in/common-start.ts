import type { ForeignFaults } from './foreign-faults.ts';
import type { LooseMessage } from './own-row.ts';

export interface Parted {
  readonly prompt: readonly LooseMessage[];
  readonly answers: readonly (readonly LooseMessage[])[];
}

/** True for messages that say the same, whatever the order of their keys. */
function same(one: LooseMessage | undefined, other: LooseMessage | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const text = (message: LooseMessage) =>
    JSON.stringify(Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}

/**
 * Parts conversations that hold their prompt into the prompt and what follows: the prompt is the longest common start
 * that ends with a user or tool message and leaves something of each. Null, with a fault, when there is none.
 */
export function partConversations(
  faults: ForeignFaults,
  path: string,
  conversations: readonly (readonly LooseMessage[])[],
): Parted | null {
  const [first, ...others] = conversations;
  if (first === undefined) return faults.add(path, conversations, 'nothing_to_compare');
  const shortest = Math.min(...conversations.map(({ length }) => length));
  let length = 0;
  while (length < shortest - 1 && others.every((other) => same(other[length], first[length]))) length++;
  while (length > 0 && first[length - 1]!.role !== 'user' && first[length - 1]!.role !== 'tool') length--;
  if (length === 0) return faults.add(path, conversations, 'prompts_differ');
  return { prompt: first.slice(0, length), answers: conversations.map((one) => one.slice(length)) };
}

/** One conversation: the prompt ends with its last user or tool message, the answer is what follows. */
export function partConversation(
  faults: ForeignFaults,
  path: string,
  conversation: readonly LooseMessage[],
): Parted | null {
  let length = conversation.length;
  while (length > 0 && conversation[length - 1]!.role === 'assistant') length--;
  if (length === conversation.length || length === 0)
    return faults.add(path, conversation, 'nothing_to_compare');
  // A call of a tool and what follows it belong to the answer.
  while (length > 0 && conversation[length - 1]!.role === 'tool') {
    let start = length - 1;
    while (start > 0 && conversation[start]!.role === 'tool') start--;
    if (conversation[start]!.role !== 'assistant' || start === 0) break;
    length = start;
  }
  return { prompt: conversation.slice(0, length), answers: [conversation.slice(length)] };
}
