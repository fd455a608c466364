import { type InFormat, mappedFormat } from '../format.ts';
import { anyOf, inWords, signature } from '../signature.ts';

const first = [{ kind: 'first' as const }];
const fromValue = { role: 'from', content: 'value' };

export const llamafactoryAlpaca: InFormat = {
  ...mappedFormat(
    'llamafactory-alpaca',
    inWords(
      signature({ instruction: 'text', chosen: 'text', rejected: 'text' }, ['input', 'system', 'history']),
      'chosen',
      'rejected',
    ),
    {
      version: 1,
      prompt: { column: 'instruction', input: 'input', system: 'system', history: 'history' },
      responses: { columns: [{ column: 'chosen' }, { column: 'rejected' }] },
      votes: first,
    },
  ),
  aliases: ['alpaca'],
};

export const llamafactorySharegpt: InFormat = {
  ...mappedFormat(
    'llamafactory-sharegpt',
    signature({ conversations: 'turns', chosen: 'message', rejected: 'message' }, ['system']),
    {
      version: 1,
      prompt: { column: 'conversations', as: 'messages', system: 'system' },
      dialect: fromValue,
      responses: {
        columns: [
          { column: 'chosen', as: 'message' },
          { column: 'rejected', as: 'message' },
        ],
      },
      votes: first,
    },
  ),
  aliases: ['sharegpt'],
};

const whole = (column: string, tag: string) => ({
  version: 1 as const,
  prompt: { inside: true as const, system: 'system' },
  responses: { columns: [{ column, as: 'messages' as const }] },
  // The loaders take true and false alone: a 0 or 1 there makes ordinary training rows, and is no vote.
  votes: [{ kind: 'thumbs' as const, column: tag, up: ['true'], down: ['false'] }],
});

const turnsKto = mappedFormat('llamafactory-kto', signature({ conversations: 'turns', kto_tag: 'truth' }), {
  ...whole('conversations', 'kto_tag'),
  dialect: fromValue,
});
const turnsLabel = mappedFormat('llamafactory-kto', signature({ conversations: 'turns', label: 'truth' }), {
  ...whole('conversations', 'label'),
  dialect: fromValue,
});

const alpacaKto = mappedFormat(
  'llamafactory-kto',
  signature({ instruction: 'text', output: 'text', kto_tag: 'truth' }, ['input', 'system', 'history']),
  {
    version: 1,
    prompt: { column: 'instruction', input: 'input', system: 'system', history: 'history' },
    responses: { columns: [{ column: 'output' }] },
    votes: [{ kind: 'thumbs', column: 'kto_tag', up: ['true'], down: ['false'] }],
  },
);
const ktoShapes = [turnsKto, turnsLabel, alpacaKto];

export const llamafactoryKto: InFormat = {
  name: 'llamafactory-kto',
  recognise: anyOf(...ktoShapes.map(({ recognise }) => recognise)),
  read: (row, faults) =>
    (ktoShapes.find(({ recognise }) => recognise(row) !== null) ?? turnsKto).read(row, faults),
};

/** The same with messages: ms-swift, and LLaMA-Factory with role and content tags. */
export const swiftKto: InFormat = {
  ...mappedFormat(
    'swift-kto',
    signature({ messages: 'messages', label: 'truth' }),
    whole('messages', 'label'),
  ),
  aliases: ['llamafactory-kto-messages'],
};
