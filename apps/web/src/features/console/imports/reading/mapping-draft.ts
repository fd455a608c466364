import type { FileColumn } from '@pairwright/contract/import-inspection';
import type { Mapping, SomeMapping } from '@pairwright/contract/import-mapping';

export const shapes = ['text', 'messages', 'message', 'turns', 'transcript'] as const;
export type Shape = (typeof shapes)[number];
export const voteKinds = ['none', 'first', 'winner', 'strength'] as const;
export type VoteKind = (typeof voteKinds)[number];
export const outcomes = ['a', 'b', 'tie', 'both_bad'] as const;
export type Outcome = (typeof outcomes)[number];
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
  system: string;
  by: 'columns' | 'list';
  answers: readonly AnswerDraft[];
  list: { column: string; content: string; as: Shape; model: string };
  vote: VoteKind;
  voteColumn: string;
  /** Which words of the column mean what, parted by commas. */
  values: Record<Outcome, string>;
  negative: 'first' | 'second';
  strongest: string;
  annotator: string;
  judge: '' | 'human' | 'model';
  facts: Record<(typeof facts)[number], string>;
}

const emptyAnswer: AnswerDraft = { column: '', as: 'text', model: '' };

export const emptyMapping: MappingDraft = {
  inside: false,
  prompt: { column: '', as: 'text' },
  system: '',
  by: 'columns',
  answers: [emptyAnswer, emptyAnswer],
  list: { column: '', content: '', as: 'text', model: '' },
  vote: 'none',
  voteColumn: '',
  values: { a: '', b: '', tie: '', both_bad: '' },
  negative: 'first',
  strongest: '3',
  annotator: '',
  judge: '',
  facts: { id: '', language: '', category: '', source: '' },
};

export type MappingFault =
  | 'prompt_missing'
  | 'answers_missing'
  | 'vote_column_missing'
  | 'vote_values_missing'
  | 'strongest_wrong';

/** The mapping to send, or what is still missing. */
export function readMapping(
  draft: MappingDraft,
): { ok: true; mapping: Mapping } | { ok: false; fault: MappingFault } {
  const { inside, prompt, system } = draft;
  if (!inside && prompt.column === '') return { ok: false, fault: 'prompt_missing' };
  const responses = readAnswers(draft);
  if (responses === null) return { ok: false, fault: 'answers_missing' };
  const votes = readVotes(draft);
  if (typeof votes === 'string') return { ok: false, fault: votes };
  const given = Object.entries(draft.facts).filter(([, place]) => place !== '');
  return {
    ok: true,
    mapping: {
      version: 1,
      prompt: inside
        ? { inside: true, ...(system !== '' && { system }) }
        : { ...prompt, ...(system !== '' && { system }) },
      responses,
      votes,
      ...Object.fromEntries(given),
    },
  };
}

function readAnswers({ by, answers, list, inside }: MappingDraft): Mapping['responses'] | null {
  if (by === 'list') {
    if (list.column === '') return null;
    const { column, content, as, model } = list;
    return { list: column, as, ...(content !== '' && { content }), ...(model !== '' && { model }) };
  }
  const columns = answers.filter(({ column }) => column !== '');
  if (columns.length === 0 || (inside && columns.length < 2)) return null;
  return {
    columns: columns.map(({ column, as, model }) => ({
      column,
      as,
      ...(model !== '' && { model: { column: model } }),
    })),
  };
}

function readVotes(draft: MappingDraft): Mapping['votes'] | MappingFault {
  const { vote, voteColumn: column, annotator, judge } = draft;
  const who = {
    by: judge === '' ? null : judge,
    ...(annotator !== '' && { annotator: { column: annotator } }),
  };
  if (vote === 'none') return [];
  if (vote === 'first') return [{ kind: 'first', ...who }];
  if (column === '') return 'vote_column_missing';
  if (vote === 'strength') {
    const strongest = Number(draft.strongest);
    if (!(strongest > 0)) return 'strongest_wrong';
    return [{ kind: 'strength', column, negative: draft.negative, strongest, ...who }];
  }
  const values = outcomes.flatMap((outcome) => wordsOf(draft.values[outcome]).map((word) => [word, outcome]));
  if (values.length === 0) return 'vote_values_missing';
  return [{ kind: 'winner', column, values: Object.fromEntries(values) as Record<string, Outcome>, ...who }];
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A saved mapping to be changed; null where it says more than can be filled in here. */
export function draftOf(mapping: SomeMapping): MappingDraft | null {
  const { prompt, responses } = mapping;
  if (mapping.dialect !== undefined || 'steps' in responses || (mapping.votes ?? []).length > 1) return null;
  if (!('inside' in prompt) && (prompt.input !== undefined || prompt.history !== undefined)) return null;
  const votes = votesDraft(mapping.votes?.[0]);
  if (votes === null) return null;
  const columns = 'columns' in responses ? responses.columns : [];
  if (columns.some(({ model }) => model !== undefined && 'name' in model)) return null;
  const answers = columns.map(({ column, as = 'text', model }) => ({
    column,
    as,
    model: model !== undefined && 'column' in model ? model.column : '',
  }));
  return {
    ...emptyMapping,
    ...votes,
    inside: 'inside' in prompt,
    prompt: 'inside' in prompt ? emptyMapping.prompt : { column: prompt.column, as: prompt.as ?? 'text' },
    system: prompt.system ?? '',
    by: 'list' in responses ? 'list' : 'columns',
    answers: answers.length > 0 ? answers : emptyMapping.answers,
    list: 'list' in responses ? listDraft(responses) : emptyMapping.list,
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

function votesDraft(
  vote: NonNullable<SomeMapping['votes']>[number] | undefined,
): Partial<MappingDraft> | null {
  if (vote === undefined) return {};
  if (vote.rationale !== undefined || vote.createdAt !== undefined) return null;
  if (vote.annotator !== undefined && 'name' in vote.annotator) return null;
  const who = { annotator: vote.annotator?.column ?? '', judge: vote.by ?? ('' as const) };
  if (vote.kind === 'first') return { ...who, vote: 'first' };
  if (vote.kind === 'strength')
    return {
      ...who,
      vote: 'strength',
      voteColumn: vote.column,
      negative: vote.negative,
      strongest: String(vote.strongest ?? 3),
    };
  if (vote.kind !== 'winner') return null;
  const said = Object.entries(vote.values);
  if (said.some(([, outcome]) => outcome === 'cannot_judge')) return null;
  const words = (outcome: Outcome): string =>
    said.flatMap(([word, means]) => (means === outcome ? [word] : [])).join(', ');
  return {
    ...who,
    vote: 'winner',
    voteColumn: vote.column,
    values: { a: words('a'), b: words('b'), tie: words('tie'), both_bad: words('both_bad') },
  };
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
    ...(vote !== undefined && { vote: 'winner' as const, voteColumn: vote.place }),
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
