import { partConversations } from '../common-start.ts';
import { Columns } from '../columns.ts';
import { type InFormat, mappedFormat } from '../format.ts';
import { readMessages } from '../messages.ts';
import { anyOf, inWords, signature } from '../signature.ts';

const first = [{ kind: 'first' as const }];

/** `chosen` and `rejected` are whole conversations; exports of ours bring their ids. */
export const trlImplicit: InFormat = {
  name: 'trl-implicit',
  aliases: ['trl', 'rlhflow', 'open-instruct', 'openrlhf-chat'],
  recognise: signature({ chosen: 'messages', rejected: 'messages' }, ['comparison_id']),
  read: (row, faults) => {
    const columns = new Columns(row);
    const sides = ['chosen', 'rejected'].map((key) =>
      readMessages(faults, { path: `$.${key}`, value: columns.get(key) }),
    );
    if (sides[0] === null || sides[1] === null) return null;
    const parted = partConversations(faults, '$', [sides[0]!, sides[1]!]);
    if (parted === null) return null;
    const isOurs = row['comparison_id'] !== undefined;
    return [
      {
        pair_id: isOurs ? columns.word('id') : undefined,
        prompt: parted.prompt,
        responses: parted.answers.map((messages) => ({ model: null, messages })),
        pair: true,
        votes: [{ annotator: null, kind: null, outcome: 'a' }],
        metadata: columns.rest(),
      },
    ];
  },
};

export const trlExplicit = mappedFormat(
  'trl-explicit',
  signature({ prompt: 'messages', chosen: 'messages', rejected: 'messages' }, ['comparison_id']),
  {
    version: 1,
    prompt: { column: 'prompt', as: 'messages' },
    responses: {
      columns: [
        { column: 'chosen', as: 'messages' },
        { column: 'rejected', as: 'messages' },
      ],
    },
    votes: first,
  },
);

const answersInWords = { columns: [{ column: 'chosen' }, { column: 'rejected' }] };
const promptInWords = mappedFormat(
  'text-triple',
  inWords(signature({ prompt: 'text', chosen: 'text', rejected: 'text' }), 'chosen', 'rejected'),
  {
    version: 1,
    prompt: { column: 'prompt', system: 'system' },
    responses: answersInWords,
    votes: first,
  },
);
const promptInMessages = mappedFormat(
  'text-triple',
  inWords(signature({ prompt: 'messages', chosen: 'text', rejected: 'text' }), 'chosen', 'rejected'),
  {
    version: 1,
    prompt: { column: 'prompt', as: 'messages', system: 'system' },
    responses: answersInWords,
    votes: first,
  },
);

/** Three strings: TRL, OpenRLHF, veRL, DeepSpeed-Chat, and the binary loader of NeMo-RL, which takes a prompt in messages as well. */
export const textTriple: InFormat = {
  name: 'text-triple',
  recognise: anyOf(promptInMessages.recognise, promptInWords.recognise),
  read: (row, faults) =>
    (promptInMessages.recognise(row) === null ? promptInWords : promptInMessages).read(row, faults),
  aliases: ['trl-strings', 'openrlhf', 'verl', 'nemo-rl-binary', 'deepspeed-chat', 'axolotl-prompt-pairs'],
};

/** The same with the names of the models, and the ids of RewardBench. */
export const rewardbench = mappedFormat(
  'rewardbench',
  inWords(
    signature(
      { prompt: 'text', chosen: 'text', rejected: 'text', chosen_model: 'text', rejected_model: 'text' },
      ['subset'],
    ),
    'chosen',
    'rejected',
  ),
  {
    version: 1,
    prompt: { column: 'prompt' },
    responses: {
      columns: [
        { column: 'chosen', model: { column: 'chosen_model' } },
        { column: 'rejected', model: { column: 'rejected_model' } },
      ],
    },
    votes: first,
    pairId: 'id',
    category: 'subset',
  },
);

const label = { kind: 'thumbs' as const, column: 'label', up: [true, 1], down: [false, 0] };

/** Axolotl has the prompt under other names, too. */
const ktoTexts = ['prompt', 'instruction', 'question', 'input'].map((prompt) =>
  mappedFormat(
    'kto',
    inWords(signature({ [prompt]: 'text', completion: 'text', label: 'any' }), 'completion'),
    {
      version: 1,
      prompt: { column: prompt, system: 'system' },
      responses: { columns: [{ column: 'completion' }] },
      votes: [label],
    },
  ),
);
const ktoMessages = mappedFormat(
  'kto',
  signature({ prompt: 'messages', completion: 'messages', label: 'any' }),
  {
    version: 1,
    prompt: { column: 'prompt', as: 'messages' },
    responses: { columns: [{ column: 'completion', as: 'messages' }] },
    votes: [label],
  },
);

/** One answer and whether it is good. */
export const kto: InFormat = {
  name: 'kto',
  aliases: ['trl-kto'],
  recognise: anyOf(...ktoTexts.map(({ recognise }) => recognise), ktoMessages.recognise),
  read: (row, faults) =>
    (ktoTexts.find(({ recognise }) => recognise(row) !== null) ?? ktoMessages).read(row, faults),
};

/** Steps of one answer, each right or wrong. */
export const stepwise: InFormat = {
  ...mappedFormat('stepwise', signature({ prompt: 'text', completions: 'texts', labels: 'list' }), {
    version: 1,
    prompt: { column: 'prompt' },
    responses: { steps: 'completions' },
    votes: [{ kind: 'steps', column: 'labels', right: [true, 1], wrong: [false, 0] }],
  }),
  aliases: ['trl-stepwise', 'axolotl-stepwise'],
};
