import type { FileColumn } from '@pairwright/contract/import-inspection';
import type { Mapping, SomeMapping } from '@pairwright/contract/import-mapping';
import { emptyVote, readVote, type VoteDraft, voteDraftOf, type VoteFault } from './vote-draft.ts';

export const shapes = ['text', 'messages', 'message', 'turns', 'transcript'] as const;
export type Shape = (typeof shapes)[number];
/** How the answers stand in a row: each in a column, in one list, or as the steps of one. */
export const answerPlaces = ['columns', 'list', 'steps'] as const;
/** Places that say nothing of the answers. */
export const facts = ['id', 'language', 'category', 'source'] as const;
export const mostAnswers = 9;

export interface AnswerDraft {
  column: string;
  as: Shape;
  /** The place of the model's name; empty: none. */
  model: string;
}

/** A mapping as it is filled in; an empty text names no place. */
export interface MappingDraft {
  /** The answers are whole conversations that begin with the prompt. */
  inside: boolean;
  prompt: { column: string; as: Shape };
  /** More text of the prompt behind it, and earlier turns. */
  input: string;
  history: string;
  system: string;
  by: (typeof answerPlaces)[number];
  answers: readonly AnswerDraft[];
  list: { column: string; content: string; as: Shape; model: string };
  steps: { column: string; model: string };
  votes: readonly VoteDraft[];
  facts: Record<(typeof facts)[number], string>;
}

const emptyAnswer: AnswerDraft = { column: '', as: 'text', model: '' };

export const emptyMapping: MappingDraft = {
  inside: false,
  prompt: { column: '', as: 'text' },
  input: '',
  history: '',
  system: '',
  by: 'columns',
  answers: [emptyAnswer, emptyAnswer],
  list: { column: '', content: '', as: 'text', model: '' },
  steps: { column: '', model: '' },
  votes: [],
  facts: { id: '', language: '', category: '', source: '' },
};

export type MappingFault = 'prompt_missing' | 'answers_missing' | VoteFault;

/** The mapping to send, or what is still missing. */
export function readMapping(
  draft: MappingDraft,
): { ok: true; mapping: Mapping } | { ok: false; fault: MappingFault } {
  if (!draft.inside && draft.prompt.column === '') return { ok: false, fault: 'prompt_missing' };
  const responses = readAnswers(draft);
  if (responses === null) return { ok: false, fault: 'answers_missing' };
  const used = draft.answers.flatMap(({ column }, at) => (column === '' ? [] : [at]));
  const votes = draft.votes.map((vote) => readVote(vote, { responses, used }));
  const fault = votes.find((vote) => typeof vote === 'string');
  if (fault !== undefined) return { ok: false, fault };
  const given = Object.entries(draft.facts).filter(([, place]) => place !== '');
  return {
    ok: true,
    mapping: {
      version: 1,
      prompt: readPrompt(draft),
      responses,
      votes: votes as Mapping['votes'],
      ...Object.fromEntries(given),
    },
  };
}

function readPrompt({ inside, prompt, input, history, system }: MappingDraft): Mapping['prompt'] {
  const said = system !== '' && { system };
  if (inside) return { inside: true, ...said };
  return { ...prompt, ...(input !== '' && { input }), ...(history !== '' && { history }), ...said };
}

function readAnswers({ by, answers, list, steps, inside }: MappingDraft): Mapping['responses'] | null {
  if (by === 'steps') {
    if (steps.column === '' || inside) return null;
    return { steps: steps.column, ...(steps.model !== '' && { model: steps.model }) };
  }
  if (by === 'list') {
    if (list.column === '') return null;
    const { column, content, as, model } = list;
    return { list: column, as, ...(content !== '' && { content }), ...(model !== '' && { model }) };
  }
  const columns = answers.filter(({ column }) => column !== '');
  if (columns.length === 0) return null;
  return {
    columns: columns.map(({ column, as, model }) => ({
      column,
      as,
      ...(model !== '' && { model: { column: model } }),
    })),
  };
}

/** A saved mapping to be changed; null where it says more than can be filled in here. */
export function draftOf(mapping: SomeMapping): MappingDraft | null {
  const { prompt, responses } = mapping;
  if (mapping.dialect !== undefined || mapping.pairId !== undefined) return null;
  const votes = (mapping.votes ?? []).map(voteDraftOf);
  if (votes.includes(null)) return null;
  const columns = 'columns' in responses ? responses.columns : [];
  if (columns.some(({ model }) => model !== undefined && 'name' in model)) return null;
  const answers = columns.map(({ column, as = 'text', model }) => ({
    column,
    as,
    model: model !== undefined && 'column' in model ? model.column : '',
  }));
  return {
    ...emptyMapping,
    votes: votes as VoteDraft[],
    inside: 'inside' in prompt,
    prompt: 'inside' in prompt ? emptyMapping.prompt : { column: prompt.column, as: prompt.as ?? 'text' },
    input: ('input' in prompt && prompt.input) || '',
    history: ('history' in prompt && prompt.history) || '',
    system: prompt.system ?? '',
    by: 'list' in responses ? 'list' : 'steps' in responses ? 'steps' : 'columns',
    answers: answers.length > 0 ? answers : emptyMapping.answers,
    list: 'list' in responses ? listDraft(responses) : emptyMapping.list,
    steps:
      'steps' in responses ? { column: responses.steps, model: responses.model ?? '' } : emptyMapping.steps,
    facts: {
      id: mapping.id ?? '',
      language: mapping.language ?? '',
      category: mapping.category ?? '',
      source: mapping.source ?? '',
    },
  };
}

function listDraft({
  list,
  content = '',
  as = 'text',
  model = '',
}: Extract<SomeMapping['responses'], { list: string }>): MappingDraft['list'] {
  return { column: list, content, as, model };
}

const asks = /prompt|question|instruction|query|context|input|frage|提示|问题|指令/i;
const answersIt = /answer|response|output|completion|reply|chosen|rejected|candidate|antwort|回答|答案|输出/i;
const decides = /winner|preferred|preference|better|best|vote|choice|label|胜|偏好|选择/i;

/** A first guess by the names of the columns, to be corrected. */
export function guessMapping(columns: readonly FileColumn[]): MappingDraft {
  const top = columns.filter(({ place }) => !place.includes('.'));
  const texts = top.filter(({ holds }) => holds.includes('text') || holds.includes('messages'));
  const prompt = texts.find(({ place }) => asks.test(place));
  const others = texts.filter((column) => column !== prompt);
  const named = others.filter(
    ({ place, values }) => answersIt.test(place) && !decides.test(place) && values.length === 0,
  );
  const answers = named.length >= 2 ? named.slice(0, 2) : [];
  const vote = top.find(({ place, values }) => decides.test(place) && values.length > 0);
  return {
    ...emptyMapping,
    prompt: prompt === undefined ? emptyMapping.prompt : { column: prompt.place, as: shapeOf(prompt) },
    answers: answers.length === 2 ? answers.map((column) => answerOf(column)) : emptyMapping.answers,
    ...(vote !== undefined && { votes: [{ ...emptyVote, column: vote.place }] }),
  };
}

const answerOf = (column: FileColumn): AnswerDraft => ({
  column: column.place,
  as: shapeOf(column),
  model: '',
});

export function shapeOf(column: FileColumn): Shape {
  return column.holds.includes('messages') ? 'messages' : 'text';
}
