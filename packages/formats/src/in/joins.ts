import { maxResponses } from '../import-types.ts';
import type { RowVote } from '../import-votes.ts';
import type { OwnRow } from './own-row.ts';

const mostVotes = 10_000;
const text = (value: unknown): string => JSON.stringify(value);

/** Two rows about the same comparison are one with the votes of both. */
export function joinVotes(first: OwnRow, second: OwnRow): OwnRow | null {
  if (first.votes.length + second.votes.length > mostVotes) return null;
  const bare = ({ votes: _votes, ...row }: OwnRow): string => text(row);
  return bare(first) === bare(second) ? { ...first, votes: [...first.votes, ...second.votes] } : null;
}

function moved(vote: RowVote, by: number, count: number): RowVote {
  const of = (vote.of ?? Array.from({ length: count }, (_, index) => index)).map((place) => place + by);
  const { shown, ratings, flags, spans, rewrite } = vote;
  const further = <Part extends { readonly response: number }>(parts: readonly Part[]): Part[] =>
    parts.map((part) => ({ ...part, response: part.response + by }));
  return {
    ...vote,
    of,
    ...(shown && { shown: shown.map((place) => place + by) }),
    ...(ratings && { ratings: further(ratings) }),
    ...(flags && { flags: further(flags) }),
    ...(spans && { spans: further(spans) }),
    ...(rewrite && { rewrite: { ...rewrite, parent: rewrite.parent === null ? null : rewrite.parent + by } }),
  };
}

/** Two rows with the same prompt are one with the responses of both. Two responses are a pair. */
export function joinResponses(first: OwnRow, second: OwnRow): OwnRow | null {
  const count = first.responses.length + second.responses.length;
  if (count > maxResponses || text(first.prompt) !== text(second.prompt)) return null;
  if (text(first.metadata) !== text(second.metadata)) return null;
  const from = first.responses.length;
  return {
    ...first,
    responses: [...first.responses, ...second.responses],
    pair: count === 2,
    votes: [
      ...first.votes.map((vote) => moved(vote, 0, from)),
      ...second.votes.map((vote) => moved(vote, from, second.responses.length)),
    ],
  };
}
