import { z } from 'zod';

/** The place of a value in a row: a column, or keys and list places joined by dots (`meta.id`, `answers.0.text`). */
const column = z.string().min(1).max(500);
const words = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);
const outcome = z.enum(['a', 'b', 'tie', 'both_bad', 'cannot_judge']);

/**
 * How a value holds text: `text` one message; `message` an object; `messages` a list of them; `turns` a list of
 * strings, alternating, the user first (in a prompt) or the assistant first (in a response); `transcript` the HH kind.
 */
const shape = z.enum(['text', 'message', 'messages', 'turns', 'transcript']);

const who = {
  /** The column that names who voted; or a name for all of them. */
  annotator: z
    .union([z.strictObject({ column }), z.strictObject({ name: z.string().min(1).max(200) })])
    .optional(),
  by: z.enum(['human', 'model']).nullable().default(null),
  rationale: column.optional(),
  createdAt: column.optional(),
};

const voteMapping = z.discriminatedUnion('kind', [
  /** The first response won: `chosen` before `rejected`. */
  z.strictObject({ kind: z.literal('first'), ...who }),
  /** A column says who won; `values` says what its values mean. One not listed is a fault. */
  z.strictObject({ kind: z.literal('winner'), column, values: z.record(z.string(), outcome), ...who }),
  /** A column holds a signed number; `strongest` is the size that becomes 3. */
  z.strictObject({
    kind: z.literal('strength'),
    column,
    negative: z.enum(['first', 'second']),
    strongest: z.number().positive().default(3),
    ...who,
  }),
  /** A column says whether the one response is good. */
  z.strictObject({ kind: z.literal('thumbs'), column, up: words, down: words, ...who }),
  /** Ranks, 1 best or 0 best: in each item of a list of responses, or in a column for each response. */
  z.strictObject({
    kind: z.literal('ranks'),
    item: column.optional(),
    columns: z.array(column).min(1).max(64).optional(),
    best: z.enum(['lowest', 'highest']),
    ...who,
  }),
  /** Numbers on criteria: of each item of a list of responses, of the one response, or a column for each response. */
  z.strictObject({
    kind: z.literal('ratings'),
    keys: z.record(z.string().min(1).max(200), z.union([column, z.array(column).min(1).max(64)])),
    ...who,
  }),
  /** Labels of the steps of the one response. */
  z.strictObject({ kind: z.literal('steps'), column, right: words, wrong: words, ...who }),
]);
export type VoteMapping = z.infer<typeof voteMapping>;

const dialect = z.strictObject({
  role: z.string().min(1).default('role'),
  content: z.string().min(1).default('content'),
  roles: z.record(z.string(), z.enum(['system', 'user', 'assistant', 'tool'])).optional(),
});

const responseColumn = z.strictObject({
  column,
  as: shape.default('text'),
  /** The column with the model's name, or the name itself. */
  model: z
    .union([z.strictObject({ column }), z.strictObject({ name: z.string().min(1).max(200) })])
    .optional(),
});

/** Which column of a foreign file is what. Saved as JSON, it reads every file of that shape the same way. */
export const mapping = z.strictObject({
  version: z.literal(1),
  prompt: z.union([
    z.strictObject({
      column,
      as: shape.default('text'),
      /** More text of the prompt, put behind it on a line of its own; blank is none. */
      input: column.optional(),
      /** A system prompt; blank is none. */
      system: column.optional(),
      /** Earlier turns: a list of [user, assistant]. */
      history: column.optional(),
    }),
    /** The responses are whole conversations that begin with the prompt. */
    z.strictObject({ inside: z.literal(true), system: column.optional() }),
  ]),
  dialect: dialect.optional(),
  responses: z.union([
    z.strictObject({ columns: z.array(responseColumn).min(1).max(64) }),
    /** A list of responses, each a string or an object. */
    z.strictObject({
      list: column,
      content: column.optional(),
      as: shape.default('text'),
      model: column.optional(),
    }),
    /** Steps of one response, a list of strings; they are joined by blank lines. */
    z.strictObject({ steps: column, model: column.optional() }),
  ]),
  votes: z.array(voteMapping).max(20).default([]),
  id: column.optional(),
  pairId: column.optional(),
  language: column.optional(),
  category: column.optional(),
  source: column.optional(),
});
export type Mapping = z.infer<typeof mapping>;
/** A mapping with what has a default left out. */
export type SomeMapping = z.input<typeof mapping>;

/** How many responses every row has under a mapping; null: a list, as many as its row says. */
function countOf({ responses }: Pick<Mapping, 'responses'>): number | null {
  if ('list' in responses) return null;
  return 'steps' in responses ? 1 : responses.columns.length;
}

/** What of a vote cannot be said of the responses of its mapping; null: all of it can. */
export function voteMappingFault(vote: VoteMapping, of: Pick<Mapping, 'responses'>): string | null {
  const count = countOf(of);
  const has = `this mapping has ${count}`;
  switch (vote.kind) {
    case 'first':
    case 'winner':
    case 'strength':
      return count === null || count === 2 ? null : `"${vote.kind}" is about two responses; ${has}`;
    case 'thumbs':
    case 'steps':
      return count === null || count === 1 ? null : `"${vote.kind}" is about one response; ${has}`;
    case 'ranks': {
      if (count === null)
        return vote.item !== undefined && vote.columns === undefined
          ? null
          : 'responses in a list have their ranks in its items: name the key in "item", and no "columns"';
      return vote.columns?.length === count && vote.item === undefined
        ? null
        : `responses in columns have their ranks in "columns", one for each, and no "item"; ${has}`;
    }
    case 'ratings': {
      const places = Object.values(vote.keys);
      if (places.length === 0) return 'ratings name at least one criterion in "keys"';
      if (count === null)
        return places.every((place) => typeof place === 'string')
          ? null
          : 'responses in a list have their ratings in its items: name one key for each criterion';
      return places.every((place) => (typeof place === 'string' ? count === 1 : place.length === count))
        ? null
        : `responses in columns have their ratings in a list of columns for each criterion, one for each; ${has}`;
    }
  }
}

/** A mapping whose votes fit its responses. Stored ones need not: they are older than this rule. */
export const checkedMapping = mapping.superRefine(({ votes, responses }, context) => {
  votes.forEach((vote, index) => {
    const message = voteMappingFault(vote, { responses });
    if (message !== null) context.addIssue({ code: 'custom', path: ['votes', index], message });
  });
});
