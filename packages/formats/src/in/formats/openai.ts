import { Columns } from '../columns.ts';
import { partConversation } from '../common-start.ts';
import type { InFormat } from '../format.ts';
import { isObject, readList, readMessages } from '../messages.ts';
import type { OwnResponse } from '../own-row.ts';
import { anyOf, signature } from '../signature.ts';

/** A request and its answers as a log keeps them, side by side or under `request` and `response`. */
export const openaiLog: InFormat = {
  name: 'openai-log',
  recognise: anyOf(
    signature({ request: 'object', response: 'object' }),
    signature({ messages: 'messages', choices: 'list' }, ['model']),
  ),
  read: (row, faults) => {
    const columns = new Columns(row);
    const nested = isObject(row['request']) && isObject(row['response']);
    const [before, after] = nested ? (['request.', 'response.'] as const) : (['', ''] as const);
    const prompt = readMessages(faults, {
      path: `$.${before}messages`,
      value: columns.get(`${before}messages`),
    });
    const choices = readList(faults, `$.${after}choices`, columns.get(`${after}choices`));
    const model = columns.word(`${after}model`) ?? columns.word(`${before}model`) ?? null;
    if (prompt === null || choices === null) return null;
    if (choices.length === 0) return faults.add(`$.${after}choices`, choices, 'nothing_to_compare');
    const responses = choices.map((choice, index): OwnResponse | null => {
      const path = `$.${after}choices[${index}]`;
      if (!isObject(choice)) return faults.add(path, choice, 'wrong_type');
      const { message, ...metadata } = choice;
      const {
        refusal: _refusal,
        annotations: _annotations,
        audio: _audio,
        ...plain
      } = isObject(message) ? message : {};
      const messages = readMessages(faults, { path: `${path}.message`, value: [plain] });
      return (
        messages && {
          model,
          messages,
          metadata: isObject(message) ? { ...metadata, ...extras(message) } : metadata,
        }
      );
    });
    if (responses.includes(null)) return null;
    return [
      {
        prompt,
        responses: responses as OwnResponse[],
        pair: responses.length === 2,
        votes: [],
        metadata: columns.rest(),
      },
    ];
  },
};

/** What a message of an answer has beside text and calls. */
function extras(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { refusal, annotations, audio } = message;
  const empty = (value: unknown) =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries({ refusal, annotations, audio }).filter(([, value]) => !empty(value)),
  );
}

/** A conversation that ends with its answer: fine-tuning files and chat logs. */
export const openaiChat: InFormat = {
  name: 'openai-chat',
  recognise: (row) => {
    const others = [
      'label',
      'chosen',
      'rejected',
      'rejected_response',
      'rejected_messages',
      'responses',
      'choices',
    ];
    return others.some((key) => key in row) ? null : signature({ messages: 'messages' }, ['model'])(row);
  },
  read: (row, faults) => {
    const columns = new Columns(row);
    const messages = readMessages(faults, { path: '$.messages', value: columns.get('messages') });
    const parted = messages && partConversation(faults, '$.messages', messages);
    if (parted === null) return null;
    return [
      {
        prompt: parted.prompt,
        responses: [{ model: columns.word('model') ?? null, messages: parted.answers[0]! }],
        pair: false,
        votes: [],
        metadata: columns.rest(),
      },
    ];
  },
};

/** A preferred and another output for the messages of `input`. */
export const openaiPreference: InFormat = {
  name: 'openai-preference',
  recognise: signature({ input: 'object', preferred_output: 'messages', non_preferred_output: 'messages' }),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readMessages(faults, { path: '$.input.messages', value: columns.get('input.messages') });
    const answers = ['preferred_output', 'non_preferred_output'].map((key) =>
      readMessages(faults, { path: `$.${key}`, value: columns.get(key) }),
    );
    if (prompt === null || answers.includes(null)) return null;
    return [
      {
        prompt,
        responses: answers.map((messages) => ({ model: null, messages: messages! })),
        pair: true,
        votes: [{ annotator: null, kind: null, outcome: 'a' }],
        metadata: columns.rest(),
      },
    ];
  },
};
