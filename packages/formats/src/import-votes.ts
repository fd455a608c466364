import { stepLabel } from '@pairwright/contract/judgment';
import { notCountedReasons } from '@pairwright/domain/resolution';
import type { SaidRule } from '@pairwright/domain/said-rule';
import { z } from 'zod';
import type { RowReader } from './row-reader.ts';
import { knownDetail, sayDetail } from './rule-details.ts';
import { namedKeys } from './text.ts';

const place = z.number().int().min(0).max(63);
const strength = z.number().min(-3).max(3);
const text = z.string().min(1);

const offset = z.number().int().min(0).max(2_000_000);

/** A side of a pair, in the order of the row. */
const side = z.enum(['a', 'b', 'tie']);

/** Why a judgment of ours does not count. What the filters of a recipe leave out counts in the project itself. */
const whyNotCounted = z.enum(notCountedReasons).exclude(['filtered']);
export type WhyNotCounted = z.infer<typeof whyNotCounted>;

/**
 * A past judgment of a row's responses, whoever gave it: people or a model. Places count the responses of the row from 0,
 * whatever order they were shown in.
 */
export const rowVote = z.strictObject({
  /** A name or pseudonym; null where the source does not tell. */
  annotator: text.max(200).nullable(),
  /** Null where the source does not tell. */
  kind: z.enum(['human', 'model']).nullable(),
  /** The places of the responses it is about; all of them when left out. */
  of: z.array(place).min(1).max(64).optional(),
  /** The same places from left to right as they were shown to who voted; not known when left out. */
  shown: z.array(place).min(1).max(64).optional(),
  /** False: it does not count, as one that was replaced or taken back; it becomes no judgment. */
  counted: z.boolean().optional(),
  /** Only with `counted: false`. */
  not_counted_because: whyNotCounted.optional(),
  /** The better of two, or why neither is; `retracted` was taken back and says nothing any more. */
  outcome: z.enum(['a', 'b', 'tie', 'both_bad', 'cannot_judge', 'retracted']).optional(),
  /** -3..3, negative: the first of the two is better; 0 is a tie. */
  strength: strength.optional(),
  /** A rank for each: 1 is best, equal ranks tie, 0 is unacceptable, null is below the best k. */
  ranks: z.array(z.number().int().min(0).max(64).nullable()).optional(),
  /** One response, good or bad. */
  thumbs: z.enum(['up', 'down']).optional(),
  /** One response: a label for each step; shorter when judging stopped. */
  steps: z.array(stepLabel).optional(),
  /** Numbers on named criteria, each on the source's own scale. */
  ratings: z.array(z.strictObject({ key: text.max(200), response: place, value: z.number() })).optional(),
  /** The better of two by a named criterion; an axis of its own. */
  criteria: z
    .array(
      z.strictObject({
        key: text.max(200),
        outcome: z.enum([...side.options, 'not_applicable']),
        strength: strength.nullable().optional(),
      }),
    )
    .optional(),
  /** For each response whether it is safe; null: not said. */
  safe: z.array(z.boolean().nullable()).optional(),
  /** What was found in a response, 1 the mildest; null: the flag has no severities. */
  flags: z
    .array(
      z.strictObject({
        key: text.max(200),
        response: place,
        severity: z.number().int().min(1).max(5).nullable(),
      }),
    )
    .optional(),
  /** Keys of reasons that were ticked. */
  reasons: z.array(text.max(200)).optional(),
  /** Marked phrases, by Unicode code points of the content of a message of a response. */
  spans: z
    .array(
      z.strictObject({
        response: place,
        message: z.number().int().min(0).max(1000),
        start: offset,
        end: offset,
        quote: z.string(),
        label: text.max(200),
        note: z.string().nullable(),
      }),
    )
    .optional(),
  /** A better answer by who voted, made from a response, or from nothing. */
  rewrite: z.strictObject({ parent: place.nullable(), content: text.max(200_000) }).optional(),
  rationale: z.string().optional(),
  /** RFC 3339. */
  created_at: z.iso.datetime({ offset: true }).optional(),
  /** What else the source says of it, untouched. */
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type RowVote = z.infer<typeof rowVote>;

const mostVotes = 10_000;

const mains = ['outcome', 'strength', 'ranks', 'thumbs', 'steps'] as const;
const besides = ['ratings', 'criteria', 'safe', 'flags', 'rewrite'] as const;

/** What a vote of its own shape gets wrong about the row it stands in; null when it fits. */
function misfit(vote: RowVote, responses: number): SaidRule | null {
  const given = mains.filter((key) => vote[key] !== undefined);
  const [one, ...more] = given;
  if (one !== undefined && more.length > 0)
    return sayDetail('vote_mains', { keys: mains.join(', '), one, other: more.join(' and ') });
  if (given.length === 0 && besides.every((key) => vote[key] === undefined))
    return sayDetail('vote_empty', { keys: mains.join(', '), others: besides.join(', ') });
  if (vote.not_counted_because !== undefined && vote.counted !== false) return sayDetail('vote_counted');
  return misplaced(vote, responses);
}

/** What it gets wrong about which responses it is about. */
function misplaced(vote: RowVote, responses: number): SaidRule | null {
  const of = vote.of ?? Array.from({ length: responses }, (_, index) => index);
  if (of.some((at) => at >= responses) || new Set(of).size !== of.length)
    return sayDetail('vote_of', { last: responses - 1 });
  const { shown } = vote;
  if (shown !== undefined && shown.toSorted(byNumber).join() !== of.toSorted(byNumber).join())
    return sayDetail('vote_shown');
  const sides = vote.outcome === 'a' || vote.outcome === 'b' || vote.strength !== undefined;
  if ((sides || vote.criteria !== undefined) && of.length !== 2) return sayDetail('vote_pair');
  if ((vote.thumbs !== undefined || vote.steps !== undefined) && of.length !== 1)
    return sayDetail('vote_single');
  if (vote.ranks !== undefined && vote.ranks.length !== of.length) return sayDetail('vote_ranks');
  if (vote.safe !== undefined && vote.safe.length !== of.length) return sayDetail('vote_safe');
  if (vote.ratings?.some(({ response }) => response >= responses))
    return sayDetail('vote_rating', { last: responses - 1 });
  const named = [...(vote.flags ?? []), ...(vote.spans ?? [])].map(({ response }) => response);
  if ([...named, vote.rewrite?.parent ?? 0].some((response) => response >= responses))
    return sayDetail('vote_places', { last: responses - 1 });
  return null;
}

const byNumber = (one: number, other: number): number => one - other;

/** What stands at a place within a value; undefined where nothing does. */
function valueAt(value: unknown, place: readonly PropertyKey[]): unknown {
  return place.reduce(
    (within, key) => (within as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

/** What an issue of the shape says; null where no rule does. Keys come from the file and may be of any length. */
function shapeRule(issue: z.core.$ZodIssue): SaidRule | null {
  if (issue.code !== 'unrecognized_keys') return knownDetail(`a vote: ${issue.message}`);
  const keys = namedKeys(issue.keys);
  return issue.keys.length === 1 ? sayDetail('vote_key', { key: keys }) : sayDetail('vote_keys', { keys });
}

/** The past judgments of a row with this many responses; `undefined` without any, or when there is a fault. */
export function readVotes(
  reader: RowReader,
  value: unknown,
  responses: number | null,
): readonly RowVote[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > mostVotes) {
    reader.fault('$.votes', value, {
      code: 'votes_shape',
      rule: sayDetail('votes_count', { most: mostVotes }),
    });
    return undefined;
  }
  const votes: RowVote[] = [];
  value.forEach((given: unknown, index) => {
    const path = `$.votes[${index}]`;
    const parsed = rowVote.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const at = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
      const rule = shapeRule(issue);
      reader.fault(
        `${path}${at}`,
        valueAt(given, issue.path),
        rule === null ? 'votes_shape' : { code: 'votes_shape', rule },
      );
      return;
    }
    const rule = responses === null ? null : misfit(parsed.data, responses);
    if (rule === null) votes.push(parsed.data);
    else reader.fault(path, given, { code: 'votes_shape', rule });
  });
  return votes.length === value.length && votes.length > 0 ? votes : undefined;
}
