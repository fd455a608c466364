import { readFile } from 'node:fs/promises';
import type { MtBenchVote } from './mt-bench-rows.ts';

/** The votes as they are published; those of one judge on what they had judged before do not count here. */
export async function publishedVotes(): Promise<MtBenchVote[]> {
  const text = await readFile(new URL('../data/mt-bench-votes.jsonl', import.meta.url), 'utf8');
  const seen = new Set<string>();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MtBenchVote)
    .filter((vote) => {
      const key = `${vote.annotator_id}\n${comparisonKey(vote)}`;
      return !seen.has(key) && seen.add(key);
    });
}

/** The same for votes on the same pair of answers, whichever stood first. */
export function comparisonKey(vote: MtBenchVote): string {
  return [vote.prompt_id, vote.turn, ...[vote.model_a, vote.model_b].sort()].join('\n');
}
