import { expect } from 'vitest';
import type { SomeDetails, Submission } from '@pairwright/contract/judgment';

/** A line of a `votes` export, as far as journeys compare it. */
export interface VoteLine {
  readonly judgment_id: string;
  readonly presented_order: readonly number[];
  readonly outcome: string;
  readonly position: number | null;
  readonly points: number | null;
  readonly strength: number | null;
  readonly ranking: readonly (number | null)[] | null;
  readonly criteria: readonly {
    key: string;
    outcome: string;
    position: number | null;
    strength: number | null;
  }[];
  readonly ratings: readonly { key: string; response: number; value: number }[];
  readonly flags: readonly { key: string; response: number; severity: number | null }[];
  readonly safe: readonly boolean[] | null;
  readonly reasons: readonly string[];
  readonly spans: readonly {
    response: number;
    message: number;
    start: number;
    end: number;
    quote: string;
    label: string;
    note: string | null;
  }[];
  readonly rewrite: { response_id: string; parent: number | null; content: string } | null;
  readonly steps: readonly { start: number; end: number; label: string }[] | null;
  readonly rationale: string | null;
  readonly view: string | null;
  readonly active_ms: number | null;
  readonly question_version: number;
  readonly counted: boolean;
  readonly not_counted_because: string | null;
  readonly supersedes: string | null;
  readonly responses: readonly { messages: readonly { content: string | null }[] }[];
}

/** Python's slice: by code points. */
function slice(text: string, start: number, end: number): string {
  return [...text].slice(start, end).join('');
}

const sorted = (parts: readonly object[]): string[] =>
  parts.map((part) => JSON.stringify(Object.entries(part).sort())).sort();

/** Every field of a line against what the page told the server, place by place; written apart from the product's own code. */
export function expectLine(line: VoteLine, told: Submission): void {
  const at = (place: number): number => line.presented_order[place]!;
  expectAnswer(line, told);
  const said: SomeDetails = told.details ?? {};
  const {
    criteria = [],
    ratings = [],
    flags = [],
    safe = null,
    reasons = [],
    spans = [],
    rewrite = null,
  } = said;
  expect(line.criteria.map(({ key, position }) => ({ key, position }))).toEqual(criteria);
  expect(sorted(line.ratings)).toEqual(
    sorted(ratings.map(({ key, place, value }) => ({ key, response: at(place), value }))),
  );
  expect(sorted(line.flags)).toEqual(
    sorted(flags.map(({ key, place, severity }) => ({ key, response: at(place), severity }))),
  );
  expect(safe === null ? null : safe.map((_, place) => line.safe?.[at(place)])).toEqual(safe);
  expect([...line.reasons].sort()).toEqual([...reasons].sort());
  expect(sorted(line.spans)).toEqual(
    sorted(spans.map(({ place, ...span }) => ({ ...span, response: at(place) }))),
  );
  for (const { response, message, start, end, quote } of line.spans)
    expect(slice(line.responses[response]!.messages[message]!.content!, start, end)).toBe(quote);
  expect(line.rewrite).toEqual(
    rewrite === null
      ? null
      : {
          response_id: rewrite.responseId,
          parent: rewrite.place === null ? null : at(rewrite.place),
          content: rewrite.content,
        },
  );
  expect(line.rationale).toBe(told.rationale ?? null);
  expect(line.active_ms).toBe(told.activeMs);
  expect(line.question_version).toBe(told.questionVersion);
  expect(JSON.parse(line.view!)).toEqual(told.view);
}

function expectAnswer(line: VoteLine, { answer }: Submission): void {
  const offScale = { position: null, strength: null, ranking: null, steps: null };
  const rest = ({ outcome, position, strength, ranking, steps }: VoteLine) => ({
    outcome,
    position,
    strength,
    ranking,
    steps,
  });
  switch (answer.outcome) {
    case 'scale': {
      expect(line.position).toBe(answer.position);
      // The lower half of the scale prefers the one shown first; journeys never answer in the middle.
      expect(line.outcome).toBe('preference');
      const first = answer.position < (line.points! + 1) / 2;
      expect(line.strength! < 0).toBe(first === (line.presented_order[0] === 0));
      return;
    }
    case 'ranking':
      expect(line.presented_order.map((response) => line.ranking?.[response])).toEqual(answer.ranks);
      return expect(line.outcome).toBe('ranking');
    case 'steps':
      expect(line.steps?.map(({ label }) => label)).toEqual(answer.labels);
      for (const { start, end } of line.steps ?? [])
        expect(slice(line.responses[0]!.messages.at(-1)!.content!, start, end).trim()).not.toBe('');
      return expect(line.outcome).toBe('steps');
    case 'thumbs':
      return expect(rest(line)).toEqual({ ...offScale, outcome: answer.up ? 'thumbs_up' : 'thumbs_down' });
    case 'rated':
      return expect(rest(line)).toEqual({ ...offScale, outcome: 'rated' });
    default:
      return expect(rest(line)).toMatchObject({ ranking: null, steps: null, outcome: answer.outcome });
  }
}
