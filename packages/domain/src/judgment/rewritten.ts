import type { Message } from '@pairwright/contract/shapes';

/** What a rewrite becomes. It is of the last turn; what stands before it stays. */
export function rewrittenMessages(parent: readonly Message[] | null, content: string): Message[] {
  return [...(parent ?? []).slice(0, -1), { role: 'assistant', content }];
}
