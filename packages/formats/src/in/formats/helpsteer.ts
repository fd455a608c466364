import type { RowVote } from '../../import-votes.ts';
import { jsonOf, numberOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import { type InFormat, mappedFormat } from '../format.ts';
import { joinResponses } from '../joins.ts';
import { assistant, isObject, readList, readMessages, readText } from '../messages.ts';
import { signature } from '../signature.ts';
import { sayDetail } from '../../rule-details.ts';

const aspects = ['helpfulness', 'correctness', 'coherence', 'complexity', 'verbosity'];

/** One rated answer a row; rows with the same prompt that follow each other are one. */
export const helpsteer2: InFormat = {
  ...mappedFormat(
    'helpsteer2',
    signature({
      prompt: 'text',
      response: 'text',
      helpfulness: 'number',
      correctness: 'number',
      coherence: 'number',
    }),
    {
      version: 1,
      prompt: { column: 'prompt' },
      responses: { columns: [{ column: 'response' }] },
      votes: [
        { kind: 'ratings', keys: Object.fromEntries(aspects.map((aspect) => [aspect, aspect])), by: 'human' },
      ],
    },
  ),
  join: (first, second) => {
    const row = joinResponses(first, second);
    return row && { ...row, votes: oneRater(row.votes) };
  },
};

/** The numbers of all answers are those of the same people together: one vote, which can tell the answers apart. */
function oneRater(votes: readonly RowVote[]): RowVote[] {
  const ratings = votes.flatMap((vote) => vote.ratings ?? []);
  return ratings.length === 0 ? [] : [{ annotator: null, kind: 'human', ratings }];
}

/** Lists of what each person said: those that the published strength is made of, else all of them as they came. */
const personLists = ['three_most_similar_preferences', 'all_preferences_unprocessed'] as const;
/** Neither response answers the prompt. */
const NEITHER = -100;

const pairWithStrength = mappedFormat(
  'helpsteer2-preference',
  signature({ prompt: 'text', response_1: 'text', response_2: 'text', preference_strength: 'number' }, [
    'split',
    ...personLists,
  ]),
  {
    version: 1,
    prompt: { column: 'prompt' },
    responses: { columns: [{ column: 'response_1' }, { column: 'response_2' }] },
    votes: [{ kind: 'strength', column: 'preference_strength', negative: 'first', by: 'human' }],
  },
);

/**
 * The sign trap: here a negative number is for the first response, as in ours. Every person's strength is one vote where they are
 * listed; the overall one is made of them and stays in the metadata.
 */
export const helpsteer2Preference: InFormat = {
  ...pairWithStrength,
  read: (row, faults) => {
    const key = personLists.find((list) => listOf(row[list]).length > 0);
    if (key === undefined) return pairWithStrength.read(row, faults);
    const votes = listOf(row[key]).map((item, index) => personVote(item, `$.${key}[${index}]`, faults));
    // The overall strength may be as far off as those it is made of.
    const made = pairWithStrength.read({ ...row, preference_strength: 0 }, faults);
    if (made === null || 'asIs' in made || votes.includes(null)) return null;
    return made.map(({ metadata: { [key]: _said, ...metadata }, ...one }) => ({
      ...one,
      votes: votes as RowVote[],
      metadata: { ...metadata, preference_strength: row['preference_strength'] },
    }));
  },
};

/** A list, or what a cell says that holds one; whatever else stands there stays in the metadata. */
function listOf(value: unknown): readonly unknown[] {
  const list = Array.isArray(value) ? (value as unknown[]) : jsonOf(value);
  return Array.isArray(list) ? list : [];
}

function personVote(item: unknown, path: string, faults: ForeignFaults): RowVote | null {
  if (!isObject(item)) return faults.add(path, item, 'wrong_type');
  const { strength: given, justification, statement, elaboration, ...others } = item;
  const isNeither = numberOf(given) === NEITHER;
  const strength = isNeither ? null : strengthOf(given, `${path}.strength`, faults);
  if (strength === null && !isNeither) return null;
  const words = [justification, statement, elaboration].filter(
    (one): one is string => typeof one === 'string' && one.trim() !== '',
  );
  return {
    annotator: null,
    kind: 'human',
    ...(strength === null ? { outcome: 'both_bad' } : { strength }),
    ...(words.length > 0 && { rationale: words.join('\n') }),
    ...(Object.keys(others).length > 0 && { metadata: others }),
  };
}

/** Every individual score is one vote; the overall one is made of them and stays in the metadata. */
export const helpsteer3: InFormat = {
  name: 'helpsteer3',
  recognise: signature(
    { context: 'messages', response1: 'text', response2: 'text', overall_preference: 'number' },
    ['individual_preference', 'domain'],
  ),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readMessages(faults, { path: '$.context', value: columns.get('context') });
    const answers = ['response1', 'response2'].map((key) => readText(faults, `$.${key}`, columns.get(key)));
    const votes = votesOf(columns, faults);
    if (prompt === null || votes === null || answers.includes(null)) return null;
    return [
      {
        prompt,
        responses: answers.map((text) => ({ model: null, messages: [assistant(text)] })),
        pair: true,
        category: columns.word('domain'),
        votes,
        metadata: columns.rest(),
      },
    ];
  },
};

function votesOf(columns: Columns, faults: ForeignFaults): RowVote[] | null {
  const single = columns.row['individual_preference'];
  if (single === undefined || single === null || (Array.isArray(single) && single.length === 0)) {
    const overall = strengthOf(columns.get('overall_preference'), '$.overall_preference', faults);
    return overall === null ? null : [{ annotator: null, kind: 'human', strength: overall }];
  }
  const list = readList(faults, '$.individual_preference', columns.get('individual_preference'));
  const votes = list?.map((item, index): RowVote | null => {
    const path = `$.individual_preference[${index}]`;
    if (!isObject(item)) return faults.add(path, item, 'wrong_type');
    const { score, reasoning, annotator, ...others } = item;
    const strength = strengthOf(score, `${path}.score`, faults);
    if (strength === null) return null;
    const kept = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
    return {
      annotator: typeof annotator === 'string' && annotator !== '' ? annotator : null,
      kind: 'human',
      strength,
      ...(typeof reasoning === 'string' && { rationale: reasoning }),
      ...(kept.length > 0 && { metadata: Object.fromEntries(kept) }),
    };
  });
  return votes === undefined || votes.includes(null) ? null : (votes as RowVote[]);
}

function strengthOf(value: unknown, path: string, faults: ForeignFaults): number | null {
  const number = numberOf(value);
  // Not -0.
  if (number !== null && Math.abs(number) <= 3) return number + 0;
  return faults.add(path, value, {
    code: 'unknown_vote',
    rule: sayDetail('preference_range'),
  });
}
