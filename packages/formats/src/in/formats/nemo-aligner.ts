import type { RowVote } from '../../import-votes.ts';
import { labelAttributes, MASKED } from '../../nemo-aligner-label.ts';
import { sayDetail } from '../../rule-details.ts';
import { Columns } from '../columns.ts';
import { type ForeignRow, type InFormat, mappedFormat } from '../format.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import { readList, readText } from '../messages.ts';
import type { LooseMessage, OwnRow } from '../own-row.ts';
import { anyOf, inWords, signature } from '../signature.ts';
import { isTemplated, readTemplated, readTemplatedPair } from '../templated.ts';

const ofChosen: RowVote = { annotator: null, kind: null, outcome: 'a' };

function answerRow(columns: Columns, turns: readonly LooseMessage[], votes: readonly RowVote[]): OwnRow {
  return {
    prompt: turns.slice(0, -1),
    responses: [{ model: null, messages: turns.slice(-1) }],
    pair: false,
    votes,
    metadata: columns.rest(),
  };
}

/** Two lines a pair: the better answer to a prompt, then the worse one, each with the prompt before it in a template. */
export const nemoAlignerRm: InFormat = {
  name: 'nemo-aligner-rm',
  recognise: (row) =>
    isTemplated(row['text']) && Object.keys(row).length === 1 ? [{ column: 'text', holds: 'text' }] : null,
  read: (row, faults) => {
    const columns = new Columns(row);
    const turns = readTemplated(faults, { path: '$.text', text: String(columns.get('text')) });
    return turns && [answerRow(columns, turns, [])];
  },
  join: (better, worse) => {
    if (better.pair || JSON.stringify(better.prompt) !== JSON.stringify(worse.prompt)) return null;
    return { ...better, responses: [...better.responses, ...worse.responses], pair: true, votes: [ofChosen] };
  },
  alone: ({ pair }) => (pair ? null : 'no_partner'),
};

function ratingsOf(faults: ForeignFaults, value: unknown): NonNullable<RowVote['ratings']> | null {
  const list = readList(faults, '$.label', value);
  if (list === null) return null;
  if (list.length !== labelAttributes.length || !list.every((one) => Number.isFinite(one)))
    return faults.add('$.label', value, {
      code: 'unknown_vote',
      rule: sayDetail('label_attributes', {
        count: labelAttributes.length,
        words: labelAttributes.join(', '),
      }),
    });
  return labelAttributes.flatMap((key, index) => {
    const rating = list[index] as number;
    return rating === MASKED ? [] : [{ key, response: 0, value: rating }];
  });
}

/** One answer with its prompt in a template, and ratings of nine attributes. */
export const nemoAlignerRegression: InFormat = {
  name: 'nemo-aligner-regression',
  recognise: (row) => {
    const found = signature({ text: 'text', label: 'list' })(row);
    return isTemplated(row['text']) ? found : null;
  },
  read: (row, faults) => {
    const columns = new Columns(row);
    const turns = readTemplated(faults, { path: '$.text', text: String(columns.get('text')) });
    const ratings = ratingsOf(faults, columns.get('label'));
    if (turns === null || ratings === null) return null;
    const votes = ratings.length === 0 ? [] : [{ annotator: null, kind: null, ratings }];
    return [answerRow(columns, turns, votes)];
  },
};

const plainTexts = mappedFormat(
  'nemo-aligner-dpo',
  inWords(
    signature({ prompt: 'text', chosen_response: 'text', rejected_response: 'text' }, [
      'chosen_reward',
      'rejected_reward',
    ]),
    'chosen_response',
    'rejected_response',
  ),
  {
    version: 1,
    prompt: { column: 'prompt' },
    responses: { columns: [{ column: 'chosen_response' }, { column: 'rejected_response' }] },
    votes: [{ kind: 'first' }],
  },
);

const messageTexts = mappedFormat(
  'nemo-aligner-dpo',
  signature({ prompt: 'messages', chosen_response: 'message', rejected_response: 'message' }, [
    'chosen_reward',
    'rejected_reward',
  ]),
  {
    version: 1,
    prompt: { column: 'prompt', as: 'messages' },
    responses: {
      columns: [
        { column: 'chosen_response', as: 'message' },
        { column: 'rejected_response', as: 'message' },
      ],
    },
    votes: [{ kind: 'first' }],
  },
);

/** DPO rows, with or without rewards of their own: texts, or turns in a template, which the answers go on with, or messages. */
export const nemoAlignerDpo: InFormat = {
  name: 'nemo-aligner-dpo',
  recognise: anyOf(messageTexts.recognise, plainTexts.recognise),
  read: (row, faults) => {
    if (isTemplated(row['prompt'])) return readTemplatedRow(row, faults);
    return (messageTexts.recognise(row) === null ? plainTexts : messageTexts).read(row, faults);
  },
};

function readTemplatedRow(row: ForeignRow, faults: ForeignFaults): OwnRow[] | null {
  const columns = new Columns(row);
  const [prompt, ...answers] = ['prompt', 'chosen_response', 'rejected_response'].map((key) => {
    const path = `$.${key}`;
    const text = readText(faults, path, columns.get(key));
    return text === null ? null : { path, text };
  });
  if (!prompt || answers.includes(null)) return null;
  const read = readTemplatedPair(faults, prompt, answers as NonNullable<typeof prompt>[]);
  if (read === null) return null;
  return [
    {
      prompt: read.prompt,
      responses: read.answers.map((messages) => ({ model: null, messages })),
      pair: true,
      votes: [ofChosen],
      metadata: columns.rest(),
    },
  ];
}
