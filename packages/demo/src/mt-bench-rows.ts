import type { Message } from '@pairwright/contract/shapes';

/** A line of mt-bench.jsonl. */
export interface MtBenchQuestion {
  readonly prompt_id: string;
  readonly lang: string;
  readonly category: string;
  readonly source: string;
  readonly messages: Message[];
  readonly responses: readonly { readonly model: string; readonly messages: Message[] }[];
}

/** A line of mt-bench-votes.jsonl. */
export interface MtBenchVote {
  readonly vote_id: string;
  readonly prompt_id: string;
  readonly turn: 1 | 2;
  readonly model_a: string;
  readonly model_b: string;
  readonly winner: 'model_a' | 'model_b' | 'tie';
  readonly annotator_id: string;
}

/** The votes of one comparison: one question, one turn, two models in canonical (alphabetical) order. */
export interface VotedComparison {
  readonly promptId: string;
  readonly turn: 1 | 2;
  readonly models: readonly [string, string];
  readonly votes: readonly CanonicalVote[];
}

export interface CanonicalVote {
  readonly voteId: string;
  readonly annotator: string;
  /** How often this judge had voted on this comparison before. */
  readonly repeat: number;
  readonly presentedOrder: readonly [number, number];
  readonly outcome: 'preference' | 'tie';
  /** The place preferred, 1 or 2 as shown; null for a tie. */
  readonly position: 1 | 2 | null;
  /** -3 prefers the first canonical model, 3 the second. */
  readonly strength: -3 | 0 | 3;
}

/** Groups the votes by what was compared, in the order in which comparisons first appear. */
export function groupVotes(votes: readonly MtBenchVote[]): VotedComparison[] {
  const groups = new Map<
    string,
    { promptId: string; turn: 1 | 2; models: [string, string]; votes: CanonicalVote[] }
  >();
  for (const vote of votes) {
    const swapped = vote.model_a > vote.model_b;
    const models: [string, string] = swapped ? [vote.model_b, vote.model_a] : [vote.model_a, vote.model_b];
    const key = [vote.prompt_id, vote.turn, ...models].join('\n');
    const group = groups.get(key) ?? { promptId: vote.prompt_id, turn: vote.turn, models, votes: [] };
    groups.set(key, group);
    const repeat = group.votes.filter((earlier) => earlier.annotator === vote.annotator_id).length;
    group.votes.push({
      voteId: vote.vote_id,
      annotator: vote.annotator_id,
      repeat,
      ...decisionOf(vote, swapped),
    });
  }
  return [...groups.values()];
}

function decisionOf(
  vote: MtBenchVote,
  swapped: boolean,
): Pick<CanonicalVote, 'presentedOrder' | 'outcome' | 'position' | 'strength'> {
  // The source shows model_a on the left.
  const presentedOrder: [number, number] = swapped ? [1, 0] : [0, 1];
  if (vote.winner === 'tie') return { presentedOrder, outcome: 'tie', position: null, strength: 0 };
  const position = vote.winner === 'model_a' ? 1 : 2;
  const canonicalWinner = presentedOrder[position - 1];
  return { presentedOrder, outcome: 'preference', position, strength: canonicalWinner === 0 ? -3 : 3 };
}

/** What a judge of this turn read of a response: the first answer, or the whole conversation. */
export function messagesOfTurn(messages: readonly Message[], turn: 1 | 2): Message[] {
  return turn === 1 ? messages.slice(0, 1) : [...messages];
}
