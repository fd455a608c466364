import type { RowVote } from '../../import-votes.ts';
import { jsonOf, numberOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import { type InFormat, mappedFormat } from '../format.ts';
import { assistant, behindSystem, isObject, readList, readText, user } from '../messages.ts';
import type { OwnRow } from '../own-row.ts';
import { inWords, signature } from '../signature.ts';
import { readTranscript } from '../transcript.ts';
import { partConversations } from '../common-start.ts';
import { readMessages } from '../messages.ts';
import { voter } from '../votes.ts';
import { sayDetail } from '../../rule-details.ts';

const ai = { annotator: null, kind: 'model' as const };

/** Four answers, each rated by a model on four aspects. Its "N/A" is no rating; the notes stay with the response. */
export const ultrafeedback: InFormat = {
  name: 'ultrafeedback',
  recognise: signature({ instruction: 'text', completions: 'list', models: 'list' }),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readText(faults, '$.instruction', columns.get('instruction'));
    const list = readList(faults, '$.completions', columns.get('completions'));
    const responses = list?.map((item, index) => {
      const path = `$.completions[${index}]`;
      if (!isObject(item)) return faults.add(path, item, 'wrong_type');
      const { model, response, ...metadata } = item;
      const text = readText(faults, `${path}.response`, response);
      return text === null
        ? null
        : { model: typeof model === 'string' ? model : null, messages: [assistant(text)], metadata };
    });
    if (prompt === null || !responses || responses.includes(null)) return null;
    const good = responses as NonNullable<(typeof responses)[number]>[];
    const ratings = good.flatMap(({ metadata }, response) => ratingsOf(metadata['annotations'], response));
    return [
      {
        prompt: [user(prompt)],
        responses: good,
        pair: good.length === 2,
        source: columns.word('source'),
        votes: ratings.length === 0 ? [] : [{ ...ai, ratings }],
        metadata: columns.rest(),
      },
    ];
  },
};

function ratingsOf(annotations: unknown, response: number) {
  if (!isObject(annotations)) return [];
  return Object.entries(annotations).flatMap(([key, given]) => {
    // Some dumps hold a list of one for each aspect.
    const one: unknown = Array.isArray(given) ? given[0] : given;
    const value = isObject(one) ? numberOf(one['Rating']) : null;
    return value === null ? [] : [{ key, response, value }];
  });
}

/** Two columns of numbers for the two answers, as ratings of this name in the first vote. */
function scored(format: InFormat, key: string, places: readonly [string, string]): InFormat {
  return {
    ...format,
    read: (row, faults) => {
      const made = format.read(row, faults);
      return made === null || 'asIs' in made ? made : made.map((one) => withScores(one, key, places));
    },
  };
}

/** Where both have a number. */
function withScores(row: OwnRow, key: string, places: readonly [string, string]): OwnRow {
  const [vote, ...others] = row.votes;
  const ratings = places.flatMap((place, response) => {
    const value = numberOf(row.metadata[place]);
    return value === null ? [] : [{ key, response, value }];
  });
  if (vote === undefined || ratings.length < places.length) return row;
  const metadata = Object.fromEntries(
    Object.entries(row.metadata).filter(([name]) => !places.includes(name)),
  );
  return { ...row, votes: [{ ...vote, ratings }, ...others], metadata };
}

const scores = ['score_chosen', 'score_rejected'] as const;

/** `prompt` repeats the first message of both conversations. Only where there are scores of a model did a model judge. */
const chosenBesidePrompt: InFormat = {
  name: 'ultrafeedback-binarized',
  recognise: inWords(
    signature({ prompt: 'text', chosen: 'messages', rejected: 'messages' }, [...scores]),
    'prompt',
  ),
  read: (row, faults) => {
    const columns = new Columns(row);
    const sides = ['chosen', 'rejected'].map((key) =>
      readMessages(faults, { path: `$.${key}`, value: columns.get(key) }),
    );
    if (sides[0] === null || sides[1] === null) return null;
    const parted = partConversations(faults, '$', [sides[0]!, sides[1]!]);
    if (parted === null) return null;
    const prompt = behindSystem(columns.word('system'), parted.prompt);
    // Another prompt than the conversations have would be lost: it stays in the metadata.
    if (parted.prompt.at(-1)?.content === row['prompt']) columns.use('prompt');
    return [
      {
        prompt,
        prompt_id: columns.word('prompt_id'),
        responses: parted.answers.map((messages) => ({ model: null, messages })),
        pair: true,
        votes: [
          {
            annotator: null,
            kind: scores.some((score) => numberOf(row[score]) !== null) ? 'model' : null,
            outcome: 'a',
          },
        ],
        metadata: columns.rest(),
      },
    ];
  },
};
export const ultrafeedbackBinarized = scored(chosenBesidePrompt, 'score', scores);

const argillaRows: InFormat = {
  ...mappedFormat(
    'argilla-binarized',
    signature({ instruction: 'text', chosen_response: 'text', rejected_response: 'text' }, [
      'chosen_rating',
      'rejected_rating',
    ]),
    {
      version: 1,
      prompt: { column: 'instruction', system: 'system' },
      responses: {
        columns: [
          { column: 'chosen_response', model: { column: 'chosen_model' } },
          { column: 'rejected_response', model: { column: 'rejected_model' } },
        ],
      },
      votes: [{ kind: 'first' }],
      source: 'source',
    },
  ),
  aliases: ['axolotl-argilla'],
};
export const argillaBinarized = scored(argillaRows, 'rating', ['chosen_rating', 'rejected_rating']);

/** A list of one is that one; of several the list stays in the metadata. */
function sourceOf(columns: Columns): string | undefined {
  const source = jsonOf(columns.row['source']) ?? columns.row['source'];
  if (!Array.isArray(source)) return columns.word('source');
  const [only] = source as unknown[];
  if (source.length !== 1 || typeof only !== 'string' || only.trim() === '') return undefined;
  columns.use('source');
  return only;
}

/** Seven answers ranked by a model, 1 is best. */
export const nectar: InFormat = {
  name: 'nectar',
  recognise: signature({ prompt: 'transcript', answers: 'list' }, ['num_responses', 'turns', 'good_natured']),
  read: (row, faults) => {
    const columns = new Columns(row);
    const text = readText(faults, '$.prompt', columns.get('prompt'));
    const turns = text === null ? null : readTranscript(faults, '$.prompt', text);
    const list = readList(faults, '$.answers', columns.get('answers'));
    const answers = list?.map((item, index) => {
      const path = `$.answers[${index}]`;
      if (!isObject(item)) return faults.add(path, item, 'wrong_type');
      const { answer, model, rank, ...metadata } = item;
      if (typeof rank !== 'number')
        return faults.add(`${path}.rank`, rank, { code: 'unknown_vote', rule: sayDetail('rank_type') });
      const said = readText(faults, `${path}.answer`, answer);
      return said === null ? null : { model: voter(model, null).annotator, text: said, rank, metadata };
    });
    if (turns === null || !answers || answers.includes(null)) return null;
    const good = answers as NonNullable<(typeof answers)[number]>[];
    // The transcript ends where the answer would begin.
    const prompt =
      turns.at(-1)?.role === 'assistant' && String(turns.at(-1)?.content).trim() === ''
        ? turns.slice(0, -1)
        : turns;
    const levels = [...new Set(good.map(({ rank }) => rank))].sort((a, b) => a - b);
    return [
      {
        prompt,
        responses: good.map(({ model, text: said, metadata }) => ({
          model,
          messages: [assistant(said)],
          metadata,
        })),
        pair: good.length === 2,
        source: sourceOf(columns),
        votes: [{ ...ai, ranks: good.map(({ rank }) => levels.indexOf(rank) + 1) }],
        metadata: columns.rest(),
      },
    ];
  },
};

/** Which of two comments a forum's readers gave more votes: 1 is the first. */
const shpRows: InFormat = {
  ...mappedFormat(
    'shp',
    signature({ history: 'text', human_ref_A: 'text', human_ref_B: 'text', labels: 'number' }, [
      'score_A',
      'score_B',
      'score_ratio',
      'post_id',
    ]),
    {
      version: 1,
      prompt: { column: 'history' },
      responses: { columns: [{ column: 'human_ref_A' }, { column: 'human_ref_B' }] },
      votes: [{ kind: 'winner', column: 'labels', values: { 1: 'a', 0: 'b' }, by: 'human' }],
      category: 'domain',
      id: 'post_id',
    },
  ),
  aliases: ['stanford-shp'],
};

/** The strength is the natural logarithm of how many times the votes of the better comment are, at most 3: margins are made of it. */
export const shp: InFormat = {
  ...shpRows,
  read: (row, faults) => {
    const made = shpRows.read(row, faults);
    const strength = Math.min(3, Math.log(Number(row['score_ratio'] ?? 1)));
    if (made === null || 'asIs' in made || !(strength > 0)) return made;
    return made.map((one) => ({ ...one, votes: one.votes.map((vote) => withStrength(vote, strength)) }));
  },
};

function withStrength({ outcome, ...vote }: RowVote, strength: number): RowVote {
  return outcome === 'a' || outcome === 'b'
    ? { ...vote, strength: outcome === 'a' ? -strength : strength }
    : { ...vote, ...(outcome !== undefined && { outcome }) };
}
