import { placePath, Columns, valueAt } from './columns.ts';
import { partConversation, partConversations } from './common-start.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import type { Mapping } from '@pairwright/contract/import-mapping';
import { mappedVotes } from './mapped-votes.ts';
import {
  assistant,
  behindSystem,
  type Dialect,
  isObject,
  readList,
  readMessage,
  readMessages,
  readText,
  standard,
  user,
} from './messages.ts';
import type { LooseMessage, OwnResponse, OwnRow } from './own-row.ts';
import { readTranscript } from './transcript.ts';
import { languageOf } from './votes.ts';
import { sayDetail } from '../rule-details.ts';

type Shape = 'text' | 'message' | 'messages' | 'turns' | 'transcript';

interface Given {
  readonly path: string;
  readonly value: unknown;
  readonly as: Shape;
  /** Who speaks first where the value does not say. */
  readonly first: 'user' | 'assistant';
}

function readBody(
  faults: ForeignFaults,
  { path, value, as, first }: Given,
  dialect: Dialect,
): LooseMessage[] | null {
  switch (as) {
    case 'messages':
      return readMessages(faults, { path, value }, dialect);
    case 'message': {
      const message = readMessage(faults, { path, value }, dialect);
      return message && [message];
    }
    case 'turns': {
      const turns = readList(faults, path, value);
      return (
        turns &&
        turns.map((turn, index) => ((index % 2 === 0) === (first === 'user') ? user(turn) : assistant(turn)))
      );
    }
    case 'transcript': {
      const text = readText(faults, path, value);
      return text === null ? null : readTranscript(faults, path, text);
    }
    case 'text': {
      const text = readText(faults, path, value);
      return text === null ? null : [first === 'user' ? user(text) : assistant(text)];
    }
  }
}

class Application {
  readonly #mapping: Mapping;
  readonly #columns: Columns;
  readonly #faults: ForeignFaults;
  readonly #dialect: Dialect;

  constructor(mapping: Mapping, columns: Columns, faults: ForeignFaults) {
    this.#mapping = mapping;
    this.#columns = columns;
    this.#faults = faults;
    this.#dialect = mapping.dialect ?? standard;
  }

  row(): OwnRow | null {
    const responses = this.#responses();
    const columnsPrompt = 'inside' in this.#mapping.prompt ? [] : this.#prompt(this.#mapping.prompt);
    if (responses === null || columnsPrompt === null) return null;
    const parted =
      'inside' in this.#mapping.prompt
        ? this.#part(responses)
        : { prompt: columnsPrompt, answers: responses.map(({ messages }) => messages) };
    if (parted === null) return null;
    const votes = mappedVotes(this.#mapping, this.#columns, {
      faults: this.#faults,
      responses: responses.length,
    });
    if (votes === null) return null;
    const { id, pairId, language, category, source } = this.#mapping;
    return {
      prompt_id: this.#columns.word(id),
      pair_id: this.#columns.word(pairId),
      lang: this.#language(language),
      category: this.#columns.word(category),
      source: this.#columns.word(source),
      prompt: behindSystem(this.#columns.word(this.#mapping.prompt.system), parted.prompt),
      responses: responses.map((response, index) => ({ ...response, messages: parted.answers[index]! })),
      pair: responses.length === 2,
      votes,
      metadata: this.#columns.rest(),
    };
  }

  /** Only a tag: "English" stays in the metadata. */
  #language(place: string | undefined): string | undefined {
    const found = place === undefined ? undefined : languageOf(this.#columns.row[place]);
    if (found !== undefined) this.#columns.use(place!);
    return found;
  }

  #part(responses: readonly OwnResponse[]) {
    const conversations = responses.map(({ messages }) => messages);
    return conversations.length === 1
      ? partConversation(this.#faults, '$', conversations[0]!)
      : partConversations(this.#faults, '$', conversations);
  }

  #prompt(prompt: Exclude<Mapping['prompt'], { inside: true }>): LooseMessage[] | null {
    const { column, as, input, history } = prompt;
    const value = this.#columns.get(column);
    const path = placePath(column);
    const earlier = history === undefined ? [] : this.#history(history);
    if (earlier === null) return null;
    // More text has its place behind text alone; elsewhere it stays in the metadata.
    const more = as === 'text' ? this.#columns.word(input) : undefined;
    if (more !== undefined) {
      const text = readText(this.#faults, path, value);
      return text === null ? null : [...earlier, user(text === '' ? more : `${text}\n${more}`)];
    }
    const messages = readBody(this.#faults, { path, value, as, first: 'user' }, this.#dialect);
    return messages && [...earlier, ...messages];
  }

  #history(place: string): LooseMessage[] | null {
    const value = this.#columns.get(place);
    if (value === undefined || value === null || value === '') return [];
    const path = placePath(place);
    const list = readList(this.#faults, path, value);
    if (list === null) return null;
    if (list.some((turn) => !Array.isArray(turn) || turn.length !== 2))
      return this.#faults.add(path, value, {
        code: 'turns',
        rule: sayDetail('history_turns'),
      });
    return (list as [unknown, unknown][]).flatMap(([question, answer]) => [
      user(question),
      assistant(answer),
    ]);
  }

  #responses(): OwnResponse[] | null {
    const { responses, prompt } = this.#mapping;
    const first = 'inside' in prompt ? 'user' : 'assistant';
    if ('columns' in responses) {
      const read = responses.columns.map(({ column, as, model }) => {
        const body = readBody(
          this.#faults,
          { path: placePath(column), value: this.#columns.get(column), as, first },
          this.#dialect,
        );
        const name =
          model === undefined ? undefined : 'name' in model ? model.name : this.#columns.word(model.column);
        return body && { model: name ?? null, messages: body };
      });
      return read.includes(null) ? null : (read as OwnResponse[]);
    }
    return 'steps' in responses ? this.#steps(responses) : this.#list(responses, first);
  }

  #steps({ steps, model }: { steps: string; model?: string | undefined }): OwnResponse[] | null {
    const list = readList(this.#faults, placePath(steps), this.#columns.get(steps));
    if (list === null) return null;
    if (list.length === 0) return this.#faults.add(placePath(steps), list, 'nothing_to_compare');
    if (list.some((step) => typeof step !== 'string'))
      return this.#faults.add(placePath(steps), list, {
        code: 'wrong_type',
        rule: sayDetail('steps_type'),
      });
    return [
      {
        model: this.#columns.word(model) ?? null,
        messages: [assistant(list.join('\n\n'))],
        metadata: { steps: list },
      },
    ];
  }

  #list(
    {
      list,
      content,
      as,
      model,
    }: { list: string; content?: string | undefined; as: Shape; model?: string | undefined },
    first: 'user' | 'assistant',
  ): OwnResponse[] | null {
    const items = readList(this.#faults, placePath(list), this.#columns.get(list));
    if (items === null) return null;
    const read = items.map((item, index) => {
      const path =
        content === undefined ? `${placePath(list)}[${index}]` : `${placePath(list)}[${index}].${content}`;
      const value = content === undefined ? item : valueAt(item, content);
      const body = readBody(this.#faults, { path, value, as, first }, this.#dialect);
      const name = model === undefined ? undefined : valueAt(item, model);
      if (body === null) return null;
      const rest =
        isObject(item) && content !== undefined
          ? Object.entries(item).filter(([key]) => key !== content && key !== model)
          : [];
      return {
        model: typeof name === 'string' && name.trim() !== '' ? name : null,
        messages: body,
        ...(rest.length > 0 && { metadata: Object.fromEntries(rest) }),
      };
    });
    return read.includes(null) ? null : (read as OwnResponse[]);
  }
}

/** Our row of a foreign one; null with at least one fault in `faults`. */
export function applyMapping(
  mapping: Mapping,
  row: Readonly<Record<string, unknown>>,
  faults: ForeignFaults,
): OwnRow | null {
  const made = new Application(mapping, new Columns(row), faults).row();
  return faults.list.length > 0 ? null : made;
}
